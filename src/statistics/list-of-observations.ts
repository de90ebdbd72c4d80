import type { ReadScope, Wanted } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { at } from '../history/at.ts'
import { type Condition, equalityTerms, everything } from '../kernel/condition.ts'
import { filterSql } from '../platform/filter-sql.ts'
import { type Sql, sql } from '../platform/sql.ts'
import {
  observationColumns,
  observationFilterColumns,
  seriesFilterColumns,
  storedObservationColumns,
} from './columns.ts'
import type { SourceRule } from './preference.ts'
import { preferredOnly } from './preference-sql.ts'

/** The order of a list of observations: by period, then by id. */
export type ObservationOrder = 'PERIOD_DESC' | 'PERIOD_ASC'

/** A page of observations. */
export type ObservationQuestion = {
  readonly condition: Condition
  /** Only what this rule prefers among the sources of each figure. */
  readonly preferred?: SourceRule | null
  /** Only the newest of the figures of each series that match. */
  readonly latest?: boolean
  readonly order: ObservationOrder
  readonly after: { readonly period: string; readonly id: number } | null
  readonly limit: number
}

/** The statement of a page of observations with the wanted fields; its rows have their output names. */
export function listOfObservations(scope: ReadScope, question: ObservationQuestion, wanted: Wanted): Sql {
  const { condition, latest = false, order, limit } = question
  const preferred = preferredOnly(scope, question.preferred ?? null)
  const inOrder = order === 'PERIOD_DESC' ? sql`o.period desc, o.id desc` : sql`o.period, o.id`
  if (!latest && !namesFewSeries(condition, limit)) {
    return sql`select ${observationColumns(wanted)}
        from observation o join series s on s.id = o.series_id
        where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and ${filterSql(condition, observationFilterColumns)} and ${preferred} and ${beyond(question)}
        order by ${inOrder} limit ${limit}`
  }
  // The best of each series through its own index, then the best of those. Within a series a period comes once.
  const { ofSeries, ofObservations } = partsOf(condition)
  const direction = latest || order === 'PERIOD_DESC' ? sql`desc` : sql`asc`
  return sql`select ${observationColumns(wanted)}
      from series s cross join lateral (
        select ${storedObservationColumns(wanted)} from observation o
        where o.series_id = s.id and ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${filterSql(ofObservations, observationFilterColumns)} and ${preferred}
          and ${latest ? sql`true` : beyond(question)}
        order by o.period ${direction} limit ${latest ? 1 : limit}) o
      where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
        and ${filterSql(ofSeries, observationFilterColumns)} and ${latest ? beyond(question) : sql`true`}
      order by ${inOrder} limit ${limit}`
}

/** The statement that counts the whole list, as `count`. */
export function countOfObservations(scope: ReadScope, question: ObservationQuestion): Sql {
  const { condition, latest = false } = question
  const preferred = preferredOnly(scope, question.preferred ?? null)
  if (!latest) {
    return sql`select count(*)::int as count from observation o join series s on s.id = o.series_id
        where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and ${filterSql(condition, observationFilterColumns)} and ${preferred}`
  }
  const { ofSeries, ofObservations } = partsOf(condition)
  return sql`select count(*)::int as count from series s cross join lateral (
        select from observation o
        where o.series_id = s.id and ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
          and ${filterSql(ofObservations, observationFilterColumns)} and ${preferred} limit 1) o
      where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
        and ${filterSql(ofSeries, observationFilterColumns)}`
}

/** Entries after the one a page goes on from. The bound on the period alone is what the index of a series can use. */
function beyond({ after, order }: ObservationQuestion): Sql {
  if (after === null) return sql`true`
  const place = sql`(${after.period}, ${after.id}::bigint)`
  return order === 'PERIOD_DESC'
    ? sql`(o.period <= ${after.period} and (o.period, o.id) < ${place})`
    : sql`(o.period >= ${after.period} and (o.period, o.id) > ${place})`
}

/** How many codes a dimension has, roughly: what a filter that does not name it lets through. */
const usualCodes = { region: 60, scheme: 50, indicator: 3, source: 3 } as const

/** How many rows may be read of all series together before a walk along the periods is the better way. */
const mostRows = 100_000

/** Says whether a filter's equality terms name so few series that the best of each of them can be read. */
function namesFewSeries(condition: Condition, limit: number): boolean {
  const terms = (Object.keys(usualCodes) as (keyof typeof usualCodes)[]).map((dimension) =>
    Math.min(equalityTerms(condition, dimension)?.length ?? usualCodes[dimension], usualCodes[dimension]),
  )
  return terms.reduce((product, count) => product * count, 1) * Math.min(limit, 200) <= mostRows
}

type Parts = { readonly ofSeries: Condition; readonly ofObservations: Condition }

/** The tests of a filter that a series alone decides, apart from the others; both together are the filter. */
function partsOf(condition: Condition): Parts {
  if (condition.kind === 'all') {
    const parts = condition.of.map(partsOf)
    return {
      ofSeries: { kind: 'all', of: parts.map((part) => part.ofSeries).filter(says) },
      ofObservations: { kind: 'all', of: parts.map((part) => part.ofObservations).filter(says) },
    }
  }
  return onlyOfSeries(condition)
    ? { ofSeries: condition, ofObservations: everything }
    : { ofSeries: everything, ofObservations: condition }
}

function says(condition: Condition): boolean {
  return condition.kind !== 'all' || condition.of.length > 0
}

function onlyOfSeries(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.every(onlyOfSeries)
  if (condition.kind === 'not') return onlyOfSeries(condition.of)
  return condition.field in seriesFilterColumns || condition.field === 'periodFrequency'
}
