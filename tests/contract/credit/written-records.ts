import { randomUUID } from 'node:crypto'
import { committerFor } from '../../../src/history/commit.ts'
import { OPEN } from '../../../src/kernel/position.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import type { TestHub } from '../../support/hub.ts'

/** A row of one of the tables, by its columns; what is left away has the value of `plain`. */
export type WrittenRow = Readonly<Record<string, unknown>> & { readonly id: string }

export type WrittenTable =
  | 'certificate'
  | 'qualification'
  | 'credit_record'
  | 'joint_measure'
  | 'inspection'
  | 'organization'
  | 'organization_identifier'
  | 'organization_link'

const stated = { source: 'cnca-by-field', release_id: 'release', revision: 1, body: {} }

const everybody = { shown_from: '-infinity', shown_until: 'infinity' }

/** What a row of each table has where a test does not say otherwise. */
const plain: Readonly<Record<WrittenTable, Readonly<Record<string, unknown>>>> = {
  credit_record: {
    counterparty: '示例有限公司',
    counterparty_kind: 'LEGAL_PERSON',
    kind: 'ADMINISTRATIVE_PENALTY',
    authority: '示例市场监督管理局',
    decision_number: '示例罚〔2026〕1号',
    status: 'PUBLISHED',
    disputed: false,
    detail: {},
    ...stated,
    ...everybody,
  },
  certificate: { scheme: 'QMS', status: 'VALID', ...stated },
  qualification: { kind: 'CMA', status: 'VALID', ...stated },
  joint_measure: { measure: '示例措施', authority: '示例机关', ...stated, ...everybody },
  inspection: {
    counterparty: '示例有限公司',
    counterparty_kind: 'LEGAL_PERSON',
    plan: 'P1',
    task: 'T1',
    authority: '示例市场监督管理局',
    results: ['NO_PROBLEM'],
    ...stated,
    ...everybody,
  },
  organization: {
    name: '示例有限公司',
    person: false,
    roles: ['CERTIFIED'],
    origin: 'REGISTER',
    release_id: 'release',
    revision: 1,
    ...everybody,
  },
  organization_identifier: { scheme: 'CN-USCC', check_result: 'FAILED', person: false },
  organization_link: { reason: '示例', made_by: 'test' },
}

/** Ends the open rows with these ids, if there are any, and begins these, in one commit; gives its position. */
export async function writeRows(
  { database, tail }: TestHub,
  table: WrittenTable,
  rows: readonly WrittenRow[],
): Promise<number> {
  return written({ database, tail }, (transaction, position) => putRows(transaction, position, table, rows))
}

/** Ends the open rows with these ids in one commit; gives its position. */
export async function endRows(
  { database, tail }: TestHub,
  table: WrittenTable,
  ids: readonly string[],
): Promise<number> {
  return written({ database, tail }, (transaction, position) => closeRows(transaction, position, table, ids))
}

async function written(
  { database, tail }: Pick<TestHub, 'database' | 'tail'>,
  write: (transaction: Queryable, position: number) => Promise<void>,
): Promise<number> {
  const record = await committerFor(
    database,
    [],
  )({
    id: randomUUID(),
    kind: 'BACKFILL',
    write: async (transaction, position) => {
      await write(transaction, position)
      return { releaseId: null, counts: {} }
    },
  })
  if (record === null) throw new Error('nothing was written')
  await tail.look()
  return record.position
}

async function closeRows(
  transaction: Queryable,
  position: number,
  table: WrittenTable,
  ids: readonly string[],
): Promise<void> {
  await transaction.query(
    sql`update ${sql.table(table)} t set to_position = ${position}::bigint
        where t.to_position = ${sql.lit(OPEN)} and t.id = any(${ids}::text[])`,
  )
}

async function putRows(
  transaction: Queryable,
  position: number,
  table: WrittenTable,
  rows: readonly WrittenRow[],
): Promise<void> {
  await closeRows(
    transaction,
    position,
    table,
    rows.map(({ id }) => id),
  )
  const whole = rows.map((row) => ({
    ...plain[table],
    key: row.id,
    born_position: position,
    ...row,
    from_position: position,
    to_position: OPEN,
  }))
  await transaction.query(
    sql`insert into ${sql.table(table)}
        select (jsonb_populate_record(null::${sql.table(table)}, r.row)).*
        from jsonb_array_elements(${JSON.stringify(whole)}::jsonb) r(row)`,
  )
}
