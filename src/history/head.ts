import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/** Where the hub's history stands, and which history it is. */
export type Head = { readonly epoch: string; readonly position: Position }

/** Reads where the history stands now. */
export async function readHead(database: Queryable): Promise<Head> {
  const [head] = await database.query<Head>(sql`select epoch, position from head`)
  if (head === undefined) throw new Error('the table head is empty: the history was never begun')
  return head
}

/** Begins the history under a new epoch where it has not begun; leaves one that has as it is. */
export async function beginHistory(database: Queryable, epoch: string): Promise<Head> {
  await database.query(sql`insert into head (epoch, position) values (${epoch}, 0) on conflict do nothing`)
  return readHead(database)
}
