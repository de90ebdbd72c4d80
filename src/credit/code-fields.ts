import type { GraphQLResolveInfo } from 'graphql'
import { type ClassType, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { Fact } from '../access/read.ts'
import type { RequestContext } from '../api/context.ts'
import { type CodeOnly, codeOnly } from '../catalogue/code-only.ts'
import { regionReads } from '../catalogue/region/reads.ts'
import type { Region } from '../catalogue/region/terms.ts'
import { RegionType } from '../catalogue/region/types.ts'
import { releaseReads } from '../catalogue/release/reads.ts'
import type { Release } from '../catalogue/release/terms.ts'
import { ReleaseType } from '../catalogue/release/types.ts'
import { schemeReads } from '../catalogue/scheme/reads.ts'
import type { Scheme } from '../catalogue/scheme/terms.ts'
import { SchemeType } from '../catalogue/scheme/types.ts'
import { sourceReads } from '../catalogue/source/reads.ts'
import type { Source } from '../catalogue/source/terms.ts'
import { SourceType } from '../catalogue/source/types.ts'

type Stated = Fact & { readonly source: string; readonly releaseId: string }

type Placed = Fact & { readonly region: string | null; readonly scheme: string | null }

/** Makes the resolver of who says a fact: its source and its release. */
export function statedFieldsOf(type: ClassType<object>): ClassType<object> {
  @Resolver(() => type)
  class StatedFields {
    @FieldResolver(() => SourceType, { description: 'Who says it.' })
    source(
      @Root() fact: Stated,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Source | null> | CodeOnly {
      return codeOnly(info, 'source', fact.source, fact) ?? context.load(sourceReads.byKey, fact, fact.source)
    }

    @FieldResolver(() => ReleaseType, { description: 'The release that said it so.' })
    release(@Root() fact: Stated, @Ctx() context: RequestContext): Promise<Release | null> {
      return context.load(releaseReads.byKey, fact, fact.releaseId)
    }
  }
  return StatedFields
}

/** Makes the resolver of the region and the scheme that a fact is about. */
export function placedFieldsOf(type: ClassType<object>): ClassType<object> {
  @Resolver(() => type)
  class PlacedFields extends statedFieldsOf(type) {
    @FieldResolver(() => RegionType, {
      nullable: true,
      description: 'The region it belongs to; null where its source names none.',
    })
    region(
      @Root() fact: Placed,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Region | null> | CodeOnly | null {
      const { region } = fact
      if (region === null) return null
      return codeOnly(info, 'region', region, fact) ?? context.load(regionReads.byKey, fact, region)
    }

    @FieldResolver(() => SchemeType, {
      nullable: true,
      description: 'The scheme of certification it concerns; null where it concerns none.',
    })
    scheme(
      @Root() fact: Placed,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Scheme | null> | CodeOnly | null {
      const { scheme } = fact
      if (scheme === null) return null
      return codeOnly(info, 'scheme', scheme, fact) ?? context.load(schemeReads.byKey, fact, scheme)
    }
  }
  return PlacedFields
}
