import type { ReadScope } from '../../access/read.ts'
import type { CommitKind } from '../../history/commit.ts'
import { HubError } from '../../kernel/errors.ts'
import { frequencyOf, type Period } from '../../kernel/period.ts'
import { liesWithin, periodWithin } from '../../kernel/period-steps.ts'
import type { Position } from '../../kernel/position.ts'
import { compareTexts } from '../../kernel/text.ts'
import type { ChangedFact, ChangeStream } from '../../subscriptions/stream.ts'
import { observationStream } from '../streams.ts'
import type { Observation } from '../terms.ts'
import { compositionOf, growthBases, growthOf, shareOf } from './beside.ts'
import { measuredIn } from './measured.ts'
import { arrangedRows, type HavingInput } from './order.ts'
import type { OutlineReader } from './outline.ts'
import type { TableInput } from './question.ts'
import { type ShownRow, shownRow } from './show.ts'
import { readTable, type Table } from './table.ts'
import { codesTogether, type TableRow } from './terms.ts'

/** What is followed: a table, and what of its figures a change must show in. */
export type LiveTable = {
  readonly input: TableInput & { readonly having?: readonly HavingInput[] | null | undefined }
  /** Fields that hang on other figures than the row's own: growth, share, rank, composition. */
  readonly beside: ReadonlySet<string>
  /** The reader has no row: it follows from the beginning of the history. */
  readonly fromNothing?: boolean
}

/** How many rows of a table can be followed. */
export const liveRowLimit = 1_000

type LiveRows = ReadonlyMap<string, LiveRow>
type LiveRow = { readonly shown: ShownRow; readonly said: string }

/**
 * How one subscriber's table is told: the rows that a commit made say something else. The table before and after a
 * commit that touches it is read under the subscriber's own view; one that does not touch it reads nothing.
 */
export function tableStream(
  scope: ReadScope,
  live: LiveTable,
  outlines: OutlineReader,
  first: Table,
): ChangeStream<ShownRow> {
  const counted = isCounted(first)
  // The table after one commit is the table before the next that touches it.
  let last: { readonly position: Position; readonly rows: LiveRows; readonly before?: LiveRows } | null = null
  const at = async (position: Position): Promise<LiveRows> => {
    if (last?.position === position) return last.rows
    const rows = await rowsAt({ ...scope, position }, live, outlines)
    last = { position, rows }
    return rows
  }
  const begun = async (): Promise<LiveRows> => {
    if (last !== null) return last.rows
    return live.fromNothing === true ? new Map() : liveRowsOf(first, live)
  }
  // What is counted ends without a commit: only what was told last is what this reader has.
  const countedAt = async (position: Position): Promise<readonly [LiveRows, LiveRows]> => {
    if (last?.position === position && last.before !== undefined) return [last.before, last.rows]
    const before = await begun()
    const rows = await rowsAt({ ...scope, position }, live, outlines)
    last = { position, rows, before }
    return [before, rows]
  }
  return {
    noun: 'statistics',
    changed: async (_database, position, after, limit) => {
      const [before, rows] = counted
        ? await countedAt(position)
        : [await at(position - 1), await at(position)]
      return differences(before, rows, after).slice(0, limit)
    },
    state: async (asked, _condition, after, limit) => {
      const rows = await at(asked.position)
      return [...rows]
        .filter(([key]) => after === null || compareTexts(key, after) > 0)
        .toSorted(([left], [right]) => compareTexts(left, right))
        .slice(0, limit)
        .map(([key, { shown }]) => ({ key, fact: shown }))
    },
    matches: () => true,
    sees: () => true,
    madeOf: {
      stream: observationStream as unknown as ChangeStream,
      touches: touchedBy(first, { ...live, beside: besideOrTested(live) }),
      // What is counted may have changed with any commit of facts.
      always: (kind) => kind === 'REFERENCE' || (counted && !countsNothing.has(kind)),
    },
  }
}

/** Says whether a table has figures that are counted when they are read. */
export function isCounted({ plan, outline }: Table): boolean {
  return measuredIn(plan.sources, plan.indicators, outline.measures).length > 0
}

/** Commits that change nothing that is counted. */
const countsNothing: ReadonlySet<CommitKind> = new Set(['CLAIM', 'SETTLEMENT', 'ACCESS'])

/** The rows that are followed; throws TOO_MANY_CELLS where they are more than can be. */
export async function followedRows(table: Table, { input }: Pick<LiveTable, 'input'>) {
  const rows = await arrangedRows(table, input.having ?? [], [])
  if (rows.length > liveRowLimit) throw tooManyRows(rows.length)
  return rows
}

async function rowsAt(scope: ReadScope, live: LiveTable, outlines: OutlineReader): Promise<LiveRows> {
  const table = await readTable(scope, live.input, await outlines(scope.position)).catch(notYetKnown)
  return table === null ? new Map() : liveRowsOf(table, live)
}

async function liveRowsOf(table: Table, live: LiveTable): Promise<LiveRows> {
  const rows = await followedRows(table, live)
  const said = await Promise.all(rows.map((row) => saidOf(table, row, live.beside)))
  return new Map(
    rows.map((row, index) => [row.key, { shown: shownRow(table, row), said: said[index] ?? '' }]),
  )
}

/** What can be asked when the stream begins, and not at an earlier position: its codes were not known, so no row was. */
function notYetKnown(error: unknown): null {
  if (error instanceof HubError && notYet.has(error.code)) return null
  throw error
}

const notYet: ReadonlySet<string> = new Set([
  'UNKNOWN_CODE',
  'UNKNOWN_CROSSWALK',
  'BAD_USER_INPUT',
  'WRONG_FREQUENCY',
])

/** All that a row says, as one text: what is not in it cannot change a frame. */
async function saidOf(table: Table, row: TableRow, beside: ReadonlySet<string>): Promise<string> {
  const cells = await Promise.all(
    row.cells.map(async (cell) => ({
      cell: { ...cell },
      growth: beside.has('growth')
        ? await Promise.all(growthBases.map((base) => growthOf(table, cell, base)))
        : null,
      share: beside.has('share')
        ? await Promise.all((['REGION', 'SCHEME'] as const).map((of) => shareOf(table, cell, of)))
        : null,
      rank: beside.has('rank')
        ? (['REGION', 'SCHEME', 'SOURCE'] as const).map((over) => table.ranks.of(row, cell, over))
        : null,
      composition: beside.has('composition')
        ? await Promise.all(compositions.map(([along, leaves]) => compositionOf(table, cell, along, leaves)))
        : null,
    })),
  )
  return JSON.stringify(cells)
}

const compositions = [
  ['REGION', false],
  ['REGION', true],
  ['SCHEME', false],
  ['SCHEME', true],
] as const

function differences(
  before: ReadonlyMap<string, LiveRow>,
  after: ReadonlyMap<string, LiveRow>,
  from: string | null,
): readonly ChangedFact<ShownRow>[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareTexts)
  return keys
    .filter((key) => from === null || compareTexts(key, from) > 0)
    .filter((key) => before.get(key)?.said !== after.get(key)?.said)
    .map((key) => ({
      key,
      before: before.get(key)?.shown ?? null,
      after: after.get(key)?.shown ?? null,
    }))
}

/** What a row says or is let through by: a test of growth or share looks at other figures than the row's own. */
function besideOrTested({ beside, input }: LiveTable): ReadonlySet<string> {
  const tested = (input.having ?? []).flatMap(({ column }) => {
    if (column?.startsWith('GROWTH_')) return ['growth']
    return column?.startsWith('SHARE_') ? ['share'] : []
  })
  return new Set([...beside, ...tested])
}

/** Whether an observation may be one that the table is made of: by indicator, source, region, scheme and period. */
function touchedBy({ plan, membership, outline }: Table, { beside }: LiveTable) {
  const sources = new Set(plan.sources.map(({ code }) => code))
  const regions = plan.regions.kind === 'fixed' ? [plan.regions.code] : plan.regions.codes
  const wholes = beside.has('share')
  const within = regions?.flatMap((code) => [
    ...codesTogether(code).flatMap((each) => membership.regionsWithin(each)),
    ...(wholes ? codesTogether(code).flatMap((each) => outline.regions.get(each)?.parent ?? []) : []),
  ])
  const known = within === undefined || wholes ? null : new Set(within)
  const schemes = plan.schemes.kind === 'fixed' ? [plan.schemes.code] : plan.schemes.codes
  const listed = schemes?.flatMap((code) =>
    outline.lists.flatMap((list) => [...membership.schemesWithin(code, list.code, list.version)]),
  )
  const ofSchemes =
    listed === undefined || wholes || plan.codeListVersion !== null
      ? null
      : new Set([...listed, ...(schemes ?? [])])
  const anyPeriod = beside.has('growth')
  return (changed: ChangedFact): boolean => {
    const fact = (changed.after ?? changed.before) as unknown as Observation
    return (
      plan.indicators.includes(fact.indicator) &&
      sources.has(fact.source) &&
      (known === null || known.has(fact.region)) &&
      (ofSchemes === null || ofSchemes.has(fact.scheme)) &&
      (anyPeriod || mayBeIn(plan.periods, fact.period))
    )
  }
}

function mayBeIn({ frequency, list, from, to, last }: Table['plan']['periods'], period: Period): boolean {
  if (last !== null) return true
  const own = frequencyOf(period)
  if (frequency !== null && (own === null || !liesWithin(own, frequency))) return false
  const row = frequency === null ? period : periodWithin(period, frequency)
  if (list !== null) return list.includes(row)
  return (from === null || from <= row) && (to === null || row <= to)
}

function tooManyRows(rows: number): HubError {
  return new HubError({
    code: 'TOO_MANY_CELLS',
    message: `A table of ${rows} rows cannot be followed; at most ${liveRowLimit} rows can. Narrow \`where\`, group by a coarser level, or follow \`observationChanges\`.`,
    expected: `at most ${liveRowLimit} rows`,
    came: `${rows} rows`,
  })
}
