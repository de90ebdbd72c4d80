import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql'
import { scopeOf } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs, countCost } from '../../kernel/graph/cost.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { anyText, type PageList } from '../../kernel/graph/page-list.ts'
import { pageOf } from '../../kernel/graph/page-of.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { pageSize } from '../../kernel/page.ts'
import { frequencyOf, type Period } from '../../kernel/period.ts'
import { periodNumber } from '../../kernel/period-number.ts'
import { seriesCondition } from '../filters.ts'
import { countCombinations, readCombinations } from './combination-reads.ts'
import { readAvailability } from './reads.ts'
import type { Availability, AvailabilityQuestion, Combination, Dimension } from './terms.ts'
import {
  AvailabilityDimensionEnum,
  AvailabilityFilter,
  AvailabilityType,
  CombinationConnection,
} from './types.ts'

/** The availability fields of the graph. */
@Resolver(() => AvailabilityType)
export class AvailabilityResolver {
  @Costs({ own: countCost })
  @Query(() => AvailabilityType, {
    description:
      'Which indicators, regions, schemes, sources and periods exist together, with counts, of figures that sources state. What the hub counts itself when it is asked (indicators of the source baymark-counts, like inspections) is not among them: ask `statistics`, grouped by MONTH.',
  })
  async availability(
    @Arg('where', () => AvailabilityFilter, { nullable: true, description: 'Only what matches.' })
    where: AvailabilityFilter | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Availability> {
    const { from, to, ...codes } = where ?? {}
    const range = rangeOf(from ?? null, to ?? null)
    const question = { condition: await seriesCondition(context, codes, context.scope.position), range }
    const { rows } = await context.read(readAvailability, question, wantedFields(info))
    const [availability] = rows
    if (availability === undefined) throw new Error('the read of availability gave nothing')
    return availability
  }

  @FieldResolver(() => CombinationConnection, {
    description: 'The periods that have figures, by frequency and time.',
  })
  periods(
    @Root() { question, ...fact }: Availability,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Combination>> {
    return pageOfCombinations(context, { ...fact, question }, ['FREQUENCY', 'PERIOD'], first, after)
  }

  @FieldResolver(() => CombinationConnection, {
    description: 'The codes that occur together, in the order of the codes.',
  })
  combinations(
    @Root() availability: Availability,
    @Arg('by', () => [AvailabilityDimensionEnum], {
      description: 'The dimensions of a combination. FREQUENCY is always one of them.',
    })
    by: readonly Dimension[],
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Combination>> {
    const codes = [...new Set([...by, 'FREQUENCY' as const])].filter((dimension) => dimension !== 'PERIOD')
    const all = by.includes('PERIOD') ? [...codes, 'PERIOD' as const] : codes
    return pageOfCombinations(context, availability, all, first, after)
  }
}

async function pageOfCombinations(
  context: RequestContext,
  availability: Availability,
  by: readonly Dimension[],
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<Connection<Combination>> {
  const size = pageSize(first)
  const number = /^-?\d{1,9}$/
  const list: PageList = {
    name: `availability by ${by.join(' ')}`,
    keys: by.map((dimension) => (dimension === 'PERIOD' ? number : anyText)),
  }
  const start = context.pageStart(after, list)
  const scope = after == null ? scopeOf(context.scope, availability) : start.scope
  const place = start.keys.length === 0 ? null : start.keys
  const question = { ...availability.question, by, after: place, limit: size + 1 }
  const { rows } = await context.read(readCombinations, question, new Set(), scope)
  const keys = new Map<Combination, readonly string[]>(rows.map((row) => [row, row.keys]))
  return pageOf<Combination>({
    rows,
    size,
    continued: place !== null,
    position: scope.position,
    keysOf: (row) => [list.name, ...(keys.get(row) ?? [])],
    count: () => {
      const whole = { ...question, after: null, limit: mostCombinations }
      return context.count(countCombinations, whole, scope)
    },
  })
}

/** More than there are combinations of codes: a count leaves none out. */
const mostCombinations = 2_000_000_000

/** A range of months finds months: from and to must be of one frequency. */
function rangeOf(from: Period | null, to: Period | null): AvailabilityQuestion['range'] {
  const frequency = frequencyOf(from ?? to ?? '')
  if (frequency === null) return null
  if (from !== null && to !== null && frequencyOf(to) !== frequency) {
    throw new HubError({
      code: 'WRONG_FREQUENCY',
      message: `The range begins with ${from} and ends with ${to}, which is of another frequency. Write both in one frequency.`,
      expected: `a period of the frequency ${frequency}, like ${from}`,
      came: to,
    })
  }
  return {
    frequency,
    from: from === null ? null : periodNumber(from),
    to: to === null ? null : periodNumber(to),
  }
}
