import { p } from '@mikro-orm/core'
import { wholeNumber } from '../../platform/versioned.ts'

/** The columns that every table of a register has beside the noun's own: which claim speaks, and what it says. */
export const statedColumns = {
  key: p.text(),
  source: p.text(),
  release_id: p.text(),
  revision: p.integer(),
  born_position: wholeNumber(),
  body: p.json(),
}
