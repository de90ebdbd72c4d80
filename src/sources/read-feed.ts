import { type CsvRow, type Header, maxRowBytes, readHeader, readRows } from './csv.ts'
import { decode } from './decode.ts'
import type { Finding, ReadFile, SourceRow } from './draft.ts'
import type { Feed } from './feed.ts'
import { type Layout, layOut } from './header.ts'
import { blankUntilEnd } from './lines.ts'
import { mapRow } from './map.ts'

/**
 * Reads a file by its feed. Called with the whole content of a delivery; what is wrong with the file as a whole
 * is known at once, the rows come as they are asked for, in order, once. A row that cannot be read comes with
 * an error and its text, and the rows after it go on. Never throws for what stands in the file.
 */
export function readFeed(feed: Feed, bytes: Uint8Array): ReadFile {
  const decoded = decode(bytes)
  if (decoded.kind === 'refused') return refused([decoded.finding])
  const header = readHeader(decoded.text)
  if (header.kind !== 'cells') return refused([headerFinding(header, Object.keys(feed.columns))])
  const { layout, findings } = layOut(feed, header.cells)
  const all = [
    ...(decoded.encoding === 'UTF-8' ? [] : [assumedEncoding]),
    ...findings,
    ...(blankUntilEnd(decoded.text, header.next.offset) ? [noRows] : []),
  ]
  if (all.some((finding) => finding.severity === 'error')) return refused(all)
  return { findings: all, refused: false, rows: mapped(feed, layout, readRows(decoded.text, header.next)) }
}

async function* mapped(
  feed: Feed,
  layout: Layout,
  rows: AsyncIterable<CsvRow>,
): AsyncGenerator<SourceRow, void> {
  for await (const row of rows) yield mapRow(feed, layout, row)
}

function refused(findings: readonly Finding[]): ReadFile {
  return { findings, refused: true, rows: nothing() }
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
  came: 'a header only',
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
