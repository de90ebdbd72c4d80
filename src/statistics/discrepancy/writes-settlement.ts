import type { Committer } from '../../history/commit.ts'
import { HubError } from '../../kernel/errors.ts'
import { idOfName } from '../../kernel/ids.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import { shown } from '../../kernel/text.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import { oneOf } from './rules.ts'

/** How a discrepancy is settled, and by which access key. */
export type Settlement = {
  /** The key of the discrepancy: its global id without the noun. */
  readonly key: string
  readonly note: string
  readonly preferred: string | null
  readonly settledBy: string
}

/**
 * Settles a discrepancy in a commit of its own; one that is settled just so already changes nothing. Throws
 * UNKNOWN_DISCREPANCY where none holds now, BAD_USER_INPUT where `preferred` is neither of its sources.
 */
export async function settle(database: Queryable, commit: Committer, settlement: Settlement): Promise<void> {
  const { key, note, preferred } = settlement
  const known = await openRow(database, key)
  await commit({
    // The row settled is part of the name: settling it, opening it anew and settling it again are three commits.
    id: idOfName('settlement', key, String(known.position), note, preferred ?? ''),
    kind: 'SETTLEMENT',
    write: async (transaction, position) => {
      const { sources } = await openRow(transaction, key)
      oneOf(sources, preferred)
      const settled = await writeSettlement(transaction, position, settlement)
      return settled ? { releaseId: null, counts: { discrepanciesSettled: 1 } } : null
    },
  })
}

async function openRow(
  database: Queryable,
  key: string,
): Promise<{ readonly position: Position; readonly sources: readonly string[] }> {
  const [row] = await database.query<{
    readonly position: Position
    readonly first: string
    readonly second: string
  }>(
    sql`select d.from_position as position, d.first_source as first, d.second_source as second
        from discrepancy d where d.id = ${key} and d.to_position = ${sql.lit(OPEN)}`,
  )
  if (row !== undefined) return { position: row.position, sources: [row.first, row.second] }
  throw new HubError({
    code: 'UNKNOWN_DISCREPANCY',
    message:
      'No discrepancy with this id holds now: its two figures may agree by now, or one of them is gone.',
    expected: 'the id of a discrepancy that `discrepancies` gives now',
    came: shown(`discrepancy/${key}`),
  })
}

async function writeSettlement(
  transaction: Queryable,
  position: Position,
  { key, note, preferred, settledBy }: Settlement,
): Promise<boolean> {
  const rows = await transaction.query(
    sql`with ended as (
          update discrepancy d set to_position = ${position}::bigint
          where d.id = ${key} and d.to_position = ${sql.lit(OPEN)}
            and (d.status, d.note, d.preferred) is distinct from ('SETTLED', ${note}::text, ${preferred}::text)
          returning d.*)
        insert into discrepancy
        select (jsonb_populate_record(null::discrepancy, to_jsonb(e) || jsonb_build_object('from_position', ${position}::bigint,
          'to_position', ${sql.lit(OPEN)}, 'status', 'SETTLED', 'note', ${note}::text, 'preferred', ${preferred}::text,
          'settled_by', ${settledBy}::text, 'settled_position', ${position}::bigint))).*
        from ended e returning id`,
  )
  return rows.length > 0
}
