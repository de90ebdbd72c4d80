import { byNow } from '../../access/guarded-rules.ts'
import type { Committer } from '../../history/commit.ts'
import { HubError } from '../../kernel/errors.ts'
import { idOfName } from '../../kernel/ids.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import { shown } from '../../kernel/text.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'

/** Which organization is merged into which, by their own ids, why, and by whom (`actorOf`). */
export type Merge = {
  readonly from: string
  readonly into: string
  readonly reason: string
  readonly by: string
  /** Repeated with the same key, a merge gives what it gave; null where the caller has none. */
  readonly idempotencyKey: string | null
}

/** Which organization is split off again, why, and by whom. */
export type Split = { readonly organization: string; readonly reason: string; readonly by: string }

/** How many links may follow one another: more than anybody needs, and a bound for every read. */
const longest = 20

/**
 * Merges an organization into another in a commit of its own: from there on the other stands for it, and its facts stay
 * its own. Throws UNKNOWN_ORGANIZATION, ALREADY_MERGED, MERGE_REFUSED (into itself or in a circle, a person with an
 * organization, too many links in a row) and IDEMPOTENCY_CONFLICT.
 */
export async function mergeInto(database: Queryable, commit: Committer, merge: Merge): Promise<void> {
  const { from, into, reason, by, idempotencyKey } = merge
  const name = idempotencyKey === null ? [String(await linksOf(database, from))] : [by, idempotencyKey]
  const record = await commit({
    id: idOfName('merge', ...(idempotencyKey === null ? [from, into] : []), ...name),
    kind: 'MERGE',
    write: async (transaction, position) => {
      await checkMerge(transaction, merge)
      await transaction.query(
        sql`insert into organization_link (id, from_position, into_id, reason, made_by)
            values (${from}, ${position}::bigint, ${into}, ${reason}, ${by})`,
      )
      return { releaseId: null, counts: { organizationsMerged: 1 } }
    },
  })
  if (record === null) throw new Error('a merge wrote nothing')
  await checkSame(database, merge, record.position)
}

/**
 * Ends the link of an organization in a commit of its own: it stands for itself again, and so does what it stood for
 * before. Throws UNKNOWN_ORGANIZATION and NOT_MERGED.
 */
export async function splitOff(database: Queryable, commit: Committer, split: Split): Promise<void> {
  const { organization, reason, by } = split
  await commit({
    id: idOfName('split', organization, String(await linksOf(database, organization))),
    kind: 'MERGE',
    write: async (transaction, position) => {
      await openOrganization(transaction, organization)
      const ended = await transaction.query(
        sql`update organization_link l set to_position = ${position}::bigint, end_reason = ${reason}, ended_by = ${by}
            where l.id = ${organization} and l.to_position = ${sql.lit(OPEN)} returning l.id`,
      )
      if (ended.length === 0) throw notMerged(organization)
      return { releaseId: null, counts: { organizationsSplit: 1 } }
    },
  })
}

/** How often an organization was merged or split: what names its next merge. */
async function linksOf(database: Queryable, organization: string): Promise<number> {
  const [row] = await database.query<{ readonly turns: number }>(
    sql`select (count(*) + count(*) filter (where l.to_position < ${sql.lit(OPEN)}))::int as turns
        from organization_link l where l.id = ${organization}`,
  )
  return row?.turns ?? 0
}

async function checkMerge(transaction: Queryable, merge: Merge): Promise<void> {
  const { from, into } = merge
  const merged = await openOrganization(transaction, from)
  const standing = await openOrganization(transaction, into)
  if (merged.into !== null)
    throw new HubError({
      code: 'ALREADY_MERGED',
      message:
        'The organization has been merged already. Split it off first, or merge the one it was merged into.',
      expected: 'an organization that stands for itself',
      came: `one that was merged into organization/${merged.into}`,
    })
  if (merged.person !== standing.person)
    throw refusedMerge(
      merge,
      'A natural person’s own business and an organization are never one. Name two organizations, or two businesses of persons.',
      'two of a kind',
    )
  const above = await chain(transaction, into)
  if (above.includes(from))
    throw refusedMerge(
      merge,
      'An organization cannot be merged into itself, nor into one that was merged into it.',
      'another organization',
    )
  if (above.length + (await depthBelow(transaction, from)) > longest)
    throw refusedMerge(
      merge,
      'Too many merges would follow one another. Merge into the last of them.',
      `at most ${longest} links in a row`,
    )
}

/** The organization and those at the further ends of its links, in order. */
async function chain(transaction: Queryable, organization: string): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly id: string }>(
    sql`with recursive step(id, depth) as (
          select ${organization}::text collate "C", 1
          union all select l.into_id, s.depth + 1 from step s join organization_link l on l.id = s.id
          where l.to_position = ${sql.lit(OPEN)} and s.depth <= ${sql.lit(longest)})
        select step.id from step order by step.depth`,
  )
  return rows.map(({ id }) => id)
}

/** How many links follow one another below an organization. */
async function depthBelow(transaction: Queryable, organization: string): Promise<number> {
  const [row] = await transaction.query<{ readonly depth: number }>(
    sql`with recursive step(id, depth) as (
          select ${organization}::text collate "C", 0
          union all select l.id, s.depth + 1 from step s join organization_link l on l.into_id = s.id
          where l.to_position = ${sql.lit(OPEN)} and s.depth <= ${sql.lit(longest)})
        select max(step.depth)::int as depth from step`,
  )
  return row?.depth ?? 0
}

type OpenOrganization = { readonly person: boolean; readonly into: string | null }

async function openOrganization(transaction: Queryable, id: string): Promise<OpenOrganization> {
  const [row] = await transaction.query<OpenOrganization>(
    sql`select o.person, (select l.into_id from organization_link l
          where l.id = o.id and l.to_position = ${sql.lit(OPEN)}) as into
        from organization o where o.id = ${id} and o.to_position = ${sql.lit(OPEN)} and o.shown_until > ${byNow}`,
  )
  if (row !== undefined) return row
  throw unknownOrganization(`organization/${id}`)
}

/** A commit that was found by its key may be of another merge. */
async function checkSame(database: Queryable, { from, into }: Merge, position: Position): Promise<void> {
  const [link] = await database.query(
    sql`select from organization_link l
        where l.id = ${from} and l.into_id = ${into} and l.from_position = ${position}::bigint`,
  )
  if (link !== undefined) return
  throw new HubError({
    code: 'IDEMPOTENCY_CONFLICT',
    message: 'This idempotency key was used for another merge. Use a new key for new content.',
    expected: 'the same two organizations as before',
    came: `organization/${from} into organization/${into}`,
  })
}

/** The refusal of an id that no organization has, or none that may be shown. */
export function unknownOrganization(id: string): HubError {
  return new HubError({
    code: 'UNKNOWN_ORGANIZATION',
    message: 'No organization with this id holds now. Use the `id` of an organization as an answer gave it.',
    expected: 'the id of an organization',
    came: shown(id),
  })
}

function notMerged(id: string): HubError {
  return new HubError({
    code: 'NOT_MERGED',
    message: 'The organization was merged into none, or has been split off since.',
    expected: 'an organization whose `mergedInto` is not null',
    came: `organization/${id}`,
  })
}

function refusedMerge({ from, into }: Merge, message: string, expected: string): HubError {
  const came = `organization/${from} into organization/${into}`
  return new HubError({ code: 'MERGE_REFUSED', message, expected, came })
}
