import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { indicatorReads } from '../../catalogue/indicator/reads.ts'
import type { Indicator } from '../../catalogue/indicator/terms.ts'
import { IndicatorType } from '../../catalogue/indicator/types.ts'
import { beginning } from '../../history/cursor.ts'
import { everything } from '../../kernel/condition.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { type Frame, FrameKind, frameCost } from '../../kernel/graph/frame.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { anyText, type PageList } from '../../kernel/graph/page-list.ts'
import { pageOf } from '../../kernel/graph/page-of.ts'
import { CursorScalar } from '../../kernel/graph/scalars.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { pageSize } from '../../kernel/page.ts'
import { shown } from '../../kernel/text.ts'
import { cellBudgets } from './cell-budget.ts'
import { cellsAsked, columnsAsked, wholesAsked } from './cells-asked.ts'
import { followedRows, isCounted, tableStream } from './live.ts'
import { arrangedRows } from './order.ts'
import { outlinesOf } from './outline.ts'
import { Ranks } from './rank.ts'
import { readStatistics } from './reads.ts'
import { remainderOf } from './remainder.ts'
import { type ShownRow, shownRow } from './show.ts'
import { readTable, type Table, totalsOf } from './table.ts'
import { StatisticsInput } from './table-input.ts'
import type { TableRow } from './terms.ts'
import { StatisticsFrame, StatisticsRowConnection, StatisticsRowType, StatisticsTableType } from './types.ts'

/** A table and what was asked: more of its rows may be asked for at another position. */
type AskedTable = {
  readonly table: Table
  readonly input: StatisticsInput
  /** Nobody asks what the sums of it were made of. */
  readonly summed: boolean
  /** Makes what several fields of the answer may ask for once: by its name. */
  readonly once: <Made>(name: string, make: () => Promise<Made>) => Promise<Made>
}

function onceEach(): AskedTable['once'] {
  const made = new Map<string, Promise<unknown>>()
  return <Made>(name: string, make: () => Promise<Made>) => {
    const known = made.get(name) ?? make()
    made.set(name, known)
    return known as Promise<Made>
  }
}

const rowList: PageList = { name: 'statistics', keys: [anyText] }

/** The table fields of the graph. */
@Resolver(() => StatisticsTableType)
export class StatisticsResolver {
  @Costs({ own: cellsAsked, tells: { page: wholesAsked, columns: columnsAsked } })
  @Query(() => StatisticsTableType, {
    description:
      'A grouped table whose figures say what kind they are: published, an exact sum, only bounded, or unavailable, and why.',
  })
  async statistics(
    @Arg('input', () => StatisticsInput, { description: 'What is asked.' }) input: StatisticsInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AskedTable> {
    const summed = !wantedFields(info, ...figurePaths).has('members')
    const table = await tableAt(context, input, context.scope, summed)
    return { table, input, summed, once: onceEach() }
  }

  @FieldResolver(() => StatisticsRowConnection, { description: 'The rows, in the order asked for.' })
  async rows(
    @Root() { table, input, summed, once }: AskedTable,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ShownRow>> {
    const size = pageSize(first)
    const { scope, keys } = context.pageStart(after, rowList)
    const there =
      scope.position === table.scope.position
        ? table
        : await once(`table at ${scope.position}`, () => tableAt(context, input, scope, summed))
    const rows = await once(`rows at ${scope.position}`, () =>
      arrangedRows(there, input.having ?? [], input.orderBy ?? []),
    )
    const [last] = keys
    const start = last === undefined ? 0 : placeAfter(rows, last)
    return pageOf({
      rows: rows.slice(start, start + size + 1).map((row) => shownRow(there, row)),
      size,
      continued: last !== undefined,
      position: scope.position,
      keysOf: (row) => [rowList.name, row.key],
      count: async () => rows.length,
    })
  }

  @Costs({ size: 'page' })
  @FieldResolver(() => [StatisticsRowType], {
    description:
      'All regions and schemes of the rows taken together, for each period and source: what is published of the whole, or what its members give. None where neither is grouped.',
  })
  async totals(@Root() { table, once }: AskedTable): Promise<readonly ShownRow[]> {
    const rows = await once('totals', () => totalsOf(table))
    const ranks = new Ranks(rows)
    return rows.map((row) => shownRow({ ...table, rows, ranks }, row))
  }

  @Costs({ size: 'page' })
  @FieldResolver(() => [StatisticsRowType], {
    description:
      'With `codeListVersion`, what older or newer codes count that no exact figure of that version does; none for the latest periods.',
  })
  async remainder(@Root() { table, once }: AskedTable): Promise<readonly ShownRow[]> {
    const remainder = await once('remainder', () => remainderOf(table))
    return remainder.rows.map((row) => shownRow(remainder, row))
  }

  @Costs({ size: 'columns' })
  @FieldResolver(() => [IndicatorType], { description: 'The indicators of the columns, in their order.' })
  async indicators(
    @Root() { table }: AskedTable,
    @Ctx() context: RequestContext,
  ): Promise<readonly Indicator[]> {
    const { position: readAt, pinned } = table.scope
    const fact = { readAt, pinned }
    const found = await Promise.all(
      table.plan.indicators.map((code) => context.load(indicatorReads.byKey, fact, code)),
    )
    return found.filter((indicator) => indicator !== null)
  }
}

/** The live fields of the graph. */
@Resolver()
export class LiveStatisticsResolver {
  @Costs({ ...frameCost, own: cellsAsked, tells: { ...frameCost.tells, columns: columnsAsked } })
  @Subscription(() => StatisticsFrame, {
    description:
      'The table, and then its rows as they change: at each commit that touches it, only the rows that say something else than before. A row’s key is the id of its changes; they come in the order of the keys. At most 1,000 rows.',
    subscribe: ({ args, context, info }: FollowParts) => followTable(args, context, info),
  })
  liveStatistics(
    @Root() frame: Frame<ShownRow>,
    @Arg('input', () => StatisticsInput, { description: 'What is followed; `orderBy` has no meaning here.' })
    _input: StatisticsInput,
    @Arg('after', () => CursorScalar, {
      nullable: true,
      description:
        'Go on after this cursor; "0" is the beginning; without it, begin with the table as it is.',
    })
    _after: string | null | undefined,
    @Arg('snapshot', () => Boolean, {
      nullable: true,
      description: 'Begin with the table as it is: the default without `after`; false begins from now.',
    })
    _snapshot: boolean | null | undefined,
  ): Frame<ShownRow> {
    return frame
  }
}

type FollowParts = {
  readonly args: {
    readonly input: StatisticsInput
    readonly after?: string | null
    readonly snapshot?: boolean | null
  }
  readonly context: RequestContext
  readonly info: GraphQLResolveInfo
}

async function followTable(
  { input, after, snapshot }: FollowParts['args'],
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AsyncIterable<Frame<ShownRow>>> {
  const outlines = context.hub.kept(outlinesOf)
  // What cannot be asked is refused now, not with the first frame.
  const table = await readTable(context.scope, input, await outlines(context.scope.position))
  const beside = wantedFields(info, ...cellPaths)
  await followedRows(table, { input })
  if (isCounted(table) && after != null && after !== beginning && snapshot !== true)
    return countsBeginAnew(after)
  const fromNothing = after === beginning
  const stream = tableStream(context.scope, { input, beside, fromNothing }, outlines, table)
  return context.follow([stream], { after, snapshot: snapshot ?? after == null }, everything)
}

/**
 * What was counted when a cursor was given may have ended since, and nobody knows what its reader was told: so it begins
 * with the table as it is now.
 */
async function* countsBeginAnew(after: string): AsyncIterable<Frame<ShownRow>> {
  yield {
    kind: FrameKind.RESET,
    cursor: beginning,
    follows: after,
    commit: null,
    complete: true,
    reason:
      'COUNTS: counts of what may end are not gone on with from a cursor. Begin anew with `snapshot: true`.',
    changes: [],
  }
}

/** Where figures may be selected in a table. */
const figurePaths = [['rows', 'nodes'], ['rows', 'edges', 'node'], ['totals'], ['remainder']].flatMap((row) =>
  ['cells', 'cell'].map((cell) => [...row, cell]),
)

/** Where figures may be selected in a frame. */
const cellPaths = ['node', 'before'].flatMap((row) => ['cells', 'cell'].map((cell) => ['changes', row, cell]))

async function tableAt(
  context: RequestContext,
  input: StatisticsInput,
  scope: RequestContext['scope'],
  summed: boolean,
): Promise<Table> {
  const outline = await context.hub.kept(outlinesOf)(scope.position)
  const budget = context.hub.kept(cellBudgets)(context.scope)
  const [table] = (await context.read(readStatistics, { input, outline, budget, summed }, new Set(), scope))
    .rows
  if (table === undefined) throw new Error('a read of a table gave none')
  return table
}

function placeAfter(rows: readonly TableRow[], key: string): number {
  const place = rows.findIndex((row) => row.key === key)
  if (place >= 0) return place + 1
  throw new HubError({
    code: 'INVALID_CURSOR',
    message: 'The page cursor is not of this table. Use a cursor of the same input exactly as it was given.',
    expected: 'a cursor of this table',
    came: shown(key),
  })
}
