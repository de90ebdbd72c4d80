import type { Answer, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { sql } from '../../platform/sql.ts'
import type { SourceFreshness } from './terms.ts'

/**
 * Reads how fresh every source is by its releases that stand; counts come from commits, so the size of the data does not
 * matter. Rows that were held back with an embargoed delivery count from the position at which it speaks. A release of
 * several periods does not say which is its last: only for a source that has one, its series are looked at.
 */
export async function readFreshness(scope: ReadScope): Promise<Answer<SourceFreshness>> {
  const { position, pinned } = scope
  const rows = await scope.database.query<Omit<SourceFreshness, 'readAt' | 'pinned'>>(
    sql`select s.id as source, case when bool_or(r.id is not null and r.period is null)
            then greatest(max(r.period), (select max(l.period) from series e
              cross join lateral (select o.period from observation o
                where o.series_id = e.id and ${at('o', position)} and ${visible(scope.view, 'observation', 'o')}
                order by o.period desc limit 1) l
              where e.source = s.id and ${at('e', position)} and ${visible(scope.view, 'series', 'e')}))
            else max(r.period) end as "latestPeriod",
          max(c.recorded_at) as "lastRecordedAt",
          (array_agg(r.id order by r.born_position desc))[1] as "lastReleaseId",
          (select case when s.noun = 'observation' then 1 else 0 end * coalesce(sum(coalesce((e.counts->>'added')::bigint, 0) - coalesce((e.counts->>'ended')::bigint, 0)), 0)::float8
            from release w join commit e on e.release_id = w.id and e.position <= ${position}::bigint
            where w.source = s.id and ${at('w', position)} and ${visible(scope.view, 'release', 'w')}
          ) as "observationCount",
          (select count(*)::int from quarantined q
            where q.source = s.id and q.position <= ${position}::bigint and q.delivery_id not in (
              select d.id from delivery d where d.source = s.id and d.embargo_until is not null and not exists (
                select 1 from release h where h.delivery_id = d.id and h.spoken and ${at('h', position)}
                  and ${visible(scope.view, 'release', 'h')}))) as "quarantinedCount"
        from source s
        left join release r on r.source = s.id and r.status = 'PUBLISHED' and ${at('r', position)}
          and ${visible(scope.view, 'release', 'r')}
        left join commit c on c.position = r.born_position
        where ${at('s', position)} and ${visible(scope.view, 'source', 's')}
        group by s.id, s.noun order by s.id`,
  )
  return { rows: rows.map((row) => ({ ...row, readAt: position, pinned })), tags: ['source', 'release'] }
}
