import type { Position } from '../kernel/position.ts'
import { type Sql, sql } from '../platform/sql.ts'

/** Where something is read: at which position, and whether the caller named that. */
type Place = { readonly position: Position; readonly pinned: boolean }

/** The day it is in Asia/Shanghai by the database's clock, as `2022-08-31`: one look for a whole statement. */
export const today: Sql = sql`(select to_char(c.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from database_clock c)`

/** The day of a commit in Asia/Shanghai; null before the first commit. */
export function dayOfCommit(position: Position): Sql {
  return sql`(select to_char(c.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')
    from commit c where c.position = ${position}::bigint)`
}

/** The day by which dates are judged in a read: today, and at a position that the caller named that commit's day. */
export function dayAt({ position, pinned }: Place): Sql {
  return pinned ? dayOfCommit(position) : today
}
