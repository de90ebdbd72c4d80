import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { inLanguageOf } from '../catalogue/name-fields.ts'
import { Costs } from '../kernel/graph/cost.ts'
import type { Break } from './breaks.ts'
import { breaksBySeries, type SeriesBreaks } from './breaks-reads.ts'
import { BreakType } from './breaks-types.ts'
import { type Observation, type Series, seriesKeyText } from './terms.ts'
import { ObservationType, SeriesType } from './types.ts'

/** Where a series breaks, and what goes on from it. */
@Resolver(() => SeriesType)
export class SeriesBreaksResolver {
  @Costs({ size: 10 })
  @FieldResolver(() => [BreakType], {
    description:
      'Where its figures are not simply one line, oldest first: where it goes over into or comes from a series in another version of the code list, and figures of status B.',
  })
  async breaks(@Root() series: Series, @Ctx() context: RequestContext): Promise<readonly Break[]> {
    return (await read(series, context))?.breaks ?? []
  }

  @Costs({ size: 10 })
  @FieldResolver(() => [SeriesType], {
    description:
      'The series in the version of the code list before its own that the crosswalk leads to it: several where they were merged.',
  })
  async continues(@Root() series: Series, @Ctx() context: RequestContext): Promise<readonly Series[]> {
    return (await read(series, context))?.continues ?? []
  }

  @FieldResolver(() => SeriesType, {
    nullable: true,
    description:
      'The series in the version of the code list after its own that the crosswalk leads to; null where there is none (yet).',
  })
  async continuedBy(@Root() series: Series, @Ctx() context: RequestContext): Promise<Series | null> {
    return (await read(series, context))?.continuedBy ?? null
  }
}

/** Whether a figure is the first after a break. */
@Resolver(() => ObservationType)
export class ObservationBreaksResolver {
  @Costs({ size: 10 })
  @FieldResolver(() => [BreakType], {
    name: 'break',
    description:
      'The breaks after which this is the first figure of its series; empty for most. Where there is one, growth over it says nothing.',
  })
  async breaks(@Root() observation: Observation, @Ctx() context: RequestContext): Promise<readonly Break[]> {
    const found = await read(observation, context)
    const own = (each: Break) => each.fromVersion === null || each.toVersion === observation.codeListVersion
    return found?.breaks.filter((each) => each.period === observation.period && own(each)) ?? []
  }
}

/** The note of a break. */
@Resolver(() => BreakType)
export class BreakResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the crosswalk says of it, in the language of the request.',
  })
  note(@Root() found: Break, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, found.note)
  }
}

function read(series: Series | Observation, context: RequestContext): Promise<SeriesBreaks | null> {
  return context.load(breaksBySeries, series, seriesKeyText(series))
}
