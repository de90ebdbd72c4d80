import { z } from 'zod'
import sourceItems from './sources.json' with { type: 'json' }
import { provenance, texts } from './texts.ts'

const source = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9-]*$/),
    names: texts,
    publisher: texts,
    /** The publisher's own address, null where it has none; where a figure was read stands with the figure. */
    address: z.url().nullable(),
    /** What its rows say; `measure` where the hub counts its figures itself and takes no deliveries. */
    noun: z.enum([
      'observation',
      'organization',
      'certificate',
      'qualification',
      'credit-record',
      'joint-measure',
      'inspection',
      'measure',
    ]),
    /** How often it publishes, in SDMX letters; null where it publishes as things happen. */
    frequency: z.enum(['A', 'S', 'Q', 'M', 'W', 'D']).nullable(),
    /** The mapping file by which its files are read. */
    feed: z.string().min(1),
    /** The code list its schemes stand in, as its feed reads them; null where they stand in none. */
    codeList: z.string().min(1).nullable(),
    /** Who is preferred where several say the same figure: 1 first. */
    priority: z.int().min(1),
    note: texts.nullable(),
    provenance,
  })
  .readonly()
  .refine(({ noun, frequency }) => (noun !== 'observation' && noun !== 'measure') || frequency !== null, {
    message: 'figures have a frequency',
  })

/** One source of the reference data. */
export type ReferenceSource = z.infer<typeof source>

/** All sources; throws where the file is not what it should be, which is our own mistake. */
export function readSources(): readonly ReferenceSource[] {
  const sources = z.array(source).readonly().parse(sourceItems)
  const priorities = new Set(sources.map(({ priority }) => priority))
  if (priorities.size === sources.length) return sources
  throw new Error('two sources of sources.json have one priority: give each its own')
}
