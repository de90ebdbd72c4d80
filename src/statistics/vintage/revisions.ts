import type { AnswerByKey, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at, begunBy } from '../../history/at.ts'
import type { CommitKind } from '../../history/commit.ts'
import { sql } from '../../platform/sql.ts'
import type { Revision, RevisionReason } from './terms.ts'

type Row = Omit<Revision, 'readAt' | 'pinned' | 'reason' | 'endedBy'> & {
  readonly observationId: number
  readonly begunFor: CommitKind
  readonly endedFor: CommitKind | null
  /** Another revision came before, and held until this one. */
  readonly follows: boolean
}

/**
 * Reads every version of figures up to the position of the read, oldest first, by the numbers of the observations. What
 * ended later had not ended then.
 */
export async function revisionsByKey(
  scope: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<readonly Revision[]>> {
  const { position, pinned } = scope
  const rows = await scope.database.query<Row>(
    sql`select o.id as "observationId", o.revision, o.value, o.status, o.from_position as position,
          b.recorded_at as "recordedAt", b.kind as "begunFor", o.release_id as "releaseId",
          r.published_at as "publishedAt", e.position as "endedAt", e.kind as "endedFor",
          coalesce(lag(o.to_position) over v = o.from_position, false) as follows,
          case when lag(o.to_position) over v = o.from_position then lag(o.value) over v end as "previousValue"
        from observation o
        join commit b on b.position = o.from_position
        left join commit e on e.position = o.to_position and e.position <= ${position}::bigint
        left join release r on r.id = o.release_id and ${at('r', position)} and ${visible(scope.view, 'release', 'r')}
        where o.id = any(${keys}::bigint[]) and ${begunBy('o', position)}
          and ${visible(scope.view, 'observation', 'o')}
        window v as (partition by o.id order by o.from_position)
        order by o.id, o.from_position`,
  )
  const revisions = [...Map.groupBy(rows, (row) => String(row.observationId))].map(
    ([key, versions]) =>
      [
        key,
        versions.map(({ begunFor, endedFor, follows, observationId: _, ...row }) => ({
          ...row,
          readAt: position,
          pinned,
          reason: begunFor === 'RELEASE' && !follows ? ('RELEASE' as const) : reasonOf(begunFor),
          endedBy: endedFor === null ? null : reasonOf(endedFor),
        })),
      ] as const,
  )
  return { rows: new Map(revisions), tags: ['observation', 'release'] }
}

/** What a commit of a kind is to a figure that was there before it. */
function reasonOf(kind: CommitKind): RevisionReason {
  return kind === 'EMBARGO' || kind === 'WITHDRAWAL' || kind === 'BACKFILL' ? kind : 'REVISION'
}
