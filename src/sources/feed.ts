import { z } from 'zod'
import { foldedHeader } from './header-words.ts'
import { type FeedNoun, feedNouns, fieldsOfNouns } from './noun-fields.ts'

/** Other headers under which the column comes. */
const also = z.array(z.string().trim().min(1)).readonly().optional()
/** A file without the column is refused. */
const required = z.literal(true).optional()

const rule = z.union([
  z
    .strictObject({
      to: z.string().min(1),
      required,
      also,
      /** The source's own codes, and what they are called here; one that says nothing is the empty text. */
      words: z.record(z.string(), z.string()).readonly().optional(),
    })
    .readonly(),
  /** The name that must fit the code of the same row. */
  z.strictObject({ nameOf: z.enum(['region', 'scheme']), required, also }).readonly(),
  /** A figure of this indicator. */
  z
    .strictObject({ value: z.strictObject({ indicator: z.string().min(1) }).readonly(), required, also })
    .readonly(),
  /** A column that may be there and is not read, and why. */
  z.strictObject({ ignore: z.string().min(1), also }).readonly(),
  /** A column about persons that is never read and of which nothing is kept, and why. */
  z
    .strictObject({
      private: z.string().min(1),
      /** What is masked wherever else the row says it. */
      holds: z.enum(['name', 'number']).optional(),
      also,
    })
    .readonly(),
])

/** What becomes of one column. */
export type ColumnRule = z.infer<typeof rule>

const layout = z
  .strictObject({ name: z.string().min(1), columns: z.record(z.string().trim().min(1), rule).readonly() })
  .readonly()

/** One of the ways in which a source lays its columns out. */
export type FeedLayout = z.infer<typeof layout>

const mapping = z
  .strictObject({
    source: z.string().regex(/^[a-z][a-z0-9-]*$/),
    noun: z.enum(feedNouns as readonly [FeedNoun, ...FeedNoun[]]),
    /** Told apart by the headers of a file. */
    layouts: z.array(layout).min(1).readonly(),
    /** Fields that are the same for every row, because the table as a whole says them. */
    fixed: z.record(z.string(), z.string().min(1)).readonly(),
    /** The code list in whose version of the period the schemes stand; null where they stand in none. */
    codeList: z.string().min(1).nullable(),
    release: z.union([
      /** A release for each value of the field. */
      z.strictObject({ per: z.string().min(1) }).readonly(),
      /** One release for the whole file, named by the month of the newest day in these fields. */
      z.strictObject({ newest: z.array(z.string().min(1)).min(1).readonly() }).readonly(),
    ]),
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

/** Says whether the rows of a feed may be about persons: nothing is kept of what is not read, and the rest is looked through. */
export function isGuarded(feed: Feed): boolean {
  return feed.noun !== 'observation'
}

function faultsOf(feed: Feed): readonly string[] {
  return feed.layouts.flatMap((each) =>
    (feed.noun === 'observation' ? figureFaults(feed, each) : factFaults(feed, each)).concat(
      columnFaults(feed, each),
    ),
  )
}

function columnFaults(feed: Feed, { name, columns }: FeedLayout): readonly string[] {
  const known: readonly string[] = fieldsOfNouns[feed.noun]
  const headers = Object.entries(columns).flatMap(([header, { also }]) => [header, ...(also ?? [])])
  const folded = headers.map(foldedHeader)
  return [
    ...[...mappedIn(columns), ...Object.keys(feed.fixed)]
      .filter((each) => !known.includes(each))
      .map((each) => `columns: ${each} is no field of ${feed.noun}`),
    ...headers
      .filter((header, index) => folded.indexOf(foldedHeader(header)) !== index)
      .map((header) => `columns: the header ${header} stands twice in the layout ${name}`),
    ...(Object.values(columns).some((each) => 'required' in each && each.required)
      ? []
      : [`no column of the layout ${name} is required, so that every file would fit`]),
  ]
}

function figureFaults(feed: Feed, { columns }: FeedLayout): readonly string[] {
  const rules = Object.values(columns)
  const mapped = mappedIn(columns)
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
    ...('per' in feed.release && mapped.includes(feed.release.per)
      ? []
      : [
          `releases are split by ${'per' in feed.release ? feed.release.per : 'no field'}, which no column gives`,
        ]),
  ]
}

function factFaults(feed: Feed, { columns }: FeedLayout): readonly string[] {
  const mapped = mappedIn(columns)
  const splitting = 'per' in feed.release ? [feed.release.per] : feed.release.newest
  return [
    ...(Object.values(columns).some((each) => 'value' in each || 'nameOf' in each)
      ? [`a ${feed.noun} has no figures and no names of codes`]
      : []),
    ...mapped.filter((each) => Object.hasOwn(feed.fixed, each)).map((each) => `the ${each} is said twice`),
    ...(splitting.some((each) => mapped.includes(each))
      ? []
      : [`releases are named by ${splitting.join(', ')}, which no column gives`]),
  ]
}

function mappedIn(columns: FeedLayout['columns']): readonly string[] {
  return Object.values(columns).flatMap((each) => ('to' in each ? [each.to] : []))
}
