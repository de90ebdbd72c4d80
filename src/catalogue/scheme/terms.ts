import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'

/** What a scheme is: the total of the official tables, one of their categories, one of their fields, or a scheme. */
export const schemeKinds = ['TOTAL', 'CATEGORY', 'FIELD', 'SCHEME'] as const

/** The objects of certification. */
export const schemeCategories = ['MANAGEMENT_SYSTEM', 'PRODUCT', 'SERVICE'] as const

/** A certification scheme, or a class of the official tables, as a plain fact. */
export type Scheme = Fact & {
  readonly id: string
  readonly code: string
  readonly kind: (typeof schemeKinds)[number]
  readonly category: (typeof schemeCategories)[number] | null
  readonly parent: string | null
  readonly names: Names
  readonly aliases: readonly string[]
  readonly standards: readonly string[]
  readonly mandatory: boolean | null
  readonly note: Names | null
  readonly provenance: string
}
