import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs, namedOrAll } from '../../kernel/graph/cost.ts'
import { inLanguageOf, nameFieldsOf } from '../name-fields.ts'
import { regionReads } from './reads.ts'
import type { Region, RegionLevel } from './terms.ts'
import { RegionLevelEnum, RegionType } from './types.ts'

/** The region fields of the graph. */
@Resolver(() => RegionType)
export class RegionResolver extends nameFieldsOf(RegionType) {
  @Costs({ size: namedOrAll('codes', 'region') })
  @Query(() => [RegionType], { description: 'The regions, ordered by code.' })
  async regions(
    @Arg('level', () => RegionLevelEnum, { nullable: true, description: 'Only regions of this level.' })
    level: RegionLevel | null | undefined,
    @Arg('codes', () => [String], { nullable: true, description: 'Only regions with these codes.' })
    codes: readonly string[] | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly Region[]> {
    const { rows } = await context.read(regionReads.list, { keys: codes ?? null }, new Set())
    return level == null ? rows : rows.filter((region) => region.level === level)
  }

  @Query(() => RegionType, {
    nullable: true,
    description: 'The region with a code; null where no region has it.',
  })
  async region(
    @Arg('code', () => String, { description: 'The code, like 440000 or GBA9.' }) code: string,
    @Ctx() context: RequestContext,
  ): Promise<Region | null> {
    const { rows } = await context.read(regionReads.list, { keys: [code] }, new Set())
    return rows[0] ?? null
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'The region it lies in, where a total holds it.',
  })
  parent(@Root() region: Region, @Ctx() context: RequestContext): Promise<Region | null> | null {
    return region.parent === null ? null : context.load(regionReads.byKey, region, region.parent)
  }

  @Costs({ size: 60 })
  @FieldResolver(() => [RegionType], {
    nullable: true,
    description:
      'What an aggregate adds up; null for a region that is none, or whose parts are listed nowhere.',
  })
  async members(@Root() region: Region, @Ctx() context: RequestContext): Promise<readonly Region[] | null> {
    if (region.members === null) return null
    const members = await Promise.all(
      region.members.map((code) => context.load(regionReads.byKey, region, code)),
    )
    return members.filter((member) => member !== null)
  }

  @FieldResolver(() => String, { nullable: true, description: 'What a reader should know of this region.' })
  note(@Root() region: Region, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, region.note)
  }
}
