import type { GraphQLResolveInfo } from 'graphql'
import { type ClassType, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { type CodeOnly, codeOnly } from '../catalogue/code-only.ts'
import { indicatorReads } from '../catalogue/indicator/reads.ts'
import type { Indicator } from '../catalogue/indicator/terms.ts'
import { IndicatorType } from '../catalogue/indicator/types.ts'
import { regionReads } from '../catalogue/region/reads.ts'
import type { Region } from '../catalogue/region/terms.ts'
import { RegionType } from '../catalogue/region/types.ts'
import { schemeReads } from '../catalogue/scheme/reads.ts'
import type { Scheme } from '../catalogue/scheme/terms.ts'
import { SchemeType } from '../catalogue/scheme/types.ts'
import { sourceReads } from '../catalogue/source/reads.ts'
import type { Source } from '../catalogue/source/terms.ts'
import { SourceType } from '../catalogue/source/types.ts'
import type { Series } from './terms.ts'

/** Makes the resolver of the dimensions that a series and each of its observations have. */
export function dimensionFieldsOf(type: ClassType<object>): ClassType<object> {
  @Resolver(() => type)
  class DimensionFields {
    @FieldResolver(() => IndicatorType, { description: 'What is measured.' })
    indicator(
      @Root() series: Series,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Indicator | null> | CodeOnly {
      return (
        codeOnly(info, 'indicator', series.indicator, series) ??
        context.load(indicatorReads.byKey, series, series.indicator)
      )
    }

    @FieldResolver(() => RegionType, { description: 'Which region it is about.' })
    region(
      @Root() series: Series,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Region | null> | CodeOnly {
      return (
        codeOnly(info, 'region', series.region, series) ??
        context.load(regionReads.byKey, series, series.region)
      )
    }

    @FieldResolver(() => SchemeType, {
      description: 'Which scheme, or class of the official tables, it is about.',
    })
    scheme(
      @Root() series: Series,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Scheme | null> | CodeOnly {
      return (
        codeOnly(info, 'scheme', series.scheme, series) ??
        context.load(schemeReads.byKey, series, series.scheme)
      )
    }

    @FieldResolver(() => SourceType, { description: 'Who says it.' })
    source(
      @Root() series: Series,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Source | null> | CodeOnly {
      return (
        codeOnly(info, 'source', series.source, series) ??
        context.load(sourceReads.byKey, series, series.source)
      )
    }

    @FieldResolver(() => String, {
      nullable: true,
      description: 'The version of the code list its scheme stands in; null where it stands in none.',
    })
    codeListVersion(@Root() series: Series): string | null {
      return series.codeListVersion || null
    }
  }
  return DimensionFields
}
