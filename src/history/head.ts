import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/** Where the hub's history stands, which history it is, and the version of access that held when that was read. */
export type Head = { readonly epoch: string; readonly position: Position; readonly access: number }

/**
 * Reads where the history stands now. Position and access come from one statement: whoever knows a position knows every
 * change of access that came before its commit.
 */
export async function readHead(database: Queryable): Promise<Head> {
  const [head] = await database.query<Head>(
    sql`select h.epoch, h.position, c.version as access from head h, access_change c`,
  )
  if (head === undefined)
    throw new Error('the table head or access_change is empty: the history was never begun')
  return head
}

/** Begins the history under a new epoch where it has not begun; leaves one that has as it is. */
export async function beginHistory(database: Queryable, epoch: string): Promise<Head> {
  await database.query(sql`insert into access_change (version) values (0) on conflict do nothing`)
  await database.query(sql`insert into head (epoch, position) values (${epoch}, 0) on conflict do nothing`)
  return readHead(database)
}
