import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'
import type { Frequency } from '../../kernel/period.ts'

/** Where facts come from, as a plain fact. */
export type Source = Fact & {
  readonly id: string
  readonly code: string
  readonly names: Names
  readonly publisher: Names
  readonly address: string | null
  /** The noun of its facts, like `observation`. */
  readonly noun: string
  readonly frequency: Frequency
  /** The mapping by which its files are read. */
  readonly feed: string
  readonly note: Names | null
  readonly provenance: string
}
