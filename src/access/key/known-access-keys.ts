import { OPEN } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import type { Role } from '../view.ts'

/** A key as the gate knows it by now. */
export type KnownKey = {
  readonly id: string
  readonly role: Role
  readonly regions: readonly string[]
  readonly sources: readonly string[]
  readonly holder: string
  readonly digest: string
  readonly expiresAt: Date | null
  readonly revoked: boolean
}

/** How long a read of the gate may be without a reply, in milliseconds: a host that is gone sends nothing, ever. */
const patience = 5_000

/** The keys with these ids as they are by now, those that there are, and the version of access at which that is true. */
export async function knownKeys(
  database: Queryable,
  ids: readonly string[],
): Promise<{ readonly version: number; readonly keys: ReadonlyMap<string, KnownKey> }> {
  const rows = await database.query<KnownKey & { readonly version: number; readonly found: boolean }>(
    sql`select c.version, k.id is not null as found, k.id, k.role, to_json(k.regions) as regions,
          to_json(k.sources) as sources, k.holder, k.secret_digest as digest, k.expires_at as "expiresAt",
          n.key_id is not null as revoked
        from access_change c
          left join access_key k on k.id = any(${ids}::text[]) and k.to_position = ${sql.lit(OPEN)}
          left join access_revocation n on n.key_id = k.id`,
    patience,
  )
  const [first] = rows
  if (first === undefined) throw new Error('the table access_change is empty')
  const keys = rows
    .filter(({ found }) => found)
    .map(({ version: _, found: __, ...key }) => [key.id, key] as const)
  return { version: first.version, keys: new Map(keys) }
}

/** Which keys were revoked after a version of access, and the version at which that is all. */
export async function revokedAfter(
  database: Queryable,
  version: number,
): Promise<{ readonly version: number; readonly revoked: readonly string[] }> {
  const rows = await database.query<{ readonly version: number; readonly id: string | null }>(
    sql`select c.version, n.key_id as id
        from access_change c left join access_revocation n on n.version > ${version}::bigint`,
    patience,
  )
  const [first] = rows
  if (first === undefined) throw new Error('the table access_change is empty')
  return { version: first.version, revoked: rows.flatMap(({ id }) => (id === null ? [] : [id])) }
}

/** The version of access by now: it grows with every change of access. */
export async function accessVersion(database: Queryable): Promise<number> {
  const { version } = await revokedAfter(database, OPEN)
  return version
}

/** Revocations that hold since `age` milliseconds or longer and that no commit has told yet, oldest first. */
export async function untoldRevocations(
  database: Queryable,
  age: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select n.key_id as id from access_revocation n
        where not n.told and n.revoked_at <= clock_timestamp() - make_interval(secs => ${age / 1_000}::float8)
        order by n.revoked_at limit ${limit}`,
    patience,
  )
  return rows.map(({ id }) => id)
}

/** What holds of a key by now, for whoever wants to revoke it; null where there is none. */
export async function revocationOf(
  database: Queryable,
  id: string,
): Promise<{ readonly revoked: boolean; readonly told: boolean } | null> {
  const [row] = await database.query<{ readonly revoked: boolean; readonly told: boolean }>(
    sql`select n.key_id is not null as revoked, coalesce(n.told, false) as told
        from access_key k left join access_revocation n on n.key_id = k.id
        where k.id = ${id} and k.to_position = ${sql.lit(OPEN)}`,
  )
  return row ?? null
}

/** The ids of the keys of a holder that hold at an instant, oldest first. */
export async function liveKeysOf(database: Queryable, holder: string, now: Date): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select k.id from access_key k
        where k.holder = ${holder} and k.to_position = ${sql.lit(OPEN)}
          and (k.expires_at is null or k.expires_at > ${now.toISOString()}::timestamptz)
          and not exists (select from access_revocation n where n.key_id = k.id)
        order by k.born_position, k.id`,
  )
  return rows.map(({ id }) => id)
}
