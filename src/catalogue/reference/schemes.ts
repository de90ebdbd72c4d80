import { z } from 'zod'
import schemeItems from './schemes.json' with { type: 'json' }
import { faultsOfHierarchy, provenance, texts } from './texts.ts'

/**
 * What a scheme is: the total of the official tables, one of their categories, a field that only those tables
 * know, or a scheme. A scheme that is an official field too is one item, of the kind SCHEME.
 */
export const schemeKinds = ['TOTAL', 'CATEGORY', 'FIELD', 'SCHEME'] as const

/** The three objects of certification. */
export const schemeCategories = ['MANAGEMENT_SYSTEM', 'PRODUCT', 'SERVICE'] as const

const scheme = z
  .strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    kind: z.enum(schemeKinds),
    category: z.enum(schemeCategories).nullable(),
    /** Its category, for browsing. What adds up to what is told by a version of the code list `cnca-field`. */
    parent: z.string().nullable(),
    names: texts,
    /** Spellings that tables print for this scheme. */
    aliases: z.array(z.string().min(1)).readonly(),
    standards: z.array(z.string().min(1)).readonly(),
    /** Null where the reference data does not say. */
    mandatory: z.boolean().nullable(),
    note: texts.nullable(),
    provenance,
  })
  .readonly()

/** One scheme or official field of the reference data. */
export type ReferenceScheme = z.infer<typeof scheme>

const schemeList = z
  .array(scheme)
  .readonly()
  .superRefine((items, context) => {
    for (const fault of faultsOfHierarchy(items)) context.addIssue({ code: 'custom', message: fault })
  })

/** All schemes; throws where the file contradicts itself, which is our own mistake. */
export function readSchemes(): readonly ReferenceScheme[] {
  return schemeList.parse(schemeItems)
}
