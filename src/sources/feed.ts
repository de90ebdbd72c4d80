import { z } from 'zod'

/** What a column, or the feed itself, may say of an observation. */
const observationFields = ['period', 'region', 'scheme', 'frequency', 'evidence'] as const

const field = z.enum(observationFields)

const rule = z.union([
  z.strictObject({ to: field }).readonly(),
  /** The name that must fit the code of the same row. */
  z.strictObject({ nameOf: z.enum(['region', 'scheme']) }).readonly(),
  /** A figure of this indicator. */
  z.strictObject({ value: z.strictObject({ indicator: z.string().min(1) }).readonly() }).readonly(),
  /** A column that may be there and is not read, and why. */
  z.strictObject({ ignore: z.string().min(1) }).readonly(),
])

/** What becomes of one column. */
export type ColumnRule = z.infer<typeof rule>

const mapping = z
  .strictObject({
    source: z.string().regex(/^[a-z][a-z0-9-]*$/),
    format: z.literal('csv'),
    noun: z.literal('observation'),
    columns: z.record(z.string().trim().min(1), rule).readonly(),
    /** Fields that are the same for every row, because the table as a whole says them. */
    fixed: z.partialRecord(field, z.string().min(1)).readonly(),
    /** The source's own codes, by field, and what they are called here. */
    codes: z.partialRecord(field, z.record(z.string(), z.string().min(1)).readonly()).readonly(),
    /** An empty figure was not published: no draft comes of it, and it is never a zero. */
    emptyValue: z.literal('not-published'),
    /** The code list in whose version of the period the schemes stand; null where they stand in none. */
    codeList: z.string().min(1).nullable(),
    release: z.strictObject({ per: field }).readonly(),
  })
  .readonly()
  .superRefine((feed, context) => {
    for (const fault of faultsOf(feed)) context.addIssue({ code: 'custom', message: fault })
  })

/** How the files of one source are read: a mapping file of `feeds/`, checked. */
export type Feed = z.infer<typeof mapping>

/** Reads one mapping file. What does not fit throws at once: mapping files are part of the program. */
export function parseFeed(name: string, content: unknown): Feed {
  const parsed = mapping.safeParse(content)
  if (!parsed.success)
    throw new Error(`The mapping file ${name} is not valid:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function faultsOf(feed: Feed): readonly string[] {
  const rules = Object.values(feed.columns)
  const mapped: readonly string[] = rules.flatMap((each) => ('to' in each ? [each.to] : []))
  const given: readonly string[] = [...mapped, ...Object.keys(feed.fixed)]
  const named = rules.flatMap((each) => ('nameOf' in each ? [each.nameOf] : []))
  return [
    ...['period', 'region', 'scheme', 'frequency']
      .filter((each) => !given.includes(each))
      .map((each) => `nothing says the ${each}: name a column or fix it`),
    ...given
      .filter((each, index) => given.indexOf(each) !== index)
      .map((each) => `the ${each} is said twice`),
    ...named
      .filter((each) => !mapped.includes(each))
      .map((each) => `a column names a ${each} that no column gives`),
    ...(rules.some((each) => 'value' in each) ? [] : ['no column holds a figure']),
    ...(mapped.includes(feed.release.per)
      ? []
      : [`releases are split by ${feed.release.per}, which no column gives`]),
  ]
}
