import { z } from 'zod'

/** A text for readers in the three languages that are always there, and in Portuguese where it is known. */
export const texts = z
  .strictObject({
    'zh-Hans': z.string().min(1),
    'zh-Hant': z.string().min(1),
    en: z.string().min(1),
    pt: z.string().min(1).optional(),
  })
  .readonly()

/** A day of the calendar, `yyyy-mm-dd`, or null where it is not known. */
export const dayOrUnknown = z.iso.date().nullable()

/** Where an item comes from: a source with its address, or the mark of a reading or of own, unverified knowledge. */
export const provenance = z.string().min(3)

/** What an item needs to have a place in a hierarchy. */
type Placed = { readonly code: string; readonly parent: string | null }

/** Codes that stand twice in a list, and parents that are not in it: our own mistakes, empty when all is well. */
export function faultsOfHierarchy(items: readonly Placed[]): readonly string[] {
  const codes = new Set(items.map((item) => item.code))
  const twice = items.filter((item, index) => items.findIndex((other) => other.code === item.code) !== index)
  const orphans = items.filter((item) => item.parent !== null && !codes.has(item.parent))
  return [
    ...twice.map((item) => `the code ${item.code} stands twice`),
    ...orphans.map((item) => `${item.code} has the unknown parent ${item.parent}`),
  ]
}
