import { arch, cpus, platform, release, totalmem } from 'node:os'
import type { IngestResult } from './measure-ingest.ts'
import type { Measured } from './measure-questions.ts'
import type { StreamResult } from './measure-streams.ts'
import type { Options } from './options.ts'

/** Everything a run measured, as `--json` writes it. */
export type Results = {
  readonly when: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly postgres: Readonly<Record<string, string>>
  readonly options: Options
  readonly dataSet: Readonly<Record<string, number>>
  readonly questions: readonly { readonly name: string; readonly measured: readonly Measured[] }[]
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

type Row = readonly (string | number)[]

/** The results as text: one table, and below it what one must know to read it. */
export function tableOf(results: Results): string {
  const rows: readonly Row[] = [
    ['what', 'contender', 'per second', 'p50 ms', 'p99 ms', 'CPU µs', 'Postgres µs', 'to raw', 'spread'],
    ...results.questions.flatMap(questionRows),
    ...streamRows(results.streams),
    ...ingestRows(results.ingest),
  ]
  const { options, dataSet } = results
  return [
    aligned(rows),
    '',
    `data      ${listed(dataSet)}`,
    `run       ${results.when}, ${results.tookSeconds} s; medians of ${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections, raw and hub in turn`,
    `machine   ${listed(results.machine)}`,
    `postgres  ${listed(results.postgres)}`,
  ].join('\n')
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
    `file of ${Math.round(one.rowsPerSecond * one.seconds).toLocaleString('en')} rows`,
    one.contender,
    whole(one.rowsPerSecond),
    whole(one.seconds * 1_000),
    '',
    '',
    '',
    ratio(one.rowsPerSecond, raw?.rowsPerSecond),
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

function ratio(value: number, limit: number | undefined): string {
  return limit === undefined ? '' : (value / limit).toFixed(2)
}
