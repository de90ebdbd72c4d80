import type { Database, Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import { type AuditEntry, type AuditedAct, chainBeginning, chained, type Link } from './chain.ts'

/** Acts that are written together, under a name that no other batch has. */
export type AuditBatch = { readonly id: string; readonly acts: readonly AuditedAct[] }

/**
 * Appends a batch to the one chain of the hub, in one transaction, one node after the other. A batch that is there already
 * (the reply to its COMMIT was lost) is left as it is. Throws where the database does not answer: the same batch may then
 * be appended again.
 */
export async function appendBatch(database: Database, { id, acts }: AuditBatch): Promise<Link> {
  return database.transaction(async (transaction) => {
    const end = await lockedEnd(transaction)
    if (await isThere(transaction, id)) return end
    const entries = chained(end, id, acts)
    await insert(transaction, entries)
    const last = entries.at(-1) ?? end
    await transaction.query(sql`update audit_head set seq = ${last.seq}, hash = ${last.hash}`)
    return { seq: last.seq, hash: last.hash }
  })
}

/** The end of the chain, kept from other nodes until the transaction ends. */
async function lockedEnd(transaction: Queryable): Promise<Link> {
  const [end] = await transaction.query<Link>(
    sql`insert into audit_head (seq, hash) values (${chainBeginning.seq}, ${chainBeginning.hash})
        on conflict (singleton) do update set seq = audit_head.seq returning seq, hash`,
  )
  if (end === undefined) throw new Error('an insert into audit_head returned no row')
  return end
}

async function isThere(transaction: Queryable, batch: string): Promise<boolean> {
  const rows = await transaction.query(sql`select 1 as one from audit where batch = ${batch} limit 1`)
  return rows.length > 0
}

async function insert(transaction: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  await transaction.query(
    sql`insert into audit (seq, at, actor, act, subjects, purpose, outcome, times, batch, previous, hash)
        select e.seq, e.at, e.actor, e.act, e.subjects, e.purpose, e.outcome, e.times, e.batch, e.previous, e.hash
        from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e(seq bigint, at timestamptz, actor text,
          act text, subjects text[], purpose text, outcome text, times integer, batch text, previous text, hash text)
        order by e.seq`,
  )
}
