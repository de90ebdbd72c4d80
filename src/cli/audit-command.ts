import { type Command, InvalidArgumentError } from 'commander'
import type { AuditEntry } from '../access/audit/chain.ts'
import { processConfig } from '../platform/config.ts'
import { openDoor } from './door.ts'
import { requireData } from './running-hub.ts'
import { plain, wrapped } from './terminal.ts'
import { type AuditPage, entryFields, type Verified, verifyChain } from './verify-chain.ts'

/** `baymark audit …`: the chain of who did or read what, verified and listed. */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('verify and list the audit: who did or read what; works while a hub runs')
  audit
    .command('verify')
    .description('recompute the chain of the audit, and say where it is broken')
    .option(
      '--expect <hash>',
      'a hash noted earlier: proves that nothing up to it was cut off or rewritten',
      sha256,
    )
    .option('--json', 'print what was found as one line of JSON')
    .addHelpText(
      'after',
      `
Exit code 0: the chain is whole (and holds the hash expected); 1: it is not.
Note the last hash somewhere else now and then. A chain alone cannot show that
its end was cut off, or that all of it was written anew; --expect can.

  baymark audit verify --json | jq -r .hash > /elsewhere/audit-2026-11
  baymark audit verify --expect "$(cat /elsewhere/audit-2026-11)"`,
    )
    .action(verify)
  audit
    .command('list')
    .description('list entries of the audit, newest first')
    .option('--actor <actor>', 'only what one did, like key:feed')
    .option('--act <act>', 'only one act, like publishRelease')
    .option('--subject <id>', 'only what was done to one id, like cnca-by-region/2022-08')
    .option('--outcome <code>', 'only one outcome, like OK or FORBIDDEN')
    .option('--first <number>', 'how many at most', whole, 50)
    .option('--json', 'print each entry as one line of JSON')
    .action(list)
}

type VerifyOptions = { readonly expect?: string; readonly json?: boolean }

type ListOptions = {
  readonly actor?: string
  readonly act?: string
  readonly subject?: string
  readonly outcome?: string
  readonly first: number
  readonly json?: boolean
}

async function verify({ expect, json }: VerifyOptions): Promise<void> {
  await using door = await openDoor(requireData(processConfig()), 'baymark audit verify')
  const found = await verifyChain(door, expect)
  const missed = expect !== undefined && found.expectedAt === null
  if (found.broken !== null || missed) process.exitCode = 1
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else process.stdout.write(verdict(found, expect, door.description))
}

function verdict(
  { entries, hash, at, broken, expectedAt }: Verified,
  expect: string | undefined,
  how: string,
): string {
  const lines = [`Read the audit ${how}.\n`]
  if (broken === null) lines.push(`The chain is whole: ${counted(entries)}.\n`)
  else {
    lines.push(
      wrapped(`BROKEN at entry ${broken.seq}: ${broken.reason}.`, '  '),
      `Up to there the chain is whole: ${counted(entries)}.\n`,
      wrapped(
        'Compare with a backup of the table audit: entries from there on were changed, removed or put in.',
        '  ',
      ),
    )
  }
  if (entries > 0) lines.push(`Entry ${entries}, of ${at}:\n  ${hash}\n`)
  if (expect === undefined) return lines.join('')
  if (expectedAt !== null) {
    const since = entries - expectedAt
    lines.push(
      `The expected hash is that of entry ${expectedAt}; ${since === 0 ? 'nothing' : counted(since)} since.\n`,
    )
  } else {
    const why = 'the chain was cut off before it or written anew, or the hash is of another hub'
    lines.push(wrapped(`NO entry has the expected hash: ${why}.`, '  '))
  }
  return lines.join('')
}

function counted(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`
}

async function list({ actor, act, subject, outcome, first, json }: ListOptions): Promise<void> {
  await using door = await openDoor(requireData(processConfig()), 'baymark audit list')
  const filter = Object.fromEntries(
    Object.entries({ actor, act, outcome })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { eq: value }]),
  )
  const { audit } = await door.ask<AuditPage>(newestFirst, { filter, subject: subject ?? null, first })
  if (json) for (const entry of audit.nodes) process.stdout.write(`${JSON.stringify(entry)}\n`)
  else if (audit.nodes.length === 0) process.stdout.write(`No entry matches, read ${door.description}.\n`)
  else for (const entry of audit.nodes) process.stdout.write(told(entry))
}

/** An entry for a reader: what and by whom on one line, the rest below it. */
function told({ seq, at, actor, act, subjects, purpose, outcome, times }: AuditEntry): string {
  const often = times === 1 ? '' : ` ${times} times`
  const about = subjects.slice(0, shownSubjects).join(', ')
  const more = subjects.length > shownSubjects ? ` and ${subjects.length - shownSubjects} more` : ''
  return [
    wrapped(plain(`${seq}  ${at.slice(0, 19)}Z  ${act}${often}  ${outcome}  by ${actor}`), '    '),
    about === '' ? '' : wrapped(plain(`about ${about}${more}`), '    ', '    '),
    purpose === null ? '' : wrapped(plain(`for: ${purpose}`), '    ', '    '),
  ].join('')
}

/** How many ids the terminal shows of an entry. */
const shownSubjects = 5

const newestFirst = `query ListAudit($filter: AuditFilter, $subject: String, $first: Int) {
  audit(filter: $filter, subject: $subject, first: $first) { nodes { ${entryFields} } }
}`

function sha256(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text.trim())) return text.trim().toLowerCase()
  throw new InvalidArgumentError(
    'Expected a hash of 64 digits 0-9 and a-f, as `baymark audit verify` prints it.',
  )
}

function whole(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000) return Number(text)
  throw new InvalidArgumentError('Expected a whole number from 1 to 1000.')
}
