import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BenchPostgres } from './bench-postgres.ts'
import { deliverFile, fileHeader } from './deliver-file.ts'

/** How a file was taken in: by the hub, or by psql into a bare table. */
export type IngestResult = {
  readonly contender: 'psql' | 'hub'
  readonly rows: number
  readonly figures: number
  readonly seconds: number
  readonly figuresPerSecond: number
}

/** A region as the file names it. */
export type NamedRegion = { readonly code: string; readonly name: string }

/**
 * A file of the national tables by region: so many rows with two new figures each, one release per month, the months
 * going back from 2023-12. Each row is one region of one month.
 */
export function fileOf(rows: number, regions: readonly NamedRegion[]): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const region = regions[row % regions.length]
    const month = 2023 * 12 + 11 - Math.floor(row / regions.length)
    const period = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
    return `${period},${region?.code},${region?.name},${100_000 + row},${40_000 + row},made for the bench`
  })
  return `${[fileHeader, ...lines].join('\n')}\n`
}

/**
 * Takes a file in with psql (\copy into an unlogged table, then an upsert of its figures by key), with the hub over
 * POST /ingest, and with psql again, whose two runs give a median of their own. The hub keeps each row's original text, a
 * claim per figure, the releases and their commits; psql keeps the figures alone.
 */
export async function measureIngest(
  hub: string,
  postgres: BenchPostgres,
  content: string,
): Promise<readonly IngestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baymark-bench-file-'))
  const file = join(folder, 'file.csv')
  writeFileSync(file, content)
  try {
    const rows = content.split('\n').length - 2
    const first = await psqlSeconds(postgres, file)
    const began = performance.now()
    const { counts } = await deliverFile(hub, content, 'bench-file')
    const seconds = (performance.now() - began) / 1_000
    const second = await psqlSeconds(postgres, file)
    const result = (contender: 'psql' | 'hub', took: number) => {
      return { contender, rows, figures: rows * 2, seconds: took, figuresPerSecond: (rows * 2) / took }
    }
    if (counts.added + counts.revised + counts.confirmed !== rows * 2)
      throw new Error(`the hub took other figures than the file has: ${JSON.stringify(counts)}`)
    return [result('psql', (first + second) / 2), result('hub', seconds)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function psqlSeconds({ programs, url }: BenchPostgres, file: string): Promise<number> {
  const run = (...commands: readonly string[]) =>
    promisify(execFile)(join(programs, 'psql'), [
      ...['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url],
      ...commands.flatMap((command) => ['-c', command]),
    ])
  await run(
    'drop table if exists bench_figure, bench_stage',
    `create table bench_figure (indicator text, region text, period text, value numeric not null, evidence text,
       primary key (region, indicator, period))`,
    `create unlogged table bench_stage (period text, region text, name text, certificates numeric,
       organizations numeric, evidence text)`,
  )
  const began = performance.now()
  await run(
    `\\copy bench_stage from '${file}' with (format csv, header)`,
    `insert into bench_figure select i.indicator, t.region, t.period, i.value, t.evidence from bench_stage t
       cross join lateral (values ('certificates', t.certificates), ('organizations', t.organizations))
       as i(indicator, value)
     on conflict (region, indicator, period) do update set value = excluded.value, evidence = excluded.evidence`,
  )
  const seconds = (performance.now() - began) / 1_000
  await run('drop table bench_figure, bench_stage')
  return seconds
}
