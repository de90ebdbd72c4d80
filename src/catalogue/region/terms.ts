import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'

/** What a region is: a total of a table, a country, a division, a special region, a group, a partner economy. */
export const regionLevels = ['TOTAL', 'COUNTRY', 'PROVINCE', 'PREFECTURE', 'SAR', 'GROUP', 'ECONOMY'] as const

/** A level of regions. */
export type RegionLevel = (typeof regionLevels)[number]

/** A region as a plain fact. */
export type Region = Fact & {
  readonly id: string
  /** GB/T 2260 six digits, `CN` for 全国, `ALL` for 全部, `GBA`, `GBA9`, or ISO 3166-1 for a partner economy. */
  readonly code: string
  readonly level: RegionLevel
  readonly names: Names
  readonly aliases: readonly string[]
  readonly parent: string | null
  /** What an aggregate adds up; null for a region that is none, or whose parts are listed nowhere. */
  readonly members: readonly string[] | null
  readonly iso3166: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly note: Names | null
  readonly provenance: string
}
