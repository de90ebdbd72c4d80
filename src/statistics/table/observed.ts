import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { type Frequency, frequencyOf, type Period } from '../../kernel/period.ts'
import { compareTexts } from '../../kernel/text.ts'
import { sql } from '../../platform/sql.ts'
import { type Measured, measuredIn } from './measured.ts'
import type { Outline, OutlineSource } from './outline.ts'

/** Whose series are looked at. */
export type ObservedQuestion = {
  readonly scope: ReadScope
  readonly indicators: readonly string[]
  readonly sources: readonly OutlineSource[]
  readonly outline: Outline
}

/** The codes of a dimension that have series, or of which something is counted, in their order. */
export async function observedCodes(
  question: ObservedQuestion,
  dimension: 'region' | 'scheme',
): Promise<readonly string[]> {
  const stored = await storedCodes(question, dimension)
  const counted = await Promise.all(
    countedOf(question).map(({ measure, indicators }) =>
      measure.codes(question.scope, question.outline, indicators, dimension),
    ),
  )
  return counted.length === 0 ? stored : [...new Set([...stored, ...counted.flat()])].sort(compareTexts)
}

/** The first or last period with a figure, among periods of one frequency; null where there is none. */
export async function endPeriod(
  question: ObservedQuestion,
  frequency: Frequency,
  end: 'first' | 'last',
): Promise<Period | null> {
  const place = end === 'first' ? 0 : -1
  const ends = [
    await storedEnd(question, frequency, end),
    (await countedPeriods(question, frequency)).at(place),
  ]
  const known = ends.filter((period) => period != null).sort(compareTexts)
  return known.at(place) ?? null
}

/** The newest periods with a figure, newest first, at most so many. */
export async function newestPeriods(
  question: ObservedQuestion,
  frequency: Frequency,
  limit: number,
): Promise<readonly Period[]> {
  const stored = await storedNewest(question, frequency, limit)
  const counted = await countedPeriods(question, frequency, limit)
  if (counted.length === 0) return stored
  return [...new Set([...stored, ...counted])].sort(compareTexts).reverse().slice(0, limit)
}

function countedOf({ sources, indicators, outline }: ObservedQuestion): readonly Measured[] {
  return measuredIn(sources, indicators, outline.measures)
}

async function countedPeriods(
  question: ObservedQuestion,
  frequency: Frequency,
  newest?: number,
): Promise<readonly Period[]> {
  const counted = countedOf(question)
  const all = await Promise.all(
    counted.map(({ measure, indicators }) => measure.periods(question.scope, indicators, newest)),
  )
  return all
    .flat()
    .filter((period) => frequencyOf(period) === frequency)
    .sort(compareTexts)
}

async function storedCodes(
  { scope, indicators, sources }: ObservedQuestion,
  dimension: 'region' | 'scheme',
): Promise<readonly string[]> {
  const column = sql.ref(`s.${dimension}`)
  const rows = await scope.database.query<{ readonly code: string }>(
    sql`select distinct ${column} as code from series s
        where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and s.indicator = any(${indicators}::text[])
          and s.source = any(${sources.map(({ code }) => code)}::text[])
        order by 1`,
  )
  return rows.map(({ code }) => code)
}

async function storedEnd(
  { scope, indicators, sources }: ObservedQuestion,
  frequency: Frequency,
  end: 'first' | 'last',
): Promise<Period | null> {
  const [row] = await scope.database.query<{ readonly period: Period }>(
    sql`select o.period from observation o join series s on s.id = o.series_id
        where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and s.indicator = any(${indicators}::text[]) and s.frequency = ${frequency}
          and s.source = any(${sources.map(({ code }) => code)}::text[])
        order by ${end === 'first' ? sql`o.period` : sql`o.period desc`} limit 1`,
  )
  return row?.period ?? null
}

async function storedNewest(
  { scope, indicators, sources }: ObservedQuestion,
  frequency: Frequency,
  limit: number,
): Promise<readonly Period[]> {
  const newest = (before: ReturnType<typeof sql>) => sql`
    select o.period from observation o join series s on s.id = o.series_id
    where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
      and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
      and s.indicator = any(${indicators}::text[]) and s.frequency = ${frequency}
      and s.source = any(${sources.map(({ code }) => code)}::text[]) and ${before}
    order by o.period desc limit 1`
  const rows = await scope.database.query<{ readonly period: Period }>(
    sql`with recursive newest(period) as (
          (${newest(sql`true`)})
          union all
          select (${newest(sql`o.period < n.period`)}) from newest n where n.period is not null)
        select n.period from newest n where n.period is not null limit ${limit}`,
  )
  return rows.map(({ period }) => period)
}
