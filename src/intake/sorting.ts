import type { Checked, ClaimDraft, LocatedClaim } from './noun-intake.ts'
import type { HeldRow } from './quarantine.ts'
import type { Finding } from './report.ts'

/**
 * A draft and the release of the delivery it belongs to. With `oneRelease` all of the file are one release, and `release`
 * is the month that this draft would name it by, empty where it has none.
 */
export type ReleaseDraft = ClaimDraft & { readonly release: string; readonly oneRelease?: boolean }

/** A row of a delivery as its feed, or its poster, gives it. */
export type IncomingRow = {
  readonly line: number
  readonly text: string
  readonly drafts: readonly ReleaseDraft[]
  readonly findings: readonly Finding[]
}

/** The claims of one release of a delivery, and what its rows say of the release. */
export type ReleaseClaims = {
  readonly name: string
  readonly claims: readonly LocatedClaim<unknown>[]
  readonly periods: ReadonlySet<string>
  readonly evidence: ReadonlySet<string>
}

/** A delivery sorted: what goes on by release, what is held back, what was found. */
export type Sorted = {
  readonly releases: readonly ReleaseClaims[]
  readonly held: readonly HeldRow[]
  readonly findings: readonly Finding[]
  readonly rows: number
}

type Entry = { readonly draft: ReleaseDraft; readonly row: IncomingRow; readonly checked: Checked<unknown> }

/** How many rows are checked before other work gets its turn. */
const rowsAtOnce = 500

/** How the rows of one noun are judged. */
export type Judging = {
  readonly check: (draft: ClaimDraft) => Checked<unknown> | Promise<Checked<unknown>>
  readonly agree: (left: unknown, right: unknown) => boolean
  /** What of a row's text may be kept. */
  readonly masked: (text: string) => string
  /** The header of the column that says a field, in the words of the file. */
  readonly columnOf: (field: string) => string | undefined
}

/**
 * Checks every row of a delivery and sorts it. A claim with an error holds its row back, and the other claims of the row
 * go on (a row of figures makes one for each). Claims of one delivery that contradict each other are all held back.
 */
export async function sortRows(
  rows: AsyncIterable<IncomingRow>,
  { check, agree, masked, columnOf }: Judging,
  pause: () => Promise<void>,
): Promise<Sorted> {
  const entries: Entry[] = []
  const found = new Map<number, { readonly row: IncomingRow; readonly findings: Finding[] }>()
  let count = 0
  for await (const row of rows) {
    count += 1
    if (count % rowsAtOnce === 0) await pause()
    note(found, row, row.findings)
    for (const draft of row.drafts) {
      const checking = check(draft)
      // Waiting for what is there already would cost each row a turn.
      const checked = checking instanceof Promise ? await checking : checking
      note(
        found,
        row,
        checked.findings.map((finding) => inColumn(finding, draft, columnOf)),
      )
      if (checked.claim !== null) entries.push({ draft, row, checked })
    }
  }
  const agreeing = withoutContradictions(entries, agree, found)
  const all = [...found.values()].toSorted((left, right) => left.row.line - right.row.line)
  return {
    releases: byRelease(agreeing, masked),
    held: all
      .filter(({ findings }) => findings.some(isError))
      .map(({ row, findings }) => heldRow(row, findings, masked)),
    findings: all.flatMap(({ row, findings }) => findings.map((finding) => ({ ...finding, line: row.line }))),
    rows: count,
  }
}

function note(
  found: Map<number, { readonly row: IncomingRow; readonly findings: Finding[] }>,
  row: IncomingRow,
  findings: readonly Finding[],
): void {
  if (findings.length === 0) return
  const known = found.get(row.line)
  const fresh = findings.filter(
    (finding) => !known?.findings.some((one) => one.code === finding.code && one.came === finding.came),
  )
  if (known === undefined) found.set(row.line, { row, findings: [...fresh] })
  else known.findings.push(...fresh)
}

/**
 * A finding about a claim names its column of the file: that of the figure, or that of the field it is about. One about
 * the rest of the row names none.
 */
function inColumn(finding: Finding, { column }: ReleaseDraft, columnOf: Judging['columnOf']): Finding {
  if (finding.column === undefined) return finding
  return { ...finding, column: column ?? columnOf(finding.column) }
}

/** One claim per key: the first of equal ones; none of contradicting ones. */
function withoutContradictions(
  entries: readonly Entry[],
  agree: (left: unknown, right: unknown) => boolean,
  found: Map<number, { readonly row: IncomingRow; readonly findings: Finding[] }>,
): readonly Entry[] {
  const byKey = Map.groupBy(entries, ({ checked }) => checked.key)
  return [...byKey.values()].flatMap((members) => {
    const [first, ...others] = members
    if (first === undefined || others.length === 0) return members
    const lines = linesOf(members)
    const same = others.every(({ checked }) => agree(checked.claim, first.checked.claim))
    for (const { row, draft, checked } of same ? others : members) {
      note(found, row, [same ? repeated(lines, checked.key) : contradicting(lines, checked.key, draft)])
    }
    return same ? [first] : []
  })
}

/** The lines of a fact as a message names them: not all of them, because there may be as many as the file has. */
function linesOf(entries: readonly Entry[]): string {
  const named = entries.slice(0, 10).map(({ row }) => row.line)
  return entries.length > named.length
    ? `${named.join(', ')} and ${entries.length - named.length} more`
    : named.join(', ')
}

function repeated(lines: string, key: string | null): Finding {
  return {
    code: 'REPEATED_FIGURE',
    severity: 'warning',
    message: `The lines ${lines} say the same; it was taken once.`,
    expected: 'each fact once',
    came: key ?? '',
  }
}

function contradicting(lines: string, key: string | null, draft: ReleaseDraft): Finding {
  return {
    code: 'CONTRADICTING_FIGURES',
    severity: 'error',
    message: `The lines ${lines} say different things of one fact. Keep the right one.`,
    expected: `one value for ${key}`,
    came: draft.fields['value'] ?? 'different rows',
    column: draft.column ?? undefined,
  }
}

function byRelease(entries: readonly Entry[], masked: (text: string) => string): readonly ReleaseClaims[] {
  const newest = newestOf(entries)
  const groups = Map.groupBy(entries, ({ draft }) => (draft.oneRelease ? newest : draft.release))
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, members]) => ({
      name,
      claims: members.map(({ draft, checked }) => ({
        claim: checked.claim,
        line: draft.line,
        column: draft.column,
        original: masked(draft.original),
      })),
      periods: new Set(members.flatMap(({ draft }) => draft.fields['period'] ?? [])),
      evidence: new Set(members.flatMap(({ draft }) => draft.fields['evidence'] ?? [])),
    }))
}

/** The name of a release none of whose rows says a day. */
const undated = 'undated'

/** The name of a file that is one release: the newest month of what is taken, so that a mistaken day names nothing. */
function newestOf(entries: readonly Entry[]): string {
  const newest = entries.reduce((month, { draft }) => (draft.release > month ? draft.release : month), '')
  return newest === '' ? undated : newest
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error'
}

function heldRow(row: IncomingRow, findings: readonly Finding[], masked: (text: string) => string): HeldRow {
  return {
    line: row.line,
    original: masked(row.text).replaceAll('\u0000', '\\u0000').toWellFormed(),
    findings: findings.filter(isError),
  }
}
