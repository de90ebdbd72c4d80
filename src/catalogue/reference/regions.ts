import { z } from 'zod'
import regionItems from './regions.json' with { type: 'json' }
import { dayOrUnknown, faultsOfHierarchy, provenance, texts } from './texts.ts'

/** What a region is: a total of a table, a country, a division, a special region, a group, a partner economy. */
export const regionLevels = ['TOTAL', 'COUNTRY', 'PROVINCE', 'PREFECTURE', 'SAR', 'GROUP', 'ECONOMY'] as const

const aggregateLevels: readonly string[] = ['TOTAL', 'COUNTRY', 'PROVINCE', 'GROUP']

const region = z
  .strictObject({
    code: z.string().regex(/^(?:\d{6}|[A-Z][A-Z0-9_]*)$/),
    level: z.enum(regionLevels),
    names: texts,
    /** Spellings that tables print for this region; may repeat a name. */
    aliases: z.array(z.string().min(1)).readonly(),
    /** The region it lies in, where the tables' totals hold it. */
    parent: z.string().nullable(),
    /** What an aggregate adds up; null for a region that is no aggregate, or whose parts are not listed anywhere. */
    members: z.array(z.string()).min(1).readonly().nullable(),
    iso3166: z
      .string()
      .regex(/^[A-Z]{2}(?:-[A-Z]{2})?$/)
      .nullable(),
    validFrom: dayOrUnknown,
    validTo: dayOrUnknown,
    note: texts.nullable(),
    provenance,
  })
  .readonly()

/** One region of the reference data. */
export type ReferenceRegion = z.infer<typeof region>

const regionList = z
  .array(region)
  .readonly()
  .superRefine((items, context) => {
    for (const fault of [...faultsOfHierarchy(items), ...faultsOfMembers(items)]) {
      context.addIssue({ code: 'custom', message: fault })
    }
  })

/** All regions; throws where the file contradicts itself, which is our own mistake. */
export function readRegions(): readonly ReferenceRegion[] {
  return regionList.parse(regionItems)
}

function faultsOfMembers(items: readonly ReferenceRegion[]): readonly string[] {
  const codes = new Set(items.map((item) => item.code))
  return items.flatMap((item) => [
    ...(item.members ?? [])
      .filter((code) => !codes.has(code))
      .map((code) => `${item.code} has the unknown member ${code}`),
    ...(item.members !== null && !aggregateLevels.includes(item.level)
      ? [`${item.code} is no aggregate but has members`]
      : []),
  ])
}
