import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import type { Frequency, Period } from '../../kernel/period.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { Outline } from './outline.ts'

/** Which figures of a source: of one indicator, region and scheme. */
export type StatedKey = {
  readonly source: string
  readonly indicator: string
  readonly region: string
  readonly scheme: string
}

/**
 * Which periods are read: a list of them, or all from one to another (either end open), or of those only the newest
 * with a value and what came after it.
 */
export type StatedPeriods = { readonly list: readonly Period[] } | PeriodRange

/** From one period to another; either end may be open. */
export type PeriodRange = {
  readonly from: Period | null
  readonly to: Period | null
  readonly newest?: true
}

/** What is asked of the store beside the keys. */
export type StatedQuestion = {
  readonly unit: string | null
  readonly periods: StatedPeriods
  /** Which of them are counted, of what is counted when it is read. */
  readonly counted: StatedPeriods
  /** Latest figures are asked for: the newest value of a key may be enough for them. */
  readonly latest: boolean
  /** Reads when each figure's release was published, which costs a join. */
  readonly dated: boolean
  /** Sums over all members of a region may be read instead of the members: nobody asks what they were made of. */
  readonly summed: boolean
  readonly frequencies: ReadonlyMap<string, Frequency>
  /** What is counted when it is read, and the codes to count by. */
  readonly outline: Pick<Outline, 'measures' | 'regions' | 'schemes' | 'indicators'>
}

/** The figures of a key as one text: `2022-08A603226;2022-09A611845`, a period, its status and its value each. */
export type StatedRow = StatedKey & {
  readonly unit: string
  readonly frequency: Frequency
  readonly figures: string
}

/** Reads the figures of keys, a row per series: for each a walk through its own index and nothing else. */
export function statedSql(scope: ReadScope, keys: readonly StatedKey[], question: StatedQuestion): Sql {
  const { view, position } = scope
  const { unit, frequencies } = question
  const column = (of: (key: StatedKey) => string) => sql`${keys.map(of)}::text[]`
  return sql`select k.indicator, k.region, k.scheme, k.source, s.unit, s.frequency, f.figures
      from unnest(${column((key) => key.indicator)}, ${column((key) => key.region)},
          ${column((key) => key.scheme)}, ${column((key) => key.source)},
          ${column((key) => frequencies.get(key.source) ?? 'M')})
        as k(indicator, region, scheme, source, frequency)
      join series s on s.indicator = k.indicator and s.region = k.region and s.scheme = k.scheme
        and s.source = k.source and s.frequency = k.frequency
        and ${at('s', position)} and ${visible(view, 'series', 's')}
        and ${unit === null ? sql`true` : sql`s.unit = ${unit}`}
      cross join lateral (${figuresSql(scope, question)}) f
      where f.figures is not null`
}

function figuresSql(scope: ReadScope, { periods, dated }: StatedQuestion): Sql {
  const { view, position } = scope
  const text = dated
    ? sql`o.period || o.status || coalesce(o.value::text, '') || '@' || coalesce((
        select extract(epoch from r.published_at)::text from release r
        where r.id = o.release_id and ${at('r', position)} and ${visible(view, 'release', 'r')}), '')`
    : sql`o.period || o.status || coalesce(o.value::text, '')`
  // A limit makes each period a step down the index: without it all periods of the series are read and thrown away.
  if ('list' in periods)
    return sql`select string_agg(${text}, ';') as figures from unnest(${periods.list}::text[]) p(period)
      cross join lateral (
        select o.period, o.status, o.value, o.release_id from observation o
        where o.series_id = s.id and o.period = p.period
          and ${at('o', position)} and ${visible(view, 'observation', 'o')} limit 1) o`
  return sql`select string_agg(${text}, ';') as figures from observation o
    where o.series_id = s.id and ${rangeSql(periods, sql`o.period`)} and ${newestSql(scope, periods)}
      and ${at('o', position)} and ${visible(view, 'observation', 'o')}`
}

/** By a walk down the index of the series, which ends at the first value. */
function newestSql({ view, position }: ReadScope, periods: PeriodRange): Sql {
  if (periods.newest !== true) return sql`true`
  return sql`o.period >= (select n.period from observation n
    where n.series_id = s.id and n.value is not null and ${rangeSql(periods, sql`n.period`)}
      and ${at('n', position)} and ${visible(view, 'observation', 'n')}
    order by n.period desc limit 1)`
}

function rangeSql({ from, to }: PeriodRange, period: Sql): Sql {
  const after = from === null ? sql`true` : sql`${period} >= ${from}`
  const before = to === null ? sql`true` : sql`${period} <= ${to}`
  return sql`${after} and ${before}`
}
