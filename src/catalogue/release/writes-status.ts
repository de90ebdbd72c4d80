import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/** Withdraws a release at a position, under the lock; false where it is withdrawn already. */
export function writeWithdrawal(
  transaction: Queryable,
  position: Position,
  releaseId: string,
  reason: string,
): Promise<boolean> {
  const successor = sql`r.published_at, r.embargo_until, 'WITHDRAWN', r.spoken, ${reason}::text, r.born_position`
  return succeed(transaction, position, releaseId, sql`r.status <> 'WITHDRAWN'`, successor)
}

/**
 * Lets an embargoed release speak at a position, under the lock; false where it is withdrawn, speaks already, or is not
 * due by the database's clock. The hub has it from this position on, and it is published when the embargo ends where
 * its source said no other date.
 */
export function writeEmbargoEnd(
  transaction: Queryable,
  position: Position,
  releaseId: string,
): Promise<boolean> {
  const successor = sql`coalesce(r.published_at, r.embargo_until), r.embargo_until, 'PUBLISHED', true,
    null::text, ${position}::bigint`
  const due = sql`r.status = 'EMBARGOED' and r.embargo_until <= clock_timestamp()`
  return succeed(transaction, position, releaseId, due, successor)
}

/** Ends the open row of a release where the condition holds and begins its successor; says whether it did. */
async function succeed(
  transaction: Queryable,
  position: Position,
  releaseId: string,
  condition: Sql,
  successor: Sql,
): Promise<boolean> {
  const ended = await transaction.query(
    sql`update release r set to_position = ${position}::bigint
        where r.id = ${releaseId} and r.to_position = ${sql.lit(OPEN)} and ${condition} returning r.id`,
  )
  if (ended.length === 0) return false
  await transaction.query(
    sql`insert into release (id, from_position, source, code, period, note, evidence, delivery_id, published_at,
          embargo_until, status, spoken, withdrawal_reason, born_position)
        select r.id, ${position}::bigint, r.source, r.code, r.period, r.note, r.evidence, r.delivery_id, ${successor}
        from release r where r.id = ${releaseId} and r.to_position = ${position}::bigint`,
  )
  return true
}
