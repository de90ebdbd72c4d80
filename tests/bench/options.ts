import { parseArgs } from 'node:util'

/** What a run of the bench is told. Sizes and times bound it: nothing in it runs until it is stable. */
export type Options = {
  /** Figures in the data set; a third of them are revised 1 to 5 times on top. */
  readonly observations: number
  /** Organizations with certificates and five credit records each on average; 0 leaves them and their questions out. */
  readonly organizations: number
  /** How often each contender is measured; the table shows medians. */
  readonly rounds: number
  /** How long each measurement of a question lasts. */
  readonly seconds: number
  /** Keep-alive connections that ask at the same time. */
  readonly connections: number
  readonly subscribers: number
  /** Rows of the file that is taken in, each with two figures; 0 leaves intake out. */
  readonly ingestRows: number
  /** Where the results are written as JSON, too. */
  readonly json: string | null
  /** A folder for a CPU profile of the hub; only one question is asked then: the first of `only`, or `series`. */
  readonly profile: string | null
  /** The names of the questions to ask; null for all of them, and for what comes after them. */
  readonly only: readonly string[] | null
}

const numbers = {
  observations: { preset: 100_000, least: 1, most: 2_000_000 },
  organizations: { preset: 2_000, least: 0, most: 1_000_000 },
  rounds: { preset: 3, least: 1, most: 50 },
  seconds: { preset: 1.5, least: 0.1, most: 60 },
  connections: { preset: 4, least: 1, most: 200 },
  subscribers: { preset: 200, least: 0, most: 10_000 },
  'ingest-rows': { preset: 50_000, least: 0, most: 500_000 },
} as const

/** Reads the command line; throws what is wrong with it, with the numbers an option takes. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { ...mapValues(numbers, () => text), json: text, profile: text, only: text },
  })
  const number = (name: keyof typeof numbers): number => {
    const { preset, least, most } = numbers[name]
    const came = values[name]
    const value = came === undefined ? preset : Number(came)
    if (came !== '' && value >= least && value <= most && (name === 'seconds' || Number.isInteger(value)))
      return value
    throw new Error(`--${name}: expected a number from ${least} to ${most}; came "${came}"`)
  }
  return {
    observations: number('observations'),
    organizations: number('organizations'),
    rounds: number('rounds'),
    seconds: number('seconds'),
    connections: number('connections'),
    subscribers: number('subscribers'),
    ingestRows: number('ingest-rows'),
    json: values.json ?? null,
    profile: values.profile ?? null,
    only: values.only?.split(',') ?? null,
  }
}

function mapValues<Name extends string, Value>(from: Readonly<Record<Name, unknown>>, to: () => Value) {
  return Object.fromEntries(Object.keys(from).map((name) => [name, to()])) as Record<Name, Value>
}
