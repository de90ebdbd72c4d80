import type { AnswerByKey, CacheTag, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at, begunBy } from '../../history/at.ts'
import { sql } from '../../platform/sql.ts'
import { parseKeyText } from '../terms.ts'
import { type RankedClaim, standingsOf } from './standing.ts'
import type { Claim, Delivered, KeyClaims } from './terms.ts'

/**
 * Reads which claims there are of keys of observations, up to the position of the read, and what each is to its fact:
 * claims of releases that the view may see at that position. Whoever may publish sees those under embargo.
 */
export async function claimsByKey(
  scope: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<KeyClaims>> {
  const { database, view, position, pinned } = scope
  const rows = await database.query<RankedClaim & { readonly key: string }>(
    sql`select c.key, c.id as "claimId", c.body->>'value' as value, c.body->>'status' as status,
          coalesce(r.published_at, r.embargo_until) as "publishedAt", r.status as release
        from claim c join release r on r.id = c.release_id
        where c.key = any(${keys}::text[]) and c.noun = 'observation' and c.position <= ${position}::bigint
          and ${at('r', position)} and ${visible(view, 'release', 'r')}
        order by c.key, r.born_position, c.id`,
  )
  const facts = [...Map.groupBy(rows, ({ key }) => key)].map(([key, claims]) => {
    const newestFirst = standingsOf(claims).toSorted((left, right) => right.claimId - left.claimId)
    return [key, { claims: newestFirst, readAt: position, pinned }] as const
  })
  return { rows: new Map(facts), tags: tagsOf(keys) }
}

/** Reads claims whole by their numbers, with where they stood and what they came in. */
export async function claimsByNumber(
  scope: ReadScope,
  numbers: readonly string[],
): Promise<AnswerByKey<Claim>> {
  const { database, view, position, pinned } = scope
  const rows = await database.query<
    Omit<Claim, 'delivery' | 'readAt' | 'pinned'> & Omit<Delivered, 'readAt' | 'pinned'>
  >(
    sql`select c.id as "claimId", c.body->>'value' as value, c.body->>'status' as status, c.line,
          c.column_name as "column", c.original, c.position, c.release_id as "releaseId", d.id as "deliveryId",
          d.source, d.form, d.name, d.received_at as "receivedAt", d.digest, g.size
        from claim c join release r on r.id = c.release_id
        join delivery d on d.id = c.delivery_id join original g on g.digest = d.digest
        where c.id = any(${numbers}::bigint[]) and c.noun = 'observation' and c.position <= ${position}::bigint
          and ${at('r', position)} and ${visible(view, 'release', 'r')}`,
  )
  const facts = rows.map(({ deliveryId, source, form, name, receivedAt, digest, size, ...claim }) => {
    const fact = { readAt: position, pinned }
    const delivery = { deliveryId, source, form, name, receivedAt, digest, size, ...fact }
    return [String(claim.claimId), { ...claim, ...fact, delivery }] as const
  })
  return { rows: new Map(facts), tags: ['release'] }
}

/**
 * Reads the numbers of observations by the keys of their ids, whether they stand at the position or stood before it:
 * their revisions are known by it.
 */
export async function numbersByKey(scope: ReadScope, keys: readonly string[]): Promise<AnswerByKey<string>> {
  const { database, view, position } = scope
  const parsed = keys.flatMap((asked) => {
    const parts = parseKeyText(asked)
    return parts === null || parts.period === null ? [] : [{ asked, ...parts.key, period: parts.period }]
  })
  const column = (of: (key: (typeof parsed)[number]) => string) => sql`${parsed.map(of)}::text[]`
  const rows = await database.query<{ readonly asked: string; readonly number: number }>(
    sql`select distinct k.asked, o.id as number
        from unnest(${column((key) => key.asked)}, ${column((key) => key.indicator)},
            ${column((key) => key.region)}, ${column((key) => key.scheme)}, ${column((key) => key.frequency)},
            ${column((key) => key.source)}, ${column((key) => key.unit)},
            ${column((key) => key.codeListVersion)}, ${column((key) => key.period)})
          as k(asked, indicator, region, scheme, frequency, source, unit, version, period)
        join series s on s.indicator = k.indicator and s.region = k.region and s.scheme = k.scheme
          and s.frequency = k.frequency and s.source = k.source and s.unit = k.unit
          and s.code_list_version = k.version
        join observation o on o.series_id = s.id and o.period = k.period
        where ${at('s', position)} and ${visible(view, 'series', 's')}
          and ${begunBy('o', position)} and ${visible(view, 'observation', 'o')}`,
  )
  return { rows: new Map(rows.map(({ asked, number }) => [asked, String(number)])), tags: tagsOf(keys) }
}

/** What claims and versions of figures depend on: the figures of their indicators, and releases that only confirm them. */
function tagsOf(keys: readonly string[]): readonly CacheTag[] {
  const indicators = new Set(keys.flatMap((key) => parseKeyText(key)?.key.indicator ?? []))
  return [...[...indicators].map((indicator) => `observation:indicator=${indicator}`), 'release']
}
