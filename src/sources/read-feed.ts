import { type Header, maxRowBytes, readHeader, readRows } from './csv.ts'
import { decode } from './decode.ts'
import type { Finding, ReadFile, SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'
import { type LaidOut, type Layout, layOut } from './header.ts'
import { findArray, isEmptyArray, looksLikeJson, readElements, readKeys } from './json.ts'
import { blankUntilEnd } from './lines.ts'
import { mapRow } from './map.ts'
import { mapElement } from './map-element.ts'
import { nameRelease } from './name-release.ts'

/**
 * Reads a file by its feed: CSV, or JSON where its first character says so. Called with the whole content of a delivery;
 * what is wrong with the file as a whole is known at once, the rows come as they are asked for, in order, once. A row that
 * cannot be read comes with an error and its text, and the rows after it go on. Never throws for what stands in the file.
 */
export function readFeed(feed: Feed, bytes: Uint8Array): ReadFile {
  const decoded = decode(bytes)
  if (decoded.kind === 'refused') return refused([decoded.finding])
  const { text, encoding } = decoded
  const file = looksLikeJson(text) ? readJson(feed, text) : readCsv(feed, text)
  const findings = [...(encoding === 'UTF-8' ? [] : [assumedEncoding]), ...file.findings]
  if (findings.some((finding) => finding.severity === 'error')) return refused(findings)
  const { columnOf } = file
  return { findings, refused: false, columnOf, rows: nameRelease(feed, file.rows) }
}

type Opened = Pick<ReadFile, 'findings' | 'columnOf'> & { readonly rows: AsyncIterable<SourceRow> }

const noColumn = (): undefined => undefined

/** The column of each field by the words of the file itself; the field where no column says it. */
function columnsSaying({ columns }: Layout, header: readonly string[]): ReadFile['columnOf'] {
  const said = new Map<string, string>()
  for (const { index, name, rule } of columns)
    if ('to' in rule && !said.has(rule.to)) said.set(rule.to, header[index]?.trim() ?? name)
  return (field) => said.get(field) ?? field
}

function readCsv(feed: Feed, text: Buffer): Opened {
  const header = readHeader(text)
  if (header.kind !== 'cells')
    return {
      findings: [headerFinding(header, columnsOf(feed))],
      columnOf: noColumn,
      rows: nothing(),
    }
  const { layout, findings } = layOut(feed, header.cells)
  return {
    columnOf: columnsSaying(layout, header.cells),
    findings: [...findings, ...(blankUntilEnd(text, header.next.offset) ? [noRows] : [])],
    rows: eachOf(readRows(text, header.next), (row) => mapRow(feed, layout, row)),
  }
}

function readJson(feed: Feed, text: Buffer): Opened {
  const array = findArray(text)
  if (array === null) return { findings: [wrongShape], columnOf: noColumn, rows: nothing() }
  if (isEmptyArray(text, array)) return { findings: [noRows], columnOf: noColumn, rows: nothing() }
  const keys = readKeys(text, array)
  if (keys.length === 0) return { findings: [wrongShape], columnOf: noColumn, rows: nothing() }
  const laidOut: LaidOut = layOut(feed, keys)
  return {
    columnOf: columnsSaying(laidOut.layout, keys),
    // Two elements may spell one key differently; within one element it is told with its row.
    findings: laidOut.findings.filter(({ code }) => code !== 'DUPLICATE_COLUMN'),
    rows: eachOf(readElements(text, array), mapElement(feed, laidOut.known, keys)),
  }
}

async function* eachOf<Row>(
  rows: AsyncIterable<Row>,
  map: (row: Row) => SourceRow | null,
): AsyncGenerator<SourceRow, void> {
  for await (const row of rows) {
    const mapped = map(row)
    if (mapped !== null) yield mapped
  }
}

function refused(findings: readonly Finding[]): ReadFile {
  return { findings, refused: true, columnOf: noColumn, rows: nothing() }
}

async function* nothing(): AsyncGenerator<SourceRow, void> {}

const assumedEncoding: Finding = {
  code: 'ENCODING_ASSUMED',
  severity: 'warning',
  message:
    'The file is not UTF-8; it was read as GB18030. Save it as UTF-8 next time, so that nothing is assumed.',
  expected: 'UTF-8',
  came: 'GB18030',
}

const noRows: Finding = {
  code: 'NO_ROWS',
  severity: 'warning',
  message: 'The file has a header and no rows. Nothing was taken from it.',
  expected: 'at least one row',
  came: 'no row',
}

const wrongShape: Finding = {
  code: 'WRONG_SHAPE',
  severity: 'error',
  message:
    'The JSON is no array of objects, nor an object that holds one array of objects beside single values. Send the rows as [{…}, {…}]; one object per line is not read.',
  expected: '[{…}, {…}] or {"data": [{…}, {…}]}',
  came: 'JSON of another shape',
}

/** The columns that must be there, of the layout that a source names first. */
function columnsOf(feed: Feed): readonly string[] {
  return Object.entries(feed.layouts[0]?.columns ?? {}).flatMap(([name, rule]) =>
    'required' in rule && rule.required ? [name] : [],
  )
}

function headerFinding(
  header: Exclude<Header, { readonly kind: 'cells' }>,
  columns: readonly string[],
): Finding {
  const expected = `a header: ${columns.join(', ')}`
  if (header.kind === 'none') {
    return {
      code: 'EMPTY_FILE',
      severity: 'error',
      message: 'The file is empty. Send it with its header and rows.',
      expected,
      came: 'nothing',
    }
  }
  const message =
    header.reason === 'ROW_TOO_LONG'
      ? `The first line is longer than ${maxRowBytes} bytes, so it is no header. Is this a CSV file with line ends?`
      : 'The quotes of the header are broken: one does not close, or text stands beside a quoted cell.'
  return { code: header.reason, severity: 'error', message, expected, came: 'a first line that is no header' }
}
