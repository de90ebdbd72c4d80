import { arch, cpus, platform, release, totalmem } from 'node:os'
import type { GateResult } from './measure-gate.ts'
import type { IngestResult } from './measure-ingest.ts'
import type { Measured } from './measure-questions.ts'
import type { StreamResult } from './measure-streams.ts'
import type { Options } from './options.ts'

/** Everything a run measured, as `--json` writes it. */
export type Results = {
  readonly when: string
  readonly machine: Readonly<Record<string, string | number>>
  /** How many processes wanted a processor on average in the last minute, before the run and at its end. */
  readonly load: { readonly before: number; readonly after: number }
  readonly postgres: Readonly<Record<string, string>>
  readonly options: Options
  readonly dataSet: Readonly<Record<string, number>>
  readonly questions: readonly { readonly name: string; readonly measured: readonly Measured[] }[]
  readonly gate: readonly GateResult[]
  readonly streams: readonly StreamResult[]
  readonly ingest: readonly IngestResult[]
  readonly tookSeconds: number
}

/** The machine a run is made on. */
export function machine(): Results['machine'] {
  const [processor] = cpus()
  return {
    processor: processor?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${arch()} ${release()}`,
    node: process.version,
  }
}

/** Above this much load per processor before the run, others were at work on the machine. */
const quiet = 0.5

function noise({ load, machine: { processors } }: Results): string {
  if (load.before <= quiet * Number(processors)) return ''
  return ': others were at work on this machine, read "by CPU" and repeat the run'
}

type Row = readonly (string | number)[]

/** The results as text: one table, and below it what one must know to read it. */
export function tableOf(results: Results): string {
  const rows: readonly Row[] = [
    [
      'what',
      'contender',
      'per second',
      'p50 ms',
      'p99 ms',
      'CPU µs',
      'Postgres µs',
      'to raw',
      'by CPU',
      'spread',
    ],
    ...results.questions.flatMap(questionRows),
    ...streamRows(results.streams),
    ...ingestRows(results.ingest),
  ]
  const { options, dataSet } = results
  return [
    aligned(rows),
    '',
    ...(results.gate.length === 0 ? [] : [aligned(gateRows(results.gate)), '']),
    `data      ${listed(dataSet)}`,
    `run       ${results.when}, ${results.tookSeconds} s; medians of ${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections, raw and hub in turn`,
    `machine   ${listed(results.machine)}`,
    `load      ${results.load.before.toFixed(1)} before, ${results.load.after.toFixed(1)} after${noise(results)}`,
    `postgres  ${listed(results.postgres)}`,
  ].join('\n')
}

/** What the gates cost, in a table of its own: its limit is the hub itself. */
function gateRows(gate: readonly GateResult[]): readonly Row[] {
  return [
    ['gate', '', 'CPU µs with', 'CPU µs without', 'ratio', 'wanted'],
    ...gate.map(({ what, gated, open, ratio: cost, goal }) => [
      what,
      '',
      whole(gated),
      whole(open),
      cost.toFixed(3),
      goal === null ? '' : `at most ${goal.toFixed(2)}`,
    ]),
  ]
}

function questionRows({ name, measured }: Results['questions'][number]): readonly Row[] {
  const raw = measured.find(({ contender }) => contender === 'raw')
  return measured.map((one) => [
    `${name} (${one.answerBytes.toLocaleString('en')} B)`,
    one.contender,
    whole(one.perSecond),
    one.p50.toFixed(2),
    one.p99.toFixed(2),
    whole(one.serverMicroseconds),
    whole(one.postgresMicroseconds),
    ratio(one.perSecond, raw?.perSecond),
    byProcessorTime(one, raw),
    `${Math.round(one.spread * 100)} %`,
  ])
}

function streamRows(streams: readonly StreamResult[]): readonly Row[] {
  const raw = streams.find(({ contender }) => contender === 'raw')
  return streams.flatMap((one): readonly Row[] => {
    const what = `${one.subscribers} subscribers (${one.messageBytes} B)`
    const row = (part: string, ms: number, limit: number | undefined): Row => [
      `${what}, ${part}`,
      one.contender,
      whole((one.subscribers / ms) * 1_000),
      ms.toFixed(1),
      '',
      '',
      '',
      limit === undefined ? '' : ratio(limit, ms),
      '',
      '',
    ]
    return [
      row('request to last', one.fromRequest, raw?.fromRequest),
      row(one.contender === 'hub' ? 'commit to last' : 'request to last', one.fromCommit, raw?.fromCommit),
      row('first to last', one.fanOut, raw?.fanOut),
    ].slice(one.contender === 'hub' ? 0 : 1)
  })
}

function ingestRows(ingest: readonly IngestResult[]): readonly Row[] {
  const raw = ingest.find(({ contender }) => contender === 'psql')
  return ingest.map((one) => [
    `file of ${one.rows.toLocaleString('en')} rows, figures`,
    one.contender,
    whole(one.figuresPerSecond),
    whole(one.seconds * 1_000),
    '',
    '',
    '',
    ratio(one.figuresPerSecond, raw?.figuresPerSecond),
    '',
    '',
  ])
}

function aligned(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? String(cell).padEnd(widths[column] ?? 0) : String(cell).padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function listed(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
    .join(', ')
}

function whole(value: number | null): string {
  return value === null ? '?' : Math.round(value).toLocaleString('en')
}

/** What the raw server and its share of Postgres cost per request, against what this one costs. */
function byProcessorTime(one: Measured, raw: Measured | undefined): string {
  const cost = ({ serverMicroseconds: server, postgresMicroseconds: postgres }: Measured) =>
    server === null || postgres === null ? null : server + postgres
  const limit = raw === undefined ? null : cost(raw)
  const own = cost(one)
  return limit === null || own === null ? '?' : ratio(limit, own)
}

function ratio(value: number, limit: number | undefined): string {
  return limit === undefined ? '' : (value / limit).toFixed(2)
}
