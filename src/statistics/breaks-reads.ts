import type { AnswerByKey, Fact, ReadScope } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { crosswalkReads } from '../catalogue/crosswalk/reads.ts'
import { sourceReads } from '../catalogue/source/reads.ts'
import { at } from '../history/at.ts'
import type { Period } from '../kernel/period.ts'
import { sql } from '../platform/sql.ts'
import { type Break, breakAt, type Continuation, continuationsOf } from './breaks.ts'
import { seriesByKey } from './reads.ts'
import { parseKeyText, type Series, seriesKeyText } from './terms.ts'

/** A series' place among those of other versions of its code list, and where its figures break. */
export type SeriesBreaks = Fact & {
  readonly continues: readonly Series[]
  readonly continuedBy: Series | null
  /** Oldest first. */
  readonly breaks: readonly Break[]
}

/** Reads the breaks of series by the keys of their ids, for all of a request at once. */
export async function breaksBySeries(
  scope: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<SeriesBreaks>> {
  const parsed = keys.flatMap((text) => parseKeyText(text)?.key ?? [])
  const crosswalks = await crosswalkReads.list(scope, { keys: null }, new Set())
  const sources = await sourceReads.byKey(scope, [...new Set(parsed.map((key) => key.source))], 'all')
  const asked = parsed.map((key) => ({
    text: seriesKeyText(key),
    ...continuationsOf(key, sources.rows.get(key.source)?.codeList ?? null, crosswalks.rows),
  }))
  const texts = asked.flatMap(({ text, before, after }) => [text, ...[...before, ...after].map(textOf)])
  const series = await seriesByKey(scope, [...new Set(texts)])
  const extents = await readExtents(scope, [...series.rows.values()])
  const rows = asked.flatMap(({ text, before, after }) => {
    const own = series.rows.get(text)
    const extent = own === undefined ? undefined : extents.get(own.seriesId)
    if (own === undefined || extent === undefined) return []
    const there = (link: Continuation) => {
      const found = series.rows.get(textOf(link))
      const first = found === undefined ? undefined : extents.get(found.seriesId)?.first
      return found === undefined || first === undefined ? [] : [{ link, found, first }]
    }
    const continues = before.flatMap(there)
    const continued = after.flatMap(there)
    const [entered] = continues
    const breaks = [
      ...(entered === undefined ? [] : [breakAt(extent.first, entered.link)]),
      ...continued.map(({ link, first }) => breakAt(first, link)),
      ...extent.marked.map(markedBreak),
    ]
    const fact: SeriesBreaks = {
      readAt: scope.position,
      pinned: scope.pinned,
      continues: continues.map(({ found }) => found),
      continuedBy: continued[0]?.found ?? null,
      breaks: breaks.sort((left, right) => (left.period < right.period ? -1 : 1)),
    }
    return [[text, fact] as const]
  })
  const observed = [...new Set(parsed.map((key) => `observation:indicator=${key.indicator}`))]
  const tags = [...crosswalks.tags, ...sources.tags, ...series.tags, ...observed]
  return { rows: new Map(rows), tags: [...new Set(tags)] }
}

type Extent = {
  readonly seriesId: number
  readonly first: Period
  /** The periods whose figures the source marked as the first after a break. */
  readonly marked: readonly Period[]
}

/** The first period of each series that has one, and its figures of status B. */
async function readExtents(
  scope: ReadScope,
  series: readonly Series[],
): Promise<ReadonlyMap<number, Extent>> {
  const rows = await scope.database.query<Extent>(
    sql`select o.series_id as "seriesId", min(o.period) as first,
          coalesce(jsonb_agg(o.period order by o.period) filter (where o.status = 'B'), '[]') as marked
        from observation o
        where o.series_id = any(${series.map(({ seriesId }) => seriesId)}::bigint[])
          and ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
        group by o.series_id`,
  )
  return new Map(rows.map((row) => [row.seriesId, row]))
}

function markedBreak(period: Period): Break {
  return { period, kind: 'STATUS_B', fromVersion: null, toVersion: null, note: null }
}

function textOf({ key }: Continuation): string {
  return seriesKeyText(key)
}
