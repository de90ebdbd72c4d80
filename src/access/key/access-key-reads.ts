import { at, begunAt, endedAt } from '../../history/at.ts'
import type { Condition } from '../../kernel/condition.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import type { Position } from '../../kernel/position.ts'
import { compareTexts } from '../../kernel/text.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FilterColumns, filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { Answer, AnswerByKey, ReadScope } from '../read.ts'
import { visible } from '../rules.ts'
import { hubItself } from '../view.ts'
import type { AccessKey } from './access-key.ts'

/** A page of keys, newest first: after the key with these sort keys. */
export type AccessKeyQuestion = {
  readonly condition: Condition
  /** The instant at which `status` is asked for. */
  readonly now: Date
  readonly after: readonly [position: string, id: string] | null
  readonly limit: number
}

/** A key that a commit began or ended, before and after it. */
export type ChangedKey = {
  readonly key: string
  readonly before: AccessKey | null
  readonly after: AccessKey | null
}

/** The word at the front of the ids of keys. */
export const accessKeyNoun = 'access-key'

/**
 * What is read of a row `r`; `n` is its revocation where that holds already and no commit has told it. What is asked as
 * of an earlier position is as the history had it.
 */
const columns = sql`r.id as "keyId", r.role, to_json(r.regions) as regions, to_json(r.sources) as sources, r.holder, r.note,
  r.created_by as "createdBy", r.born_position as "bornPosition", r.expires_at as "expiresAt",
  (select c.recorded_at from commit c where c.position = r.born_position) as "createdAt",
  coalesce(r.revoked_at, n.revoked_at) as "revokedAt", coalesce(r.revoked_by, n.revoked_by) as "revokedBy",
  coalesce(r.revocation_reason, n.reason) as "revocationReason",
  (select u.last_used_at from access_key_use u where u.key_id = r.id) as "lastUsedAt"`

const byNow = (pinned: boolean): Sql =>
  sql`left join access_revocation n on n.key_id = r.id and ${pinned ? sql`false` : sql`true`}`

const filterColumns = (now: Date): FilterColumns => ({
  keyId: { sql: sql`r.id`, nullable: false },
  role: { sql: sql`r.role`, nullable: false },
  holder: { sql: sql`r.holder`, nullable: false },
  createdBy: { sql: sql`r.created_by`, nullable: false },
  status: {
    sql: sql`case when coalesce(r.revoked_at, n.revoked_at) is not null then 'REVOKED'
      when r.expires_at <= ${now.toISOString()}::timestamptz then 'EXPIRED' else 'LIVE' end`,
    nullable: false,
  },
})

type KeyRow = Omit<AccessKey, 'id' | 'readAt' | 'pinned'>

/** Reads a page of keys: administrators see all, whoever asks with a key sees that one. */
export async function readAccessKeys(
  scope: ReadScope,
  { condition, now, after, limit }: AccessKeyQuestion,
): Promise<Answer<AccessKey>> {
  const beyond =
    after === null ? sql`true` : sql`(r.born_position, r.id) < (${after[0]}::bigint, ${after[1]}::text)`
  const rows = await scope.database.query<KeyRow>(
    sql`select ${columns} from access_key r ${byNow(scope.pinned)}
        where ${at('r', scope.position)} and ${visible(scope.view, 'access_key', 'r')}
          and ${filterSql(condition, filterColumns(now))} and ${beyond}
        order by r.born_position desc, r.id desc limit ${limit}`,
  )
  return { rows: rows.map((row) => factOf(row, scope.position, scope.pinned)), tags: ['access_key'] }
}

/** Counts the keys that match. */
export async function countAccessKeys(
  scope: ReadScope,
  { condition, now }: AccessKeyQuestion,
): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from access_key r ${byNow(scope.pinned)}
        where ${at('r', scope.position)} and ${visible(scope.view, 'access_key', 'r')}
          and ${filterSql(condition, filterColumns(now))}`,
  )
  return { rows: [row?.count ?? 0], tags: ['access_key'] }
}

/** Reads keys by their ids. */
export async function accessKeysById(
  scope: ReadScope,
  ids: readonly string[],
): Promise<AnswerByKey<AccessKey>> {
  const rows = await scope.database.query<KeyRow>(
    sql`select ${columns} from access_key r ${byNow(scope.pinned)}
        where ${at('r', scope.position)} and ${visible(scope.view, 'access_key', 'r')}
          and r.id = any(${ids}::text[])`,
  )
  const facts = rows.map((row) => factOf(row, scope.position, scope.pinned))
  return { rows: new Map(facts.map((fact) => [fact.keyId, fact])), tags: ['access_key'] }
}

/** The keys that hold at the scope's position, after an id, in the order of their ids: a page of a snapshot. */
export async function accessKeysFrom(
  scope: ReadScope,
  after: string | null,
  limit: number,
): Promise<readonly AccessKey[]> {
  const rows = await scope.database.query<KeyRow>(
    sql`select ${columns} from access_key r ${byNow(true)}
        where ${at('r', scope.position)} and ${visible(scope.view, 'access_key', 'r')} and r.id > ${after ?? ''}
        order by r.id limit ${limit}`,
  )
  return rows.map((row) => factOf(row, scope.position, scope.pinned))
}

/** The keys that a commit began or ended, after an id, in the order of their ids, as the history has them. */
export async function changedAccessKeys(
  database: Queryable,
  position: Position,
  after: string | null,
  limit: number,
): Promise<readonly ChangedKey[]> {
  const rows = await database.query<KeyRow & { readonly fromPosition: Position }>(
    sql`select ${columns}, r.from_position as "fromPosition"
        from ((select t.* from access_key t
               where ${begunAt('t', position)} and ${visible(hubItself, 'access_key', 't')} and t.id > ${after ?? ''}
               order by t.id limit ${limit})
              union all
              (select t.* from access_key t
               where ${endedAt('t', position)} and ${visible(hubItself, 'access_key', 't')} and t.id > ${after ?? ''}
               order by t.id limit ${limit})) r ${byNow(true)}`,
  )
  const pairs = [...Map.groupBy(rows, ({ keyId }) => keyId)].map(([key, pair]) => {
    const begun = pair.find(({ fromPosition }) => fromPosition === position)
    const ended = pair.find(({ fromPosition }) => fromPosition !== position)
    return {
      key,
      before: ended === undefined ? null : factOf(ended, position - 1, false),
      after: begun === undefined ? null : factOf(begun, position, false),
    }
  })
  return pairs.sort((left, right) => compareTexts(left.key, right.key)).slice(0, limit)
}

function factOf(row: KeyRow, readAt: Position, pinned: boolean): AccessKey {
  return { ...row, id: globalId(accessKeyNoun, row.keyId, { readAt, pinned }), readAt, pinned }
}
