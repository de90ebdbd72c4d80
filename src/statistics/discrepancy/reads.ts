import type { Answer, AnswerByKey, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { codeReads } from '../../catalogue/code-reads.ts'
import { at } from '../../history/at.ts'
import { type Condition, equalityTerms } from '../../kernel/condition.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { filterSql } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { parseKeyText } from '../terms.ts'
import { discrepancyColumns, discrepancyFilterColumns, filterRow } from './columns.ts'
import type { Discrepancy, DiscrepancyEvidence } from './terms.ts'

/** The orders of a list of discrepancies: by what, and whether the largest (or oldest) comes first. */
export const discrepancyOrders = {
  SIZE_DESC: { by: sql`r.absolute_size`, key: 'absoluteSize', falling: true },
  SIZE_ASC: { by: sql`r.absolute_size`, key: 'absoluteSize', falling: false },
  RELATIVE_SIZE_DESC: { by: sql`r.relative_size`, key: 'relativeSize', falling: true },
  AGE_DESC: { by: sql`r.opened_position`, key: 'openedPosition', falling: false },
  AGE_ASC: { by: sql`r.opened_position`, key: 'openedPosition', falling: true },
} as const

/** The name of an order. */
export type DiscrepancyOrder = keyof typeof discrepancyOrders

/** A page of discrepancies: after the one with these sort keys. */
export type DiscrepancyQuestion = {
  readonly condition: Condition
  readonly order: DiscrepancyOrder
  readonly after: readonly [value: string, key: string] | null
  readonly limit: number
}

/** The reads of discrepancies by their key, and their stream. */
export const discrepancyReads = codeReads<Discrepancy>({
  table: 'discrepancy',
  noun: 'discrepancy',
  columns: discrepancyColumns,
  filterColumns: discrepancyFilterColumns,
  filterRow,
})

/** Reads a page of discrepancies. */
export async function readDiscrepancies(
  scope: ReadScope,
  { condition, order, after, limit }: DiscrepancyQuestion,
): Promise<Answer<Discrepancy>> {
  const { by, falling } = discrepancyOrders[order]
  const place = after === null ? null : sql`(${after[0]}::numeric, ${after[1]}::text)`
  const beyond = place === null ? sql`true` : sql`(${by}, r.id) ${falling ? sql`<` : sql`>`} ${place}`
  const rows = await scope.database.query<DiscrepancyRow>(
    sql`select ${discrepancyColumns}, r.id as key from discrepancy r
        where ${at('r', scope.position)} and ${visible(scope.view, 'discrepancy', 'r')}
          and ${filterSql(condition, discrepancyFilterColumns)} and ${beyond}
        order by ${falling ? sql`${by} desc, r.id desc` : sql`${by}, r.id`} limit ${limit}`,
  )
  return { rows: rows.map((row) => discrepancyOf(row, scope)), tags: tagsOf(condition) }
}

/** Counts the discrepancies that match. */
export async function countDiscrepancies(
  scope: ReadScope,
  { condition }: DiscrepancyQuestion,
): Promise<Answer<number>> {
  const [row] = await scope.database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from discrepancy r
        where ${at('r', scope.position)} and ${visible(scope.view, 'discrepancy', 'r')}
          and ${filterSql(condition, discrepancyFilterColumns)}`,
  )
  return { rows: [row?.count ?? 0], tags: tagsOf(condition) }
}

/** Reads the discrepancies that observations, named by the keys of their ids, are one side of. */
export async function discrepanciesOfObservation(
  scope: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<readonly Discrepancy[]>> {
  const rows = await scope.database.query<DiscrepancyRow & { readonly askedFor: string }>(
    sql`select ${discrepancyColumns}, r.id as key, k.asked as "askedFor"
        from ${keyTable(keys)} join discrepancy r on r.indicator = k.indicator and r.region = k.region
          and r.scheme = k.scheme and r.period = k.period and r.frequency = k.frequency and r.unit = k.unit
          and ((r.first_source = k.source and r.first_version = k.code_list_version)
            or (r.second_source = k.source and r.second_version = k.code_list_version))
        where ${at('r', scope.position)} and ${visible(scope.view, 'discrepancy', 'r')}
        order by r.id`,
  )
  const byKey = Map.groupBy(rows, ({ askedFor }) => askedFor)
  const facts = [...byKey].map(
    ([asked, found]) => [asked, found.map(({ askedFor: _, ...row }) => discrepancyOf(row, scope))] as const,
  )
  return { rows: new Map(facts), tags: ['discrepancy'] }
}

/** Reads where the values of observations, named by the keys of their ids, came from. */
export async function evidenceOfObservation(
  scope: ReadScope,
  keys: readonly string[],
): Promise<AnswerByKey<DiscrepancyEvidence>> {
  const { position, pinned } = scope
  const rows = await scope.database.query<
    Omit<DiscrepancyEvidence, 'readAt' | 'pinned'> & { readonly askedFor: string }
  >(
    sql`select k.asked as "askedFor", r.id as "releaseId", r.evidence as address, c.line, c.column_name as column,
          c.original, d.name as file, d.digest, d.received_at as "receivedAt"
        from ${keyTable(keys)}
        join series s on s.indicator = k.indicator and s.region = k.region and s.scheme = k.scheme
          and s.frequency = k.frequency and s.source = k.source and s.unit = k.unit
          and s.code_list_version = k.code_list_version
        join observation o on o.series_id = s.id and o.period = k.period
        join release r on r.id = o.release_id
        join claim c on c.key = k.asked and c.release_id = o.release_id
        join delivery d on d.id = c.delivery_id
        where ${at('s', position)} and ${visible(scope.view, 'series', 's')}
          and ${at('o', position)} and ${visible(scope.view, 'observation', 'o')}
          and ${at('r', position)} and ${visible(scope.view, 'release', 'r')}
        order by c.id`,
  )
  const facts = rows.map(({ askedFor, ...row }) => [askedFor, { ...row, readAt: position, pinned }] as const)
  return { rows: new Map(facts), tags: ['observation', 'release'] }
}

type DiscrepancyRow = Omit<Discrepancy, 'id' | 'readAt' | 'pinned'> & { readonly key: string }

function discrepancyOf({ key, ...row }: DiscrepancyRow, { position, pinned }: ReadScope): Discrepancy {
  const fact = { ...row, readAt: position, pinned }
  return { ...fact, id: globalId('discrepancy', key, fact) }
}

function tagsOf(condition: Condition): readonly string[] {
  const values = equalityTerms(condition, 'indicator')
  return values === null ? ['discrepancy'] : values.map((value) => `discrepancy:indicator=${value}`)
}

/** The keys of observations taken apart, as a table `k`; a text that is no key is not in it. */
function keyTable(keys: readonly string[]): Sql {
  const parsed = keys.flatMap((asked) => {
    const parts = parseKeyText(asked)
    return parts === null ? [] : [{ asked, ...parts.key, period: parts.period ?? '' }]
  })
  const column = (of: (key: (typeof parsed)[number]) => string) => sql`${parsed.map(of)}::text[]`
  return sql`unnest(${column((key) => key.asked)}, ${column((key) => key.indicator)}, ${column((key) => key.region)},
    ${column((key) => key.scheme)}, ${column((key) => key.frequency)}, ${column((key) => key.source)},
    ${column((key) => key.unit)}, ${column((key) => key.codeListVersion)}, ${column((key) => key.period)})
    as k(asked, indicator, region, scheme, frequency, source, unit, code_list_version, period)`
}
