import type { Answer, AnswerByKey, CacheTag, ReadScope, Wanted, WantedByKey } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { at } from '../history/at.ts'
import { type Condition, equalityTerms } from '../kernel/condition.ts'
import { filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import {
  figureTagFields,
  observationColumns,
  observationOf,
  readFor,
  seriesColumns,
  seriesFilterColumns,
  seriesOf,
  tagFields,
  wholeObservation,
} from './columns.ts'
import { countOfObservations, listOfObservations, type ObservationQuestion } from './list-of-observations.ts'
import { type Observation, parseKeyText, type Series } from './terms.ts'

/** A page of series, in the order of their ids. */
export type SeriesQuestion = {
  readonly condition: Condition
  readonly after: number | null
  readonly limit: number
}

type ObservationRow = Omit<Observation, 'id' | 'readAt' | 'pinned'>
type SeriesRow = Omit<Series, 'id' | 'readAt' | 'pinned'>

/** Reads a page of observations with the wanted fields. */
export async function readObservations(
  scope: ReadScope,
  question: ObservationQuestion,
  wanted: Wanted,
): Promise<Answer<Observation>> {
  const fields = readFor(wanted)
  const rows = await scope.database.query<ObservationRow>(listOfObservations(scope, question, fields))
  const facts = rows.map((row) => observationOf(row, scope.position, scope.pinned, fields))
  return { rows: facts, tags: tagsOfList(question) }
}

/** Counts the observations that match. */
export async function countObservations(
  scope: ReadScope,
  question: ObservationQuestion,
): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(countOfObservations(scope, question))
  return { rows: [row?.count ?? 0], tags: tagsOfList(question) }
}

/** Reads observations by the keys of their global ids. */
export async function observationsByKey(
  scope: ReadScope,
  keys: readonly string[],
  wanted: WantedByKey,
): Promise<AnswerByKey<Observation>> {
  // The id says to the graph which type it is, whether it is shown or not.
  const fields = wanted === 'all' ? wholeObservation : readFor(new Set([...wanted, 'id']))
  const found = await scope.database.query<ObservationRow & { readonly askedFor: string }>(
    sql`select ${observationColumns(fields)}, k.asked as "askedFor"
        from ${keyTable(keys)}
        join series s on ${sameSeries}
        join observation o on o.series_id = s.id and o.period = k.period
        where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}`,
  )
  const facts = found.map(
    ({ askedFor, ...row }) => [askedFor, observationOf(row, scope.position, scope.pinned, fields)] as const,
  )
  return { rows: new Map(facts), tags: tagsOfKeys('observation', keys) }
}

/** Reads a page of series. */
export async function readSeries(scope: ReadScope, question: SeriesQuestion): Promise<Answer<Series>> {
  const rows = await scope.database.query<SeriesRow>(
    sql`select ${seriesColumns} from series s
        where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and ${filterSql(question.condition, seriesFilterColumns)}
          and s.id > ${question.after ?? 0}::bigint
        order by s.id limit ${question.limit}`,
  )
  const facts = rows.map((row) => seriesOf(row, scope.position, scope.pinned))
  return { rows: facts, tags: tagsOf('series', question.condition) }
}

/** Counts the series that match. */
export async function countSeries(scope: ReadScope, { condition }: SeriesQuestion): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from series s
        where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and ${filterSql(condition, seriesFilterColumns)}`,
  )
  return { rows: [row?.count ?? 0], tags: tagsOf('series', condition) }
}

/** Reads series by the keys of their global ids. */
export async function seriesByKey(scope: ReadScope, keys: readonly string[]): Promise<AnswerByKey<Series>> {
  const found = await scope.database.query<SeriesRow & { readonly askedFor: string }>(
    sql`select ${seriesColumns}, k.asked as "askedFor" from ${keyTable(keys)}
        join series s on ${sameSeries}
        where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}`,
  )
  const facts = found.map(
    ({ askedFor, ...row }) => [askedFor, seriesOf(row, scope.position, scope.pinned)] as const,
  )
  return { rows: new Map(facts), tags: tagsOfKeys('series', keys) }
}

/** The tags of a list. Which source is preferred depends on what the others say, on their priority and on the dates of their releases. */
export function tagsOfList({ condition, preferred }: ObservationQuestion): readonly CacheTag[] {
  if (preferred == null) return tagsOf('observation', condition)
  const ofFigures = tagsOf('observation', condition, figureTagFields)
  return [...ofFigures, 'source', ...(preferred === 'LATEST_PUBLISHED' ? ['release'] : [])]
}

/** The tags of an answer: the equality terms of its filter, or the whole noun where there is none. */
export function tagsOf(
  noun: string,
  condition: Condition,
  fields: readonly string[] = tagFields,
): readonly CacheTag[] {
  const terms = fields.flatMap((field) => {
    const values = equalityTerms(condition, field)
    return values === null ? [] : [values.map((value) => `${noun}:${field}=${value}`)]
  })
  return terms[0] ?? [noun]
}

/** The tags of a read by keys: the dimension of each key that filters name first; a text that is no key finds nothing, ever. */
function tagsOfKeys(noun: string, keys: readonly string[]): readonly CacheTag[] {
  const [field] = tagFields
  const values = keys.flatMap((key) => parseKeyText(key)?.key[field] ?? [])
  return [...new Set(values)].map((value) => `${noun}:${field}=${value}`)
}

const sameSeries = sql`s.indicator = k.indicator and s.region = k.region and s.scheme = k.scheme
  and s.frequency = k.frequency and s.source = k.source and s.unit = k.unit
  and s.code_list_version = k.code_list_version`

/** The keys of ids taken apart, as a table `k`; a text that is no key is not in it. */
function keyTable(keys: readonly string[]): Sql {
  const parsed = keys.flatMap((asked) => {
    const parts = parseKeyText(asked)
    return parts === null ? [] : [{ asked, ...parts.key, period: parts.period ?? '' }]
  })
  const column = (of: (key: (typeof parsed)[number]) => string) => sql`${parsed.map(of)}::text[]`
  return sql`unnest(${column((key) => key.asked)}, ${column((key) => key.indicator)}, ${column((key) => key.region)},
    ${column((key) => key.scheme)}, ${column((key) => key.frequency)}, ${column((key) => key.source)},
    ${column((key) => key.unit)}, ${column((key) => key.codeListVersion)}, ${column((key) => key.period)})
    as k(asked, indicator, region, scheme, frequency, source, unit, code_list_version, period)`
}
