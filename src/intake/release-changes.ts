import type { Announcer } from '../history/announce/announcer.ts'
import type { Committer } from '../history/commit.ts'
import type { Tail } from '../history/tail.ts'
import { idOfName } from '../kernel/ids.ts'
import type { Permits } from '../kernel/permits.ts'
import type { Position } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import type { NounIntake, RedecidedCounts, SpeakingChange } from './noun-intake.ts'

/** What the catalogue does to releases that are there, as intake is wired with it. */
export type ReleaseWrites = {
  /** The id of a release; throws UNKNOWN_RELEASE where there is none. */
  readonly known: (
    database: Queryable,
    source: string,
    code: string,
  ) => Promise<{ readonly id: string; readonly status: string }>
  /** False where it is withdrawn already. */
  readonly withdraw: (
    transaction: Queryable,
    position: Position,
    releaseId: string,
    reason: string,
  ) => Promise<boolean>
  /** False where it is not embargoed, or its embargo still runs by the database's clock. */
  readonly endEmbargo: (transaction: Queryable, position: Position, releaseId: string) => Promise<boolean>
}

/** What changes of releases are wired with. */
export type ReleaseChangeParts = {
  readonly database: Database
  readonly commit: Committer
  readonly announcer: Announcer
  readonly tail: Tail
  readonly nouns: ReadonlyMap<string, NounIntake>
  readonly releases: ReleaseWrites
  /** One writer of this node at a time waits for the lock. */
  readonly writer: Permits
}

/** Which release is to be withdrawn, and why. */
export type Withdrawal = { readonly source: string; readonly code: string; readonly reason: string }

/** What a withdrawal did: where, and to how many facts. */
export type Withdrawn = {
  readonly releaseId: string
  readonly position: Position
  readonly counts: { readonly revised: number; readonly ended: number }
}

/** How long an answer waits for this node's own tail, in milliseconds. */
const tailPatience = 10_000

/**
 * Withdraws a release in one commit: its claims no longer count, so each of its facts is what the other claims make of
 * it. Resolves when this node's tail is there. One that is withdrawn already gives what its withdrawal did, without a
 * new position; one under embargo never speaks. Throws UNKNOWN_RELEASE.
 */
export async function withdraw(parts: ReleaseChangeParts, request: Withdrawal): Promise<Withdrawn> {
  const { releases, database, tail } = parts
  const { id } = await releases.known(database, request.source, request.code)
  const record = await change(
    parts,
    'WITHDRAWAL',
    { kind: 'falls-silent', releaseId: id },
    (transaction, at) => releases.withdraw(transaction, at, id, request.reason),
  )
  if (record === null) throw new Error(`the release ${id} is withdrawn, and no commit says so`)
  await tail.reach(record.position, tailPatience)
  const { revised = 0, ended = 0 } = record.counts
  return { releaseId: id, position: record.position, counts: { revised, ended } }
}

/** Lets a release whose embargo has ended speak, in one commit; null where it does not have to (yet, or any more). */
export async function endEmbargo(parts: ReleaseChangeParts, releaseId: string) {
  return change(parts, 'EMBARGO', { kind: 'speaks', releaseId }, (transaction, at) =>
    parts.releases.endEmbargo(transaction, at, releaseId),
  )
}

async function change(
  { database, commit, announcer, nouns, writer }: ReleaseChangeParts,
  kind: 'WITHDRAWAL' | 'EMBARGO',
  speaking: SpeakingChange,
  writeRelease: (transaction: Queryable, position: Position) => Promise<boolean>,
) {
  const plans = await Promise.all([...nouns.values()].map((noun) => noun.redecide(database, speaking)))
  const record = await writer.with(() =>
    commit({
      // A release is withdrawn once and ends its embargo once: whoever comes second finds the commit of the first.
      id: idOfName(kind.toLowerCase(), speaking.releaseId),
      kind,
      write: async (transaction, position) => {
        if (!(await writeRelease(transaction, position))) return null
        const totals = { added: 0, revised: 0, ended: 0 }
        for (const plan of plans) add(totals, await plan.write(transaction, position))
        return { releaseId: speaking.releaseId, counts: totals }
      },
    }),
  )
  if (record !== null) announcer.announce(record.position)
  return record
}

function add(
  totals: { -readonly [Verdict in keyof RedecidedCounts]: number },
  counts: RedecidedCounts,
): void {
  totals.added += counts.added
  totals.revised += counts.revised
  totals.ended += counts.ended
}
