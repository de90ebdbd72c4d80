import { mkdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { DeliveryReport } from '../intake/report.ts'
import { digestOf } from '../kernel/digest.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import { randomIds } from '../kernel/ids.ts'
import { processConfig } from '../platform/config.ts'
import { openDoor } from './door.ts'

/** How many findings the terminal shows. */
const shownFindings = 10

/** `baymark ingest FILE... --source CODE`: takes files in, also while a hub runs. */
export function addIngest(program: Command): void {
  program
    .command('ingest')
    .description('take files of a source in; works while a hub runs')
    .argument('<file...>', 'the files, taken in one after the other')
    .requiredOption('--source <code>', 'the code of the source the files are from')
    .option(
      '--embargo-until <instant>',
      'hold what the files say until then, like 2026-12-01T10:00:00+08:00',
      instant,
    )
    .option(
      '--again',
      'take files in again whose releases were withdrawn; credit records that ended with them stay ended',
    )
    .option('--json', 'print the report of each file as one line of JSON')
    .action(ingest)
}

type IngestOptions = {
  readonly source: string
  readonly json?: boolean
  readonly again?: boolean
  readonly embargoUntil?: Date
}

function instant(text: string): Date {
  try {
    return DateTimeScalar.parseValue(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

async function ingest(files: readonly string[], options: IngestOptions): Promise<void> {
  const contents = await Promise.all(files.map(async (file) => ({ file, bytes: await contentOf(file) })))
  const config = processConfig()
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  await using door = await openDoor(config, 'baymark ingest')
  if (!options.json) process.stdout.write(`Taking in ${door.description}:\n`)
  for (const { file, bytes } of contents) {
    const report = await door.deliver({
      source: options.source,
      bytes,
      name: basename(file),
      // The same file under its own key is told as taken in, also when its release was withdrawn since.
      idempotencyKey: `file/${digestOf(bytes)}${options.again === true ? `/${randomIds.next()}` : ''}`,
      embargoUntil: options.embargoUntil ?? null,
    })
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : told(file, report))
    if (report.state === 'REFUSED') process.exitCode = 1
  }
}

async function contentOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'ENOENT'
        ? 'there is no such file'
        : error.code === 'EISDIR'
          ? 'it is a folder'
          : error.message
    throw new Error(`Cannot read ${file}: ${reason}. Nothing was taken in.`)
  })
}

function told(file: string, report: DeliveryReport): string {
  const { counts, releases, findings, findingCount } = report
  const lines = [`  ${file}: ${stateOf(report)}`]
  if (report.repeated) {
    if (counts.quarantined > 0)
      lines.push(
        `    rows held back since then ${counts.quarantined}: mend them and send the mended file, or --again once the codes they lack are known`,
      )
    return `${lines.join('\n')}\n`
  }
  if (report.state === 'TAKEN') {
    lines.push(
      `    rows ${counts.rows}; facts added ${counts.added}, revised ${counts.revised}, confirmed ${counts.confirmed}, stale ${counts.stale}; rows held back ${counts.quarantined}`,
      ...(report.embargoUntil == null ? [] : [`    under embargo until ${report.embargoUntil}`]),
      ...releases.map((release) => `    release ${release.id} at position ${release.position}`),
    )
  } else if (counts.quarantined > 0) lines.push(`    rows held back ${counts.quarantined}`)
  for (const finding of findings.slice(0, shownFindings)) {
    const place =
      finding.line === undefined
        ? 'file'
        : `line ${finding.line}${finding.column === undefined ? '' : `, ${finding.column}`}`
    lines.push(`    ${finding.severity} ${finding.code} (${place}): ${finding.message}`)
  }
  if (findingCount > shownFindings)
    lines.push(`    … ${findingCount - shownFindings} more findings; --json shows the first 100`)
  return `${lines.join('\n')}\n`
}

function stateOf({ state, repeated }: DeliveryReport): string {
  if (state === 'REFUSED') return 'refused; nothing was taken from it'
  if (repeated) return 'taken in before; nothing changed'
  return state === 'TAKEN' ? 'taken in' : 'says nothing new; nothing changed'
}
