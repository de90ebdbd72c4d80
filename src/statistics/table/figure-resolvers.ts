import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { type CodeOnly, codeOnly } from '../../catalogue/code-only.ts'
import { indicatorReads } from '../../catalogue/indicator/reads.ts'
import type { Indicator } from '../../catalogue/indicator/terms.ts'
import { IndicatorType } from '../../catalogue/indicator/types.ts'
import { regionReads } from '../../catalogue/region/reads.ts'
import type { Region } from '../../catalogue/region/terms.ts'
import { RegionType } from '../../catalogue/region/types.ts'
import { schemeReads } from '../../catalogue/scheme/reads.ts'
import type { Scheme } from '../../catalogue/scheme/terms.ts'
import { SchemeType } from '../../catalogue/scheme/types.ts'
import { sourceReads } from '../../catalogue/source/reads.ts'
import type { Source } from '../../catalogue/source/terms.ts'
import { SourceType } from '../../catalogue/source/types.ts'
import { compositionOf, type GrowthBase, growthOf, type Rate, shareOf } from './beside.ts'
import { GrowthBaseEnum, RankOverEnum, ShareOfEnum } from './figure-enums.ts'
import type { Rank } from './rank.ts'
import { type ShownFigure, type ShownRow, shownComposition, shownFigure } from './show.ts'
import { CompositionType, FigureType, GrowthType, RankType, ShareType, StatisticsRowType } from './types.ts'

/** What a row is about. */
@Resolver(() => StatisticsRowType)
export class StatisticsRowResolver {
  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'Its region; null where it is about several taken together (see `regions`).',
  })
  region(
    @Root() row: ShownRow,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Loaded<Region> {
    const [code, ...others] = row.regions
    if (code === undefined || others.length > 0) return null
    return codeOnly(info, 'region', code, row) ?? context.load(regionReads.byKey, row, code)
  }

  @FieldResolver(() => SchemeType, {
    nullable: true,
    description: 'Its scheme; null where it is about several taken together (see `schemes`).',
  })
  scheme(
    @Root() row: ShownRow,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Loaded<Scheme> {
    const [code, ...others] = row.schemes
    if (code === undefined || others.length > 0) return null
    return codeOnly(info, 'scheme', code, row) ?? context.load(schemeReads.byKey, row, code)
  }

  @FieldResolver(() => SourceType, {
    nullable: true,
    description: 'Its source; null where the table is not grouped by source: each figure says its own.',
  })
  source(
    @Root() row: ShownRow,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Loaded<Source> {
    if (row.source === null) return null
    return codeOnly(info, 'source', row.source, row) ?? context.load(sourceReads.byKey, row, row.source)
  }

  @FieldResolver(() => FigureType, {
    nullable: true,
    description: 'The figure of one indicator; null where the table does not have it.',
  })
  cell(
    @Root() row: ShownRow,
    @Arg('indicator', () => String, { description: 'The code of the indicator.' }) indicator: string,
  ): ShownFigure | null {
    return row.cells.find(({ cell }) => cell.indicator === indicator) ?? null
  }
}

/** What stands beside a figure. */
@Resolver(() => FigureType)
export class FigureResolver {
  @FieldResolver(() => IndicatorType, { description: 'What is measured.' })
  indicator(
    @Root() figure: ShownFigure,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator | null> | CodeOnly {
    const { indicator } = figure.cell
    return (
      codeOnly(info, 'indicator', indicator, figure) ?? context.load(indicatorReads.byKey, figure, indicator)
    )
  }

  @FieldResolver(() => SourceType, {
    nullable: true,
    description:
      'Which source says it, or its members. Where nothing is known, the preferred of those that were looked in, or null.',
  })
  source(
    @Root() figure: ShownFigure,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Loaded<Source> {
    const { source, period } = figure.cell
    if (source === '' || period === null) return null
    return codeOnly(info, 'source', source, figure) ?? context.load(sourceReads.byKey, figure, source)
  }

  @FieldResolver(() => GrowthType, { description: 'How it grew, of the same source, from exact values.' })
  async growth(
    @Root() { table, cell, row }: ShownFigure,
    @Arg('on', () => GrowthBaseEnum, { description: 'Against what.' }) on: GrowthBase,
  ): Promise<object> {
    const { base, ...rate } = await growthOf(table, cell, on)
    return { ...rate, base: base === null ? null : shownFigure(table, row, base) }
  }

  @FieldResolver(() => ShareType, {
    description: 'Its part of the whole above it: same source, same period.',
  })
  async share(
    @Root() { table, cell, row }: ShownFigure,
    @Arg('of', () => ShareOfEnum, { description: 'Of the region or of the scheme it lies in.' })
    of: 'REGION' | 'SCHEME',
  ): Promise<object> {
    const { rate, base, reason }: Rate = await shareOf(table, cell, of)
    return { rate, reason, whole: base === null ? null : shownFigure(table, row, base) }
  }

  @FieldResolver(() => RankType, {
    nullable: true,
    description:
      'Its place among the rows of the whole table that differ in one dimension only, of the same period; null where it is not exact.',
  })
  rank(
    @Root() { table, cell, row }: ShownFigure,
    @Arg('over', () => RankOverEnum, { description: 'In which dimension the peers differ.' })
    over: 'REGION' | 'SCHEME' | 'SOURCE',
  ): Rank | null {
    return table.ranks.of(row, cell, over)
  }

  @FieldResolver(() => CompositionType, {
    nullable: true,
    description: 'What its members give together, beside what was published; null where it has no period.',
  })
  async composition(
    @Root() { table, cell }: ShownFigure,
    @Arg('along', () => ShareOfEnum, { description: 'Whose members.' }) along: 'REGION' | 'SCHEME',
    @Arg('leaves', () => Boolean, {
      nullable: true,
      description: 'Down to those that have no members of their own; false by default.',
    })
    leaves: boolean | null | undefined,
  ): Promise<object | null> {
    const composition = await compositionOf(table, cell, along, leaves ?? false)
    return composition === null ? null : shownComposition(composition)
  }
}

type Loaded<Fact> = Promise<Fact | null> | CodeOnly | null
