import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at, begunBy } from '../../history/at.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { seriesFilterColumns } from '../columns.ts'
import type { AvailabilityQuestion } from './terms.ts'

/**
 * The series that match at the position, each with its extent among those given (aliases `s` and `e`): what follows a
 * select list.
 */
export function seriesOfExtents(
  scope: ReadScope,
  { condition, range }: AvailabilityQuestion,
  extents: Sql,
): Sql {
  return sql`from (${extents}) e join series_extent m on m.extent_id = e.id join series s on s.id = m.id
    where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
      and ${at('m', scope.position)} and ${visible(scope.view, 'series_extent', 'm')}
      and ${filterSql(condition, seriesFilterColumns)}
      and ${range === null ? sql`true` : sql`s.frequency = ${range.frequency}`}`
}

/** The extents at the position that hold something of the range asked for: id, counts, first and last number. */
export function countedExtents(scope: ReadScope, question: AvailabilityQuestion): Sql {
  const range = rangeOf(question)
  if (range === null) {
    const counts = sql`e.id, e.figure_count as figures, e.missing_count as missing, e.first_number as first,
      e.last_number as last`
    return sql`select * from (${heldExtents(scope, counts)}) c where c.first is not null`
  }
  return sql`select c.id, lower(c.figures + c.missing) as first, upper(c.figures + c.missing) - 1 as last,
      (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(c.figures) r) as figures,
      (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(c.missing) r) as missing
    from (${clipped(scope, range)}) c where not isempty(c.figures + c.missing)`
}

/** The same extents with the numbers of their periods themselves. */
export function extentPeriods(scope: ReadScope, question: AvailabilityQuestion): Sql {
  const cut = clipped(scope, rangeOf(question) ?? sql`int4multirange(int4range(null, null))`)
  return sql`select * from (${cut}) c where not isempty(c.figures + c.missing)`
}

function clipped(scope: ReadScope, range: Sql): Sql {
  return heldExtents(scope, sql`e.id, e.figures * ${range} as figures, e.missing * ${range} as missing`)
}

/**
 * The extents that series have at the position, each found by its id: a scan for the position alone would pass over
 * every row that extents ever had. An extent never ends, so its last row begun by the position is the one that held;
 * to ask when that row ended would only lead the planner away from the key. Materialized, so that no plan does it anew
 * for each series (32 s, where every series has an extent of its own).
 */
function heldExtents(scope: ReadScope, columns: Sql): Sql {
  const used = sql`select distinct m.extent_id from series_extent m
    where ${at('m', scope.position)} and ${visible(scope.view, 'series_extent', 'm')}`
  return sql`with held as materialized (select x.* from (${used}) d cross join lateral (
      select ${columns} from extent e where e.id = d.extent_id
        and ${begunBy('e', scope.position)} and ${visible(scope.view, 'extent', 'e')}
      order by e.from_position desc limit 1) x)
    select * from held`
}

function rangeOf({ range }: AvailabilityQuestion): Sql | null {
  if (range === null || (range.from === null && range.to === null)) return null
  return sql`int4multirange(int4range(${range.from}::integer, ${range.to}::integer, '[]'))`
}
