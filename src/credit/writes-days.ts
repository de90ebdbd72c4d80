import { today } from '../history/day.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import { endMeasures, reviseRecords } from './writes-standing.ts'

const begun = sql`(r.status = 'PENDING' and r.publicity_from <= ${today})`
const expired = sql`((r.status = 'PENDING' and r.publicity_from <= ${today} and r.publicity_until <= ${today})
  or (r.status = 'PUBLISHED' and r.publicity_until <= ${today}))`

/** Says whether a day of publicity has come by the database's clock that no commit has told. */
export async function dayHasCome(database: Queryable): Promise<boolean> {
  const open = sql`r.to_position = ${sql.lit(OPEN)}`
  const rows = await database.query(
    sql`(select 1 from credit_record r where ${open} and r.status = 'PENDING' and r.publicity_from <= ${today} limit 1)
        union all
        (select 1 from credit_record r where ${open} and r.status = 'PUBLISHED' and r.publicity_until <= ${today} limit 1)`,
  )
  return rows.length > 0
}

/** Tells the history of the days that have come: records begin to be public, or expire with their joint measures. */
export async function tellDays(
  transaction: Queryable,
  position: Position,
): Promise<Readonly<Record<string, number>>> {
  const expiredIds = await reviseRecords(transaction, position, expired, {
    status: sql`'EXPIRED'`,
    ended_on: sql`r.publicity_until`,
  })
  await endMeasures(transaction, position, expiredIds, { because: 'EXPIRED', on: today })
  const begunIds = await reviseRecords(transaction, position, begun, { status: sql`'PUBLISHED'` })
  return { recordsExpired: expiredIds.length, recordsBegun: begunIds.length }
}
