import type { Fact } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Names } from '../../kernel/language.ts'

/**
 * What adding figures along a dimension gives: ADDITIVE their sum, DISTINCT only an upper bound (one organization
 * may be counted in several), NONE nothing that means anything.
 */
export const additivities = ['ADDITIVE', 'DISTINCT', 'NONE'] as const

/** How a figure may be summed along one dimension. */
export type Additivity = (typeof additivities)[number]

/** How far the figures of two sources may be apart before they disagree, as exact decimals from 0 up. */
export type Tolerance = { readonly absolute: Decimal; readonly relative: Decimal }

/** What is measured, as a plain fact. */
export type Indicator = Fact & {
  readonly id: string
  readonly code: string
  readonly names: Names
  readonly descriptions: Names
  readonly unit: string
  readonly valueType: 'INTEGER' | 'DECIMAL'
  readonly minimum: Decimal | null
  readonly collection: string
  readonly additivity: {
    readonly scheme: Additivity
    readonly region: Additivity
    readonly period: Additivity
    readonly source: Additivity
  }
  /** Null at positions before the catalogue said so. */
  readonly tolerance: Tolerance | null
  readonly provenance: string
}
