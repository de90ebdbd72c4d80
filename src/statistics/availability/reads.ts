import type { Answer, ReadScope, Wanted } from '../../access/read.ts'
import { type Frequency, firstDayOf, type Period } from '../../kernel/period.ts'
import { periodOfNumber } from '../../kernel/period-number.ts'
import { sql } from '../../platform/sql.ts'
import { tagsOf } from '../reads.ts'
import { countedExtents, seriesOfExtents } from './extents.ts'
import type { Availability, AvailabilityQuestion, AvailableCode, Counts } from './terms.ts'

/** The lists of codes that an answer may show, and the columns of a series they are of. */
const lists = {
  indicators: sql.ref('s.indicator'),
  regions: sql.ref('s.region'),
  schemes: sql.ref('s.scheme'),
  sources: sql.ref('s.source'),
} as const

type List = keyof typeof lists

const listNames = Object.keys(lists) as readonly List[]

/** A row of counts as SQL gives it: of a code (null: of all) in one frequency. */
type CountsRow = {
  readonly list: number
  readonly code: string | null
  readonly frequency: Frequency
  readonly figures: number
  readonly missing: number
  readonly series: number
  readonly first: number
  readonly last: number
}

/**
 * Counts what there is: in all, and by the codes of the lists that are wanted. It takes one look at each series, and none
 * at its figures.
 */
export async function readAvailability(
  scope: ReadScope,
  question: AvailabilityQuestion,
  wanted: Wanted,
): Promise<Answer<Availability>> {
  const asked = listNames.filter((list) => wanted.has(list))
  const sets = [sql`(s.frequency)`, ...asked.map((list) => sql`(${lists[list]}, s.frequency)`)]
  const columns = asked.map((list) => lists[list])
  // 0 for the whole, otherwise 1 and up by the list: only the list's own column is not grouped away.
  const listOf = sql.join(
    asked.map((list, index) => sql`when grouping(${lists[list]}) = 0 then ${sql.lit(index + 1)}`),
    sql` `,
  )
  const rows = await scope.database.query<CountsRow>(
    sql`select ${asked.length === 0 ? sql`0` : sql`case ${listOf} else 0 end`} as list,
          ${asked.length === 0 ? sql`null::text` : sql`coalesce(${sql.join(columns)})`} as code, s.frequency,
          sum(e.figures)::bigint as figures, sum(e.missing)::bigint as missing, count(*) as series,
          min(e.first) as first, max(e.last) as last
        ${seriesOfExtents(scope, question, countedExtents(scope, question))}
        group by grouping sets (${sql.join(sets)}) order by 1, 2, 3`,
  )
  const whole = rows.filter((row) => row.list === 0)
  const codesOf = (list: List) => byCode(rows.filter((row) => row.list === asked.indexOf(list) + 1))
  const fact: Availability = {
    readAt: scope.position,
    pinned: scope.pinned,
    question,
    ...countsOf(whole),
    indicators: wanted.has('indicators') ? codesOf('indicators') : [],
    regions: wanted.has('regions') ? codesOf('regions') : [],
    schemes: wanted.has('schemes') ? codesOf('schemes') : [],
    sources: wanted.has('sources') ? codesOf('sources') : [],
    frequencies: whole.map((row) => ({ code: row.frequency, ...countsOf([row]) })),
  }
  return { rows: [fact], tags: tagsOf('observation', question.condition) }
}

/** Adds up rows of different frequencies; their periods are in the order of their first days. */
function countsOf(rows: readonly Omit<CountsRow, 'list' | 'code'>[]): Counts {
  const sum = (of: (row: Omit<CountsRow, 'list' | 'code'>) => number) =>
    rows.reduce((total, row) => total + of(row), 0)
  const inOrder = (of: 'first' | 'last') =>
    rows.map((row) => periodOfNumber(row.frequency, row[of])).sort(byFirstDay)
  return {
    figures: sum((row) => row.figures),
    missing: sum((row) => row.missing),
    series: sum((row) => row.series),
    firstPeriod: inOrder('first')[0] ?? null,
    lastPeriod: inOrder('last').at(-1) ?? null,
  }
}

function byFirstDay(left: Period, right: Period): number {
  return firstDayOf(left) < firstDayOf(right) ? -1 : 1
}

function byCode(rows: readonly CountsRow[]): readonly AvailableCode[] {
  const codes = Map.groupBy(rows, (row) => row.code ?? '')
  return [...codes].map(([code, parts]) => ({ code, ...countsOf(parts) }))
}
