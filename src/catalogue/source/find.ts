import { hubItself } from '../../access/view.ts'
import { readHead } from '../../history/head.ts'
import type { SourceForIntake } from '../../intake/take-in.ts'
import type { Queryable } from '../../platform/database.ts'
import { sourceReads } from './reads.ts'

/** The source with a code as it is at the head, for intake; null where there is none that takes deliveries. */
export async function findSource(database: Queryable, code: string): Promise<SourceForIntake | null> {
  const { position } = await readHead(database)
  const scope = { database, view: hubItself, position, pinned: false }
  const source = (await sourceReads.byKey(scope, [code.replaceAll('\u0000', '')], 'all')).rows.get(code)
  if (source === undefined || source.noun === 'measure') return null
  const { noun, feed, frequency, codeList } = source
  return { code, noun, feed, frequency, codeList }
}
