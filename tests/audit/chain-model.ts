import { createHash } from 'node:crypto'

/** An entry as the graph gives it. */
export type GivenEntry = {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly act: string
  readonly subjects: readonly string[]
  readonly purpose: string | null
  readonly outcome: string
  readonly times: number
  readonly batch: string
  readonly previous: string
  readonly hash: string
}

/** The fields of an entry. */
export const entryFields = 'seq at actor act subjects purpose outcome times batch previous hash'

/** What schema/PROTOCOL.md says of the chain, said again: the numbers of the entries that break it. */
export function brokenEntries(entries: readonly GivenEntry[]): readonly number[] {
  let [seq, hash] = [0, '0'.repeat(64)]
  const broken: number[] = []
  for (const entry of entries) {
    const said = `[${[entry.seq, entry.at, entry.actor, entry.act, entry.subjects, entry.purpose, entry.outcome, entry.times, entry.batch, entry.previous].map((part) => JSON.stringify(part)).join(',')}]`
    const sound = createHash('sha256').update(said, 'utf8').digest('hex') === entry.hash
    if (!sound || entry.seq !== seq + 1 || entry.previous !== hash) broken.push(entry.seq)
    seq = entry.seq
    hash = entry.hash
  }
  return broken
}
