import { OPEN, type Position } from '../kernel/position.ts'
import { type Sql, sql } from '../platform/sql.ts'

/**
 * The history's predicate, one of the two that every read of a versioned table starts from: the row held at the
 * position. The same predicate serves now and any earlier position.
 */
export function at(alias: string, position: Position): Sql {
  return sql`(${sql.ref(`${alias}.from_position`)} <= ${position}::bigint
    and ${sql.ref(`${alias}.to_position`)} > ${position}::bigint)`
}

/** The row began at the position. */
export function begunAt(alias: string, position: Position): Sql {
  return sql`${sql.ref(`${alias}.from_position`)} = ${position}::bigint`
}

/** The row ended at the position. The second test lets the partial index of closed rows serve. */
export function endedAt(alias: string, position: Position): Sql {
  return sql`(${sql.ref(`${alias}.to_position`)} = ${position}::bigint
    and ${sql.ref(`${alias}.to_position`)} < ${sql.lit(OPEN)})`
}

/**
 * The row had begun by the position, whether it still held or not: for reads that show the versions of a fact and not
 * its state. What ended after the position had not ended then.
 */
export function begunBy(alias: string, position: Position): Sql {
  return sql`${sql.ref(`${alias}.from_position`)} <= ${position}::bigint`
}
