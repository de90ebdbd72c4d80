import { z } from 'zod'
import codeListItems from './code-lists.json' with { type: 'json' }
import { dayOrUnknown, faultsOfHierarchy, provenance, texts } from './texts.ts'

const entry = z
  .strictObject({
    code: z.string().min(1),
    parent: z.string().nullable(),
    /** The place in the published list, from 1. */
    order: z.int().min(1),
    /** Absent where the region or scheme of this code has the names. */
    names: texts.optional(),
  })
  .readonly()

const codeList = z
  .strictObject({
    code: z.string().min(1),
    version: z.string().min(1),
    names: texts,
    /** First day on which this version holds; null where it is not known. */
    validFrom: dayOrUnknown,
    /** First day on which it no longer holds; null where it still does or the day is not known. */
    validTo: dayOrUnknown,
    note: texts.nullable(),
    provenance,
    entries: z.array(entry).min(1).readonly(),
  })
  .readonly()
  .superRefine((list, context) => {
    for (const fault of faultsOfHierarchy(list.entries)) context.addIssue({ code: 'custom', message: fault })
  })

/** One version of a code list. */
export type ReferenceCodeList = z.infer<typeof codeList>

/** All versions of all code lists; throws where the file contradicts itself, which is our own mistake. */
export function readCodeLists(): readonly ReferenceCodeList[] {
  return z.array(codeList).readonly().parse(codeListItems)
}
