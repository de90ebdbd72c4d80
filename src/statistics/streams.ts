import { sees, visible } from '../access/rules.ts'
import { hubItself } from '../access/view.ts'
import { at, begunAt, endedAt } from '../history/at.ts'
import { passes } from '../kernel/condition.ts'
import { filterSql } from '../platform/filter-sql.ts'
import { sql } from '../platform/sql.ts'
import type { ChangeStream } from '../subscriptions/stream.ts'
import {
  filterRow,
  observationColumns,
  observationFilterColumns,
  observationOf,
  seriesColumns,
  seriesFilterColumns,
  seriesOf,
  wholeObservation,
} from './columns.ts'
import type { Observation, Series } from './terms.ts'

type ObservationRow = Omit<Observation, 'id' | 'readAt' | 'pinned'>
type SeriesRow = Omit<Series, 'id' | 'readAt' | 'pinned'>

/** How observations are told to subscribers. */
export const observationStream: ChangeStream<Observation> = {
  noun: 'observation',
  changed: async (database, position, after, limit) => {
    // Two halves, each a walk through one index from the key on, so that no page reads the whole of a large commit,
    // whatever the planner thinks of it. What is among the first of both is among the first of its half.
    const rows = await database.query<ObservationRow>(
      sql`select ${observationColumns(wholeObservation)}
          from ((select t.* from observation t
                 where ${begunAt('t', position)} and ${visible(hubItself, 'observation', 't')} and t.id > ${numberOf(after)}::bigint
                 order by t.id limit ${limit})
                union all
                (select t.* from observation t
                 where ${endedAt('t', position)} and ${visible(hubItself, 'observation', 't')} and t.id > ${numberOf(after)}::bigint
                 order by t.id limit ${limit})) o
          join series s on s.id = o.series_id
          where ${at('s', position)} and ${visible(hubItself, 'series', 's')}`,
    )
    return [...Map.groupBy(rows, (row) => row.observationId)]
      .sort(([left], [right]) => left - right)
      .slice(0, limit)
      .map(([id, pair]) => {
        const begun = pair.find((row) => row.position === position)
        const ended = pair.find((row) => row.position !== position)
        return {
          key: keyOf(id),
          before: ended === undefined ? null : observationOf(ended, position - 1, false),
          after: begun === undefined ? null : observationOf(begun, position, false),
        }
      })
  },
  state: async (scope, condition, after, limit) => {
    const rows = await scope.database.query<ObservationRow>(
      sql`select ${observationColumns(wholeObservation)}
          from observation o join series s on s.id = o.series_id
          where ${at('o', scope.position)} and ${visible(scope.view, 'observation', 'o')}
            and ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
            and ${filterSql(condition, observationFilterColumns)} and o.id > ${numberOf(after)}::bigint
          order by o.id limit ${limit}`,
    )
    return rows.map((row) => ({
      key: keyOf(row.observationId),
      fact: observationOf(row, scope.position, scope.pinned),
    }))
  },
  matches: (condition, fact) => passes(condition, filterRow(fact)),
  sees: (view, fact) => sees(view, 'observation', fact),
}

/** How series are told to subscribers: a series only ever enters. */
export const seriesStream: ChangeStream<Series> = {
  noun: 'series',
  changed: async (database, position, after, limit) => {
    const rows = await database.query<SeriesRow>(
      sql`select ${seriesColumns} from series s
          where ${begunAt('s', position)} and ${visible(hubItself, 'series', 's')} and s.id > ${numberOf(after)}::bigint
          order by s.id limit ${limit}`,
    )
    return rows.map((row) => ({
      key: keyOf(row.seriesId),
      before: null,
      after: seriesOf(row, position, false),
    }))
  },
  state: async (scope, condition, after, limit) => {
    const rows = await scope.database.query<SeriesRow>(
      sql`select ${seriesColumns} from series s
          where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
            and ${filterSql(condition, seriesFilterColumns)} and s.id > ${numberOf(after)}::bigint
          order by s.id limit ${limit}`,
    )
    return rows.map((row) => ({
      key: keyOf(row.seriesId),
      fact: seriesOf(row, scope.position, scope.pinned),
    }))
  },
  matches: (condition, fact) => passes(condition, { ...fact }),
  sees: (view, fact) => sees(view, 'series', fact),
}

/** A numeric id as a text whose order is the order of the numbers. */
function keyOf(id: number): string {
  return String(id).padStart(16, '0')
}

/** The id a key stands for; a key from outside that is none stands before all. */
function numberOf(key: string | null): number {
  return key !== null && /^\d{16}$/.test(key) ? Number(key) : 0
}
