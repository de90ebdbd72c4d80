import type { CommitKind, CommitRequest } from '../../../src/history/commit.ts'
import type { Position } from '../../../src/kernel/position.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'

/** What a commit of these tests writes: who wrote it, at which position. */
export type Mark = { readonly position: Position; readonly writer: string }

/** Makes the table of marks, which stands for whatever a noun writes. */
export async function makeMarks(database: Queryable): Promise<void> {
  await database.query(sql`create table mark (position bigint not null, writer text not null)`)
}

export async function mark(transaction: Queryable, position: Position, writer: string): Promise<void> {
  await transaction.query(sql`insert into mark (position, writer) values (${position}::bigint, ${writer})`)
}

/** A commit that leaves one mark under its id. */
export function markWriting(id: string, kind: CommitKind = 'RELEASE'): CommitRequest {
  return {
    id,
    kind,
    write: async (transaction, position) => {
      await mark(transaction, position, id)
      return { releaseId: null, counts: { marks: 1 } }
    },
  }
}

/** All marks up to a position, in their order. */
export function marksOf(
  database: Queryable,
  upTo: Position = Number.MAX_SAFE_INTEGER,
): Promise<readonly Mark[]> {
  return database.query<Mark>(
    sql`select position, writer from mark where position <= ${upTo}::bigint order by position, writer`,
  )
}
