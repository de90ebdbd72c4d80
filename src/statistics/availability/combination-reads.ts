import type { Answer, ReadScope } from '../../access/read.ts'
import type { Frequency } from '../../kernel/period.ts'
import { periodOfNumber } from '../../kernel/period-number.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { tagsOf } from '../reads.ts'
import { countedExtents, extentPeriods, seriesOfExtents } from './extents.ts'
import type { AvailabilityQuestion, Combination, Dimension } from './terms.ts'

/** A page of combinations, in the order of their codes: after the one with these keys. */
export type CombinationQuestion = AvailabilityQuestion & {
  /** Each once; the frequency is always one of them, PERIOD comes after all others. */
  readonly by: readonly Dimension[]
  /** One per dimension in their order; a period by its number. */
  readonly after: readonly string[] | null
  readonly limit: number
}

const columns: Readonly<Record<Exclude<Dimension, 'PERIOD'>, string>> = {
  INDICATOR: 'indicator',
  REGION: 'region',
  SCHEME: 'scheme',
  SOURCE: 'source',
  FREQUENCY: 'frequency',
}

type CombinationRow = Omit<Combination, 'firstPeriod' | 'lastPeriod' | 'period'> & {
  readonly first: number
  readonly last: number
  readonly number: number | null
}

/** Reads a page of combinations. */
export async function readCombinations(
  scope: ReadScope,
  question: CombinationQuestion,
): Promise<Answer<Combination & { readonly keys: readonly string[] }>> {
  const perPeriod = question.by.includes('PERIOD')
  const rows = await scope.database.query<CombinationRow>(
    perPeriod ? periodRows(scope, question) : codeRows(scope, question),
  )
  return {
    rows: rows.map((row) => combinationOf(row, question.by)),
    tags: tagsOf('observation', question.condition),
  }
}

/** Counts the combinations. */
export async function countCombinations(
  scope: ReadScope,
  question: CombinationQuestion,
): Promise<Answer<number>> {
  const codes = codesOf(question)
  const perPeriod = sql`${segments(scope, question)}
    select coalesce(sum(g.next - g.number), 0)::bigint as count from segment g where g.series > 0`
  const perCodes = sql`select count(*) as count from (select 1
    ${seriesOfExtents(scope, question, countedExtents(scope, question))} group by ${own(codes)}) c`
  const [row] = await scope.database.query<{ readonly count: number }>(
    question.by.includes('PERIOD') ? perPeriod : perCodes,
  )
  return { rows: [row?.count ?? 0], tags: tagsOf('observation', question.condition) }
}

function codeRows(scope: ReadScope, question: CombinationQuestion): Sql {
  const codes = codesOf(question)
  return sql`select ${own(codes)}, sum(e.figures)::bigint as figures, sum(e.missing)::bigint as missing,
      count(*) as series, min(e.first) as first, max(e.last) as last, null::integer as number
    ${seriesOfExtents(scope, question, countedExtents(scope, question))}
      and ${beyond('s', codes, question.after, '>')}
    group by ${own(codes)} order by ${own(codes)} limit ${question.limit}`
}

function periodRows(scope: ReadScope, question: CombinationQuestion): Sql {
  const codes = codesOf(question)
  const past =
    question.after === null
      ? sql`true`
      : sql`(${beyond('g', codes, question.after, '>')} or (${beyond('g', codes, question.after, '=')}
          and p.number > ${question.after.at(-1)}::integer))`
  return sql`${segments(scope, question)}
    select ${named('g', codes)}, g.figures::bigint as figures, g.missing::bigint as missing,
      g.series::bigint as series, p.number as first, p.number as last, p.number
    from segment g cross join lateral generate_series(g.number, g.next - 1) as p(number)
    where g.series > 0 and ${past}
    order by ${named('g', codes)}, p.number limit ${question.limit}`
}

/**
 * Runs of periods with equal counts, per combination of codes: what begins and ends at a number, added up. Each
 * combination has a period, so that a page needs no more of them than its entries and the one it goes on in.
 */
function segments(scope: ReadScope, question: CombinationQuestion): Sql {
  const codes = codesOf(question)
  return sql`with shape as materialized (${extentPeriods(scope, question)}),
    member as materialized (select ${own(codes)}, e.id as extent_id, count(*) as series
      ${seriesOfExtents(scope, question, sql`select * from shape`)}
        and ${beyond('s', codes, question.after, '>=')}
      group by ${own(codes)}, e.id),
    page as (select distinct ${named('h', codes)} from member h order by ${named('h', codes)}
      limit ${question.limit + 1}),
    edge as (select ${named('b', codes)}, v.number, v.figures * b.series as figures, v.missing * b.series as missing
      from page g join member b on (${named('b', codes)}) = (${named('g', codes)})
      join shape e on e.id = b.extent_id cross join lateral (
        select lower(r) as number, 1 as figures, 0 as missing from unnest(e.figures) r
        union all select upper(r), -1, 0 from unnest(e.figures) r
        union all select lower(r), 0, 1 from unnest(e.missing) r
        union all select upper(r), 0, -1 from unnest(e.missing) r) v),
    step as (select ${named('d', codes)}, d.number, sum(d.figures) as figures, sum(d.missing) as missing
      from edge d group by ${named('d', codes)}, d.number),
    segment as (select ${named('t', codes)}, t.number, sum(t.figures) over upto as figures,
        sum(t.missing) over upto as missing, sum(t.figures + t.missing) over upto as series,
        lead(t.number) over upto as next
      from step t window upto as (partition by ${named('t', codes)} order by t.number))`
}

/** The place of a combination in their order: the codes, then the number of its period. */
function combinationOf(
  { first, last, number, ...row }: CombinationRow,
  by: readonly Dimension[],
): Combination & { readonly keys: readonly string[] } {
  const frequency: Frequency = row.frequency
  const period = number === null ? null : periodOfNumber(frequency, number)
  const codes = { ...nothing, ...row }
  return {
    ...codes,
    period,
    firstPeriod: periodOfNumber(frequency, first),
    lastPeriod: periodOfNumber(frequency, last),
    keys: by.map((dimension) =>
      dimension === 'PERIOD' ? String(number) : String(codes[columns[dimension] as keyof typeof codes]),
    ),
  }
}

const nothing = { indicator: null, region: null, scheme: null, source: null } as const

function codesOf({ by }: CombinationQuestion): readonly string[] {
  return by.flatMap((dimension) => (dimension === 'PERIOD' ? [] : [columns[dimension]]))
}

function own(codes: readonly string[]): Sql {
  return named('s', codes)
}

function named(alias: string, codes: readonly string[]): Sql {
  return sql.join(codes.map((code) => sql.ref(`${alias}.${code}`)))
}

function beyond(
  alias: string,
  codes: readonly string[],
  after: readonly string[] | null,
  how: '>' | '>=' | '=',
): Sql {
  if (after === null) return sql`true`
  const keys = sql.join(codes.map((_, index) => sql`${after[index]}`))
  return sql`(${named(alias, codes)}) ${sql.raw(how)} (${keys})`
}
