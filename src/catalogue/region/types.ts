import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar } from '../../kernel/graph/scalars.ts'
import type { Names } from '../../kernel/language.ts'
import { type Region, type RegionLevel, regionLevels } from './terms.ts'

/** The levels as a GraphQL enum. */
export const RegionLevelEnum = enumOf(regionLevels)

registerEnumType(RegionLevelEnum, {
  name: 'RegionLevel',
  description: 'What a region is.',
  valuesConfig: {
    TOTAL: {
      description: 'The widest total of the national tables, 全部: all entities, also those outside 全国.',
    },
    COUNTRY: { description: '全国, the mainland total of the national tables.' },
    PROVINCE: { description: 'A provincial division of GB/T 2260.' },
    PREFECTURE: { description: 'A prefecture-level city.' },
    SAR: { description: 'Hong Kong or Macao.' },
    GROUP: { description: 'A named group of regions, like the Greater Bay Area.' },
    ECONOMY: { description: 'A partner economy by ISO 3166-1.' },
  },
})

/** A region in the graph. */
@ObjectType('Region', {
  implements: Node,
  description: 'A region figures and entries are about: a division, a total, a group, or a partner economy.',
})
export class RegionType extends Node implements Region {
  @Field(() => String, {
    description:
      'GB/T 2260 six digits (440000), CN for 全国, ALL for 全部, GBA, GBA9, or ISO 3166-1 alpha-2.',
  })
  code!: string

  @Field(() => RegionLevelEnum, { description: 'What this region is.' })
  level!: RegionLevel

  names!: Names

  @Field(() => [String], { description: 'Spellings that tables print for this region.' })
  aliases!: readonly string[]

  parent!: string | null

  members!: readonly string[] | null

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2 or 3166-2 code.' })
  iso3166!: string | null

  @Field(() => DateScalar, { nullable: true, description: 'First day of the code; null where not known.' })
  validFrom!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day on which the code no longer holds; null while it does.',
  })
  validTo!: string | null

  note!: Names | null

  @Field(() => String, { description: 'Where the code and the names come from; what is unverified says so.' })
  provenance!: string

  readAt!: number

  pinned!: boolean
}
