import { OPEN, type Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import type { Grant } from './access-key.ts'

/** A key to be written: everything but its text. */
export type NewKeyRow = Grant & {
  readonly id: string
  readonly digest: string
  readonly holder: string
  readonly note: string | null
  readonly expiresAt: Date | null
  readonly createdBy: string
}

/** Begins the row of a new key at a position, under the lock. */
export async function writeAccessKey(
  transaction: Queryable,
  position: Position,
  key: NewKeyRow,
): Promise<void> {
  await transaction.query(
    sql`insert into access_key (id, from_position, role, regions, sources, holder, note, secret_digest, expires_at,
          created_by, born_position)
        values (${key.id}, ${position}::bigint, ${key.role}, ${key.regions}::text[], ${key.sources}::text[],
          ${key.holder}, ${key.note}, ${key.digest}, ${key.expiresAt?.toISOString() ?? null}::timestamptz,
          ${key.createdBy}, ${position}::bigint)`,
  )
}

/**
 * Revokes a key by now: one statement of its own, which touches neither the head nor any versioned row and so waits for
 * no writer. Gives the new version of access; null where there is no such key, or it is revoked already. Versions and
 * the order in which revocations can be seen are the same: the row of `access_change` is held until the end of each.
 */
export async function revokeByNow(
  database: Queryable,
  revocation: { readonly id: string; readonly by: string; readonly reason: string },
): Promise<number | null> {
  const [row] = await database.query<{ readonly version: number }>(
    sql`with known as (
          select k.id from access_key k where k.id = ${revocation.id} and k.to_position = ${sql.lit(OPEN)}
            and not exists (select from access_revocation n where n.key_id = k.id)),
        changed as (
          update access_change set version = version + 1 where exists (select from known) returning version)
        insert into access_revocation (key_id, version, revoked_at, revoked_by, reason)
        select known.id, changed.version, date_trunc('milliseconds', clock_timestamp()), ${revocation.by}::text,
          ${revocation.reason}::text
        from known, changed on conflict (key_id) do nothing returning version`,
  )
  return row?.version ?? null
}

/** Tells the nodes that access has changed in another way than by a revocation; gives the new version. */
export async function raiseAccessVersion(database: Queryable): Promise<number> {
  const [row] = await database.query<{ readonly version: number }>(
    sql`update access_change set version = version + 1 returning version`,
  )
  if (row === undefined) throw new Error('the table access_change is empty')
  return row.version
}

/** Writes a revocation that holds already into the history, under the lock; false where it is written. */
export async function writeRevocation(
  transaction: Queryable,
  position: Position,
  id: string,
): Promise<boolean> {
  await transaction.query(sql`update access_revocation set told = true where key_id = ${id} and not told`)
  const rows = await transaction.query(
    sql`with ended as (
          update access_key k set to_position = ${position}::bigint
          where k.id = ${id} and k.to_position = ${sql.lit(OPEN)} and k.revoked_at is null
            and exists (select from access_revocation n where n.key_id = k.id)
          returning k.*)
        insert into access_key
        select (jsonb_populate_record(null::access_key, to_jsonb(e) || jsonb_build_object(
          'from_position', ${position}::bigint, 'to_position', ${sql.lit(OPEN)}, 'revoked_at', n.revoked_at,
          'revoked_by', n.revoked_by, 'revocation_reason', n.reason))).*
        from ended e join access_revocation n on n.key_id = e.id returning id`,
  )
  return rows.length > 0
}

/** When a key was last used. */
export type KeyUse = { readonly id: string; readonly at: Date }

/** Notes when keys were last used; an earlier instant than the one noted changes nothing. */
export async function writeKeyUses(
  database: Queryable,
  uses: readonly KeyUse[],
  patience: number,
): Promise<void> {
  // In one order on every node, so that two of them never wait for each other.
  const ordered = uses.toSorted((left, right) => (left.id < right.id ? -1 : 1))
  await database.query(
    sql`insert into access_key_use as u (key_id, last_used_at)
        select t.id, t.at from unnest(${ordered.map(({ id }) => id)}::text[],
          ${ordered.map(({ at }) => at.toISOString())}::timestamptz[]) as t (id, at)
        on conflict (key_id) do update set last_used_at = greatest(u.last_used_at, excluded.last_used_at)`,
    patience,
  )
}
