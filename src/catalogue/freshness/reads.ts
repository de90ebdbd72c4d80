import type { Answer, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { sql } from '../../platform/sql.ts'
import type { SourceFreshness } from './terms.ts'

/** Reads how fresh every source is; counts come from the commits of its releases, so the size of the data does not matter. */
export async function readFreshness(scope: ReadScope): Promise<Answer<SourceFreshness>> {
  const { position, pinned } = scope
  const rows = await scope.database.query<Omit<SourceFreshness, 'readAt' | 'pinned'>>(
    sql`select s.id as source, max(r.period) as "latestPeriod", max(c.recorded_at) as "lastRecordedAt",
          (array_agg(r.id order by r.born_position desc))[1] as "lastReleaseId",
          coalesce(sum((c.counts->>'added')::bigint), 0)::float8 as "observationCount",
          (select count(*)::int from quarantined q
            where q.source = s.id and q.position <= ${position}::bigint) as "quarantinedCount"
        from source s
        left join release r on r.source = s.id and ${at('r', position)} and ${visible(scope.view, 'release', 'r')}
        left join commit c on c.position = r.born_position
        where ${at('s', position)} and ${visible(scope.view, 'source', 's')}
        group by s.id order by s.id`,
  )
  return { rows: rows.map((row) => ({ ...row, readAt: position, pinned })), tags: ['source', 'release'] }
}
