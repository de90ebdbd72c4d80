import { OPEN } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { type PartyGroup, type PartyGroups, refOf } from './party-groups.ts'
import { type Span, statementRows } from './spans.ts'
import { hasVanished } from './writes-vanished.ts'

/** Staged parties: their rows lie in these spans, each group whole in one. */
export type StagedParties = { readonly spans: readonly Span[] }

/** Stages groups of parties, a row per number, so that under the lock only set statements remain. */
export async function stageParties(
  database: Queryable,
  stageId: string,
  deliveryId: string | null,
  { groups }: PartyGroups,
): Promise<StagedParties> {
  const spans: Span[] = []
  let rows: object[] = []
  let from = 0
  const flush = async () => {
    if (rows.length === 0) return
    await insert(database, stageId, deliveryId, rows)
    spans.push({ from, to: from + rows.length })
    from += rows.length
    rows = []
  }
  for (const group of groups) {
    if (rows.length + group.identifiers.length > statementRows) await flush()
    for (const row of rowsOf(group)) rows.push({ seq: from + rows.length, ...row })
  }
  await flush()
  return { spans }
}

async function insert(
  database: Queryable,
  stageId: string,
  deliveryId: string | null,
  rows: readonly object[],
): Promise<void> {
  await database.query(
    sql`insert into party_stage (stage_id, delivery_id, seq, in_stage, ref, party, first, scheme, value, raw, check_result,
          valid_from, valid_to, fresh_id, name, names, person, personal_name, person_id, region, roles, origin)
        select ${stageId}::text, ${deliveryId}::text, r.seq, ${stageId}::text || ' ' || r.ref, r.ref, r.party, r.first, r.scheme, r.value, r.raw,
          r.check_result, r.valid_from, r.valid_to, r.fresh_id, r.name, r.names, r.person, r.personal_name, r.person_id,
          r.region, r.roles, r.origin
        from jsonb_populate_recordset(null::party_stage, ${JSON.stringify(rows)}::jsonb) r`,
  )
}

function rowsOf({ identifiers, said, freshId, personId }: PartyGroup): readonly object[] {
  const [head] = identifiers
  if (head === undefined) return []
  const group = { party: refOf(head), fresh_id: freshId, person: said.person, origin: said.origin }
  return identifiers.map((identifier, index) => ({
    ...group,
    ref: refOf(identifier),
    first: index === 0,
    scheme: identifier.scheme,
    value: identifier.value,
    raw: identifier.raw,
    check_result: identifier.check,
    valid_from: identifier.validFrom,
    valid_to: identifier.validTo,
    ...(index === 0
      ? {
          name: said.name,
          names: said.names,
          personal_name: said.personalName ?? null,
          person_id: personId,
          region: said.region,
          roles: said.roles,
        }
      : {}),
  }))
}

/** The staged row of a number, by one look into an index: `select` from it what is needed. */
export function stagedParty(selected: Sql, stageId: Sql, ref: Sql): Sql {
  return sql`(select ${selected} from party_stage q where q.in_stage = ${stageId} || ' ' || ${ref} offset 0)`
}

/** Numbers among those given that organizations have now, and whose they are; those of one that has vanished nobody has. */
export async function ownersOf(
  database: Queryable,
  refs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>()
  for (let from = 0; from < refs.length; from += statementRows) {
    const rows = await database.query<{ readonly id: string; readonly owner: string }>(
      sql`select i.id, i.organization_id as owner from organization_identifier i
          where i.id = any(${refs.slice(from, from + statementRows)}::text[]) and i.to_position = ${sql.lit(OPEN)}
            and not ${hasVanished(sql`i.organization_id`)}`,
    )
    for (const { id, owner } of rows) owners.set(id, owner)
  }
  return owners
}
