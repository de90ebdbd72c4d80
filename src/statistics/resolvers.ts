import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { releaseReads } from '../catalogue/release/reads.ts'
import type { Release } from '../catalogue/release/terms.ts'
import { ReleaseType } from '../catalogue/release/types.ts'
import { parseStreamCursor } from '../history/cursor.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { type Frame, frameCost } from '../kernel/graph/frame.ts'
import { After, AfterCursor, First, Snapshot } from '../kernel/graph/list-arguments.ts'
import { anyText, type PageList, wholeNumber } from '../kernel/graph/page-list.ts'
import { countedPage, pageOf } from '../kernel/graph/page-of.ts'
import { placeBelow } from '../kernel/graph/ready-place.ts'
import { wantedFields } from '../kernel/graph/wanted.ts'
import { pageSize } from '../kernel/page.ts'
import { dimensionFieldsOf } from './dimension-fields.ts'
import { observationCondition, seriesCondition } from './filters.ts'
import { plainObservations, readObservationJson } from './json-of-observations.ts'
import type { ObservationOrder } from './list-of-observations.ts'
import type { SourceRule } from './preference.ts'
import { SourceRuleEnum } from './preference-enum.ts'
import { countObservations, countSeries, readObservations, readSeries, seriesByKey } from './reads.ts'
import { observationStream } from './streams.ts'
import { type Observation, type Series, seriesKeyText } from './terms.ts'
import {
  ObservationConnection,
  ObservationFilter,
  ObservationFrame,
  ObservationOrderEnum,
  ObservationType,
  SeriesConnection,
  SeriesFilter,
  SeriesType,
} from './types.ts'

const seriesList: PageList = { name: 'series', keys: [wholeNumber] }
const observationList: PageList = { name: 'observations', keys: [anyText, wholeNumber] }

/** The series fields of the graph. */
@Resolver(() => SeriesType)
export class SeriesResolver extends dimensionFieldsOf(SeriesType) {
  @Query(() => SeriesConnection, { description: 'The series, in the order in which they first came.' })
  async series(
    @Arg('filter', () => SeriesFilter, { nullable: true, description: 'Only series that match.' })
    filter: SeriesFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Series>> {
    return context.page(
      {
        list: seriesList,
        question: async ([id], limit, scope) => ({
          condition: await seriesCondition(context, filter, scope.position),
          after: id === undefined ? null : Number(id),
          limit,
        }),
        read: readSeries,
        count: countSeries,
        wanted: new Set(),
        keysOf: (series) => [String(series.seriesId)],
      },
      { first, after },
    )
  }
}

/** The observation fields of the graph. */
@Resolver(() => ObservationType)
export class ObservationResolver extends dimensionFieldsOf(ObservationType) {
  @Query(() => ObservationConnection, { description: 'The figures, newest period first.' })
  async observations(
    @Arg('filter', () => ObservationFilter, { nullable: true, description: 'Only figures that match.' })
    filter: ObservationFilter | null | undefined,
    @Arg('preferred', () => SourceRuleEnum, {
      nullable: true,
      description:
        'Only the figure that this rule prefers among all sources that say it; the filter then chooses among those. Without a rule every source’s figure is listed.',
    })
    preferred: SourceRule | null | undefined,
    @Arg('orderBy', () => ObservationOrderEnum, {
      nullable: true,
      description: 'The order: newest period first by default.',
    })
    orderBy: ObservationOrder | null | undefined,
    @Arg('latest', () => Boolean, {
      nullable: true,
      description:
        'Only the newest figure of each series: of its figures that match the filter, the one of the last period. With an upper bound on the period, the newest up to there.',
    })
    latest: boolean | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Observation>> {
    const size = pageSize(first)
    const { scope, keys } = context.pageStart(after, observationList)
    const [period, id] = keys
    const shown = wantedFields(info)
    const withKeys = shown.has('edges') || shown.has('pageInfo')
    const question = {
      condition: await observationCondition(context, filter, scope.position),
      preferred: preferred ?? null,
      latest: latest ?? false,
      order: orderBy ?? ('PERIOD_DESC' as const),
      after: period === undefined || id === undefined ? null : { period, id: Number(id) },
      // One more tells whether another page follows, and is not read where nobody asks.
      limit: withKeys ? size + 1 : size,
    }
    const wanted = wantedFields(info, ['edges', 'node'], ['nodes'])
    const count = () => context.count(countObservations, question, scope)
    const list = context.ready === null ? null : plainObservations(info)
    if (list !== null) {
      const shownQuestion = { ...question, fields: list.fields }
      const { rows } = await context.read(readObservationJson, shownQuestion, wanted, scope)
      context.ready?.put(placeBelow(info, list.key), rows[0] ?? '[]')
      return countedPage(count)
    }
    const read = withKeys ? new Set([...wanted, 'period', 'observationId']) : wanted
    const { rows } = await context.read(readObservations, question, read, scope)
    return pageOf({
      rows,
      size,
      continued: question.after !== null,
      position: scope.position,
      keysOf: (observation) => [observationList.name, observation.period, String(observation.observationId)],
      count,
    })
  }

  @FieldResolver(() => SeriesType, { description: 'The series it belongs to.' })
  series(@Root() observation: Observation, @Ctx() context: RequestContext): Promise<Series | null> {
    return context.load(seriesByKey, observation, seriesKeyText(observation))
  }

  @FieldResolver(() => ReleaseType, { description: 'The release that said it so.' })
  release(@Root() observation: Observation, @Ctx() context: RequestContext): Promise<Release | null> {
    return context.load(releaseReads.byKey, observation, observation.releaseId)
  }

  @Costs(frameCost)
  @Subscription(() => ObservationFrame, {
    description:
      'The figures that match, as they change: no figure is lost, none comes twice on a connection.',
    subscribe: ({ args, context }: { args: FollowArguments; context: RequestContext }) =>
      followObservations(args, context),
  })
  observationChanges(
    @Root() frame: Frame<Observation>,
    @Arg('filter', () => ObservationFilter, { nullable: true, description: 'Only figures that match.' })
    _filter: ObservationFilter | null | undefined,
    @AfterCursor() _after: string | null | undefined,
    @Snapshot() _snapshot: boolean | null | undefined,
  ): Frame<Observation> {
    return frame
  }
}

type FollowArguments = {
  readonly filter?: ObservationFilter | null
  readonly after?: string | null
  readonly snapshot?: boolean | null
}

async function followObservations(
  args: FollowArguments,
  context: RequestContext,
): Promise<AsyncIterable<Frame<Observation>>> {
  const resumed = args.after == null ? null : parseStreamCursor(args.after)
  const from = resumed?.position ?? context.scope.position
  const condition = await observationCondition(context, args.filter, from)
  return context.follow([observationStream], args, condition)
}
