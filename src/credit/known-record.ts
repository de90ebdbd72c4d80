import { today } from '../history/day.ts'
import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { CreditStatus } from './terms.ts'

/** What has ended a record by now, whether a commit has told it or not. */
export type Ending = {
  readonly kind: 'REPAIR' | 'WITHDRAWN'
  readonly endedBy: string
  readonly requestKey: string | null
  readonly told: boolean
}

/** A record as whoever acts on it finds it: the open row, and what ended it by now. */
export type KnownRecord = {
  readonly recordId: string
  readonly source: string
  readonly region: string | null
  readonly status: CreditStatus
  readonly disputed: boolean
  readonly disputeNote: string | null
  /** The rule by which it is public, where one was applied. */
  readonly rule: string | null
  readonly publicityFrom: string | null
  readonly publicityUntil: string | null
  readonly earliestRepair: string | null
  readonly revision: number
  readonly ending: Ending | null
  /** The day it is, by the database's clock. */
  readonly today: string
}

/** The record with an id, for nobody's eyes; null where there is none. */
export async function knownRecord(database: Queryable, recordId: string): Promise<KnownRecord | null> {
  const [row] = await database.query<KnownRecord>(
    sql`select r.id as "recordId", r.source, r.region, r.status, r.disputed,
          r.dispute_note as "disputeNote", r.rule, r.publicity_from as "publicityFrom",
          r.publicity_until as "publicityUntil", r.earliest_repair as "earliestRepair", r.revision, ${today} as today,
          case when e.record_id is not null then json_build_object('kind', e.kind, 'endedBy', e.ended_by,
            'requestKey', e.request_key, 'told', e.told) end as ending
        from credit_record r left join credit_ending e on e.record_id = r.id
        where r.id = ${recordId} and r.to_position = ${sql.lit(OPEN)}`,
  )
  return row ?? null
}

/** Records that have ended by now for longer than an age, in milliseconds, and whose commit has not come about. */
export async function untoldEndings(
  database: Queryable,
  age: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select e.record_id as id from credit_ending e where not e.told
          and e.ended_at <= (select c.at from database_clock c) - make_interval(secs => ${age / 1_000}::float8)
        order by e.ended_at limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}
