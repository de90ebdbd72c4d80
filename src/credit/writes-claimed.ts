import { byNow } from '../access/guarded-rules.ts'
import { today } from '../history/day.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import { endMeasures, reviseRecords } from './writes-standing.ts'

/**
 * Under the lock, after claims wrote their records: the mark of an objection that a source says, and what ends with an
 * annulled decision. Windows follow in the same commit.
 */
export async function standClaimed(transaction: Queryable, position: Position): Promise<void> {
  const begun = sql`r.from_position = ${position}::bigint and r.to_position = ${sql.lit(OPEN)}`
  await transaction.query(
    sql`update credit_record r set disputed = true
        where ${begun} and not r.disputed and (r.body->>'disputed')::boolean`,
  )
  await transaction.query(
    sql`update credit_record r set ended_on = ${today}
        where ${begun} and r.status = 'WITHDRAWN' and r.ended_on is null`,
  )
  await transaction.query(
    sql`insert into credit_ending (record_id, kind, ended_at, ended_by, told)
        select r.id, 'WITHDRAWN', ${byNow}, r.source, true from credit_record r
        where ${begun} and r.status = 'WITHDRAWN'
        on conflict (record_id) do nothing`,
  )
  const withdrawn = await transaction.query<{ readonly id: string }>(
    sql`select r.id from credit_record r where ${begun} and r.status = 'WITHDRAWN'`,
  )
  await endMeasures(
    transaction,
    position,
    withdrawn.map(({ id }) => id),
    ended,
  )
}

const ended = { because: 'WITHDRAWN', on: today } as const

/** What becomes of records that no source says any more: they are withdrawn, and final. */
export async function silenceRecords(
  transaction: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<void> {
  // The publisher's reason stays with what its withdrawal has ended.
  const reason = sql`(select x.withdrawal_reason from release x
    where x.from_position = ${position}::bigint and x.status = 'WITHDRAWN' limit 1)`
  await transaction.query(
    sql`insert into credit_ending (record_id, kind, ended_at, ended_by, basis, told)
        select r.id, 'WITHDRAWN', ${byNow}, r.source, ${reason}, true from credit_record r
        where r.id = any(${ids}::text[]) and r.to_position = ${sql.lit(OPEN)}
        on conflict (record_id) do nothing`,
  )
  await reviseRecords(transaction, position, sql`r.id = any(${ids}::text[])`, {
    status: sql`'WITHDRAWN'`,
    end_basis: reason,
    ended_on: today,
  })
  await endMeasures(transaction, position, ids, ended)
}
