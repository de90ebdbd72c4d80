import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { releaseReads } from '../../catalogue/release/reads.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { ReleaseType } from '../../catalogue/release/types.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { anyText, type PageList, wholeNumber } from '../../kernel/graph/page-list.ts'
import { dimensionFieldsOf } from '../dimension-fields.ts'
import { observationCondition } from '../filters.ts'
import type { Observation } from '../terms.ts'
import { ObservationFilter, ObservationType } from '../types.ts'
import { countVintages, readVintages } from './reads.ts'
import { revisionsByKey } from './revisions.ts'
import type { Revision, VintageComparison, VintageFigure } from './terms.ts'
import {
  RevisionType,
  VintageComparisonConnection,
  VintageComparisonType,
  VintageFigureType,
  VintageInput,
} from './types.ts'
import { vintageAsked } from './vintage-asked.ts'

const vintageList: PageList = { name: 'vintages', keys: [anyText, wholeNumber] }

/** `vintages`, and the dimensions of what it compares. */
@Resolver(() => VintageComparisonType)
export class VintageResolver extends dimensionFieldsOf(VintageComparisonType) {
  @Query(() => VintageComparisonConnection, {
    description:
      'Two vintages side by side: every figure that is in one of them, newest period first. Both are read up to the position of the answer.',
  })
  async vintages(
    @Arg('from', () => VintageInput, { description: 'The earlier vintage, or what else to compare with.' })
    from: VintageInput,
    @Arg('to', () => VintageInput, {
      nullable: true,
      description: 'The later vintage: by default the figures as they stand at the position of the answer.',
    })
    to: VintageInput | null | undefined,
    @Arg('filter', () => ObservationFilter, {
      nullable: true,
      description:
        'Only figures that match; `value` and `status` as they are in `to`, or in `from` where a figure is in that alone.',
    })
    filter: ObservationFilter | null | undefined,
    @Arg('changedOnly', () => Boolean, {
      nullable: true,
      description: 'true: only figures that were added, revised or removed in between.',
    })
    changedOnly: boolean | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<VintageComparison>> {
    return context.page(
      {
        list: vintageList,
        question: async ([period, id], limit, scope) => ({
          condition: await observationCondition(context, filter, scope.position),
          from: await vintageAsked(from, scope),
          to: to == null ? { kind: 'at' as const, position: scope.position } : await vintageAsked(to, scope),
          changedOnly: changedOnly ?? false,
          after: period === undefined || id === undefined ? null : { period, id: Number(id) },
          limit,
        }),
        read: readVintages,
        count: countVintages,
        wanted: new Set(),
        keysOf: ({ period, observationId }) => [period, String(observationId)],
      },
      { first, after },
    )
  }
}

/** The release of a figure in a vintage. */
@Resolver(() => VintageFigureType)
export class VintageFigureResolver {
  @FieldResolver(() => ReleaseType, { nullable: true, description: 'The release that said it so.' })
  release(@Root() figure: VintageFigure, @Ctx() context: RequestContext): Promise<Release | null> {
    return context.load(releaseReads.byKey, figure, figure.releaseId)
  }
}

/** The revisions of a figure. */
@Resolver(() => ObservationType)
export class ObservationRevisionsResolver {
  @Costs({ size: 20 })
  @FieldResolver(() => [RevisionType], {
    description:
      'Every version of the figure up to the position of the answer, oldest first, also those before it was withdrawn.',
  })
  async revisions(
    @Root() observation: Observation,
    @Ctx() context: RequestContext,
  ): Promise<readonly Revision[]> {
    return (await context.load(revisionsByKey, observation, String(observation.observationId))) ?? []
  }
}

/** The release of a revision. */
@Resolver(() => RevisionType)
export class RevisionResolver {
  @FieldResolver(() => ReleaseType, {
    nullable: true,
    description: 'The release that says it, as it stands at the position of the answer.',
  })
  release(@Root() revision: Revision, @Ctx() context: RequestContext): Promise<Release | null> {
    return context.load(releaseReads.byKey, revision, revision.releaseId)
  }
}
