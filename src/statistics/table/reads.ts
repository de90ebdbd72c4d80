import type { Answer, AnswerByKey, CacheTag, Counting, ReadByKey, ReadScope } from '../../access/read.ts'
import { HubError } from '../../kernel/errors.ts'
import { type Frequency, frequencyOf } from '../../kernel/period.ts'
import { liesWithin } from '../../kernel/period-steps.ts'
import type { Queryable } from '../../platform/database.ts'
import type { CellBudget } from './cell-budget.ts'
import { type Outline, type OutlineSource, readOutline } from './outline.ts'
import { selectionOfText } from './period-span.ts'
import type { PeriodSelection, TableInput } from './question.ts'
import { type ShownFigure, shownFigure } from './show.ts'
import { readTable, type Table } from './table.ts'
import { codesTogether } from './terms.ts'

/** What is asked: the table, and the catalogue at the position that is read. */
export type TableQuestion = {
  readonly input: TableInput
  readonly outline: Outline
  readonly budget: CellBudget
  /** Nobody will ask what its sums were made of. */
  readonly summed: boolean
}

/** Reads a table whole. */
export async function readStatistics(
  scope: ReadScope,
  { input, outline, budget, summed }: TableQuestion,
): Promise<Answer<Table>> {
  const table = await readTable(scope, input, outline, budget, summed)
  return { rows: [table], tags: tagsOfFigures(table.plan.indicators), looked: table.cells }
}

/** Makes the read of figures by the keys of their ids, with what counts figures itself. */
export function figureReads(_: Queryable, counting: readonly Counting[]): ReadByKey<ShownFigure> {
  return (scope, keys) => figuresByKey(scope, keys, counting)
}

/** Reads figures by the keys of their ids; a key that names nothing that can be asked finds nothing. */
async function figuresByKey(
  scope: ReadScope,
  keys: readonly string[],
  counting: readonly Counting[],
): Promise<AnswerByKey<ShownFigure>> {
  const outline = await readOutline(scope, counting)
  const rows = new Map<string, ShownFigure>()
  const indicators = new Set<string>()
  for (const key of keys) {
    const input = inputOfFigure(key, outline)
    if (input === null) continue
    const table = await readTable(scope, input, outline).catch(refusedAsNothing)
    for (const indicator of table?.plan.indicators ?? []) indicators.add(indicator)
    if (table === null) continue
    const [row] = table.rows
    const [cell] = row?.cells ?? []
    if (row !== undefined && cell !== undefined) rows.set(key, shownFigure(table, row, cell))
  }
  return { rows, tags: tagsOfFigures([...indicators]) }
}

/** What cannot be asked is no figure: an id of it, which no answer gave, finds nothing. */
function refusedAsNothing(error: unknown): null {
  if (error instanceof HubError && error.status < 500) return null
  throw error
}

const groupings = { M: 'MONTH', Q: 'QUARTER', A: 'YEAR' } as const

/** The table of one cell that a key names; null where it is not one of a figure, or names what is not known. */
export function inputOfFigure(key: string, outline: Outline): TableInput | null {
  const [indicator, region, scheme, period, source, version, ...more] = key.split('/')
  if (indicator === undefined || region === undefined || scheme === undefined || period === undefined)
    return null
  if (source === undefined || version === undefined || more.length > 0) return null
  const frequency = frequencyOf(period)
  const grouping = groupings[frequency as keyof typeof groupings]
  const periods = frequency === null ? selectionOfText(period) : { eq: period }
  if (periods === null || (frequency !== null && grouping === undefined)) return null
  const speaking = outline.sources.filter(({ code }) => source === '-' || code === source)
  const known =
    outline.indicators.has(indicator) &&
    codesTogether(region).every((code) => outline.regions.has(code)) &&
    codesTogether(scheme).every((code) => outline.schemes.has(code)) &&
    mayHave(speaking, frequency, periods) &&
    (version === '-' || hasVersion(outline, source, version))
  if (!known) return null
  return {
    indicators: [indicator],
    where: {
      region: { in: codesTogether(region) },
      scheme: { in: codesTogether(scheme) },
      source: source === '-' ? null : { eq: source },
      period: periods,
    },
    groupBy: grouping === undefined ? [] : [grouping],
    codeListVersion: version === '-' ? null : version,
    fillGaps: true,
  }
}

/** Says whether sources can have figures of a row's period, or of the periods a latest one is looked for in. */
function mayHave(
  sources: readonly OutlineSource[],
  row: Frequency | null,
  { from, to, in: list }: PeriodSelection,
): boolean {
  if (row !== null) return sources.some(({ frequency }) => liesWithin(frequency, row))
  const periods = [from, to, ...(list ?? [])].filter((period) => period != null)
  return periods.every((period) => sources.some(({ frequency }) => frequency === frequencyOf(period)))
}

/** Says whether the code list of a source (`-`: of any) has a version. */
function hasVersion({ lists, sources }: Outline, source: string, version: string): boolean {
  const named = sources.filter(({ code }) => source === '-' || code === source)
  return lists.some(
    (list) => list.version === version && named.some(({ codeList }) => codeList === list.code),
  )
}

/** What figures of indicators depend on: the observations, and the catalogue they are combined by. */
export function tagsOfFigures(indicators: readonly string[]): readonly CacheTag[] {
  const codes = ['region', 'code_list', 'indicator', 'source', 'scheme', 'crosswalk', 'release']
  return [...indicators.map((indicator) => `observation:indicator=${indicator}`), ...codes]
}
