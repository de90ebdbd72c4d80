import { z } from 'zod'
import indicatorItems from './indicators.json' with { type: 'json' }
import { provenance, texts } from './texts.ts'

/**
 * What adding figures along a dimension gives: ADDITIVE their sum, DISTINCT only an upper bound (the same
 * organization may be counted in several), NONE nothing that means anything.
 */
export const additivities = ['ADDITIVE', 'DISTINCT', 'NONE'] as const

const additivity = z.enum(additivities)

const decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/)

const limit = decimal.refine((text) => !text.startsWith('-'))

const indicator = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z-]*$/),
    names: texts,
    descriptions: texts,
    unit: z.string().min(1),
    valueType: z.enum(['INTEGER', 'DECIMAL']),
    /** The least value a figure may have, as an exact decimal; null where there is none. */
    minimum: decimal.nullable(),
    /** When in its period a figure is taken: a stock at the end of it, a flow all through it. */
    collection: z.enum(['END_OF_PERIOD', 'DURING_PERIOD']),
    additivity: z
      .strictObject({ scheme: additivity, region: additivity, period: additivity, source: additivity })
      .readonly(),
    /** How far two sources may be apart before they disagree: by so much, or by such a part of the larger figure. */
    tolerance: z.strictObject({ absolute: limit, relative: limit }).readonly(),
    provenance,
  })
  .readonly()

/** One indicator of the reference data. */
export type ReferenceIndicator = z.infer<typeof indicator>

/** All indicators; throws where the file is not what it should be, which is our own mistake. */
export function readIndicators(): readonly ReferenceIndicator[] {
  return z.array(indicator).readonly().parse(indicatorItems)
}
