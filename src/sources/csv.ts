import { setImmediate } from 'node:timers/promises'
import { CsvError, Parser } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { blankUntilEnd, endOfLine, lineEnds } from './lines.ts'

/** A row longer than this is not read: a quote that never closes would otherwise swallow the file. */
export const maxRowBytes = 65_536

/** After so many rows with broken quotes the rest is not read: each costs a new start of the parser. */
export const maxBrokenRows = 1_000

/** A place in a text: bytes from its beginning, and the line there, from 1. */
export type Place = { readonly offset: number; readonly line: number }

/** Why a row has no cells. */
export type Break = 'BROKEN_QUOTES' | 'ROW_TOO_LONG' | 'TOO_MANY_BROKEN_ROWS'

/** A row with the line on which it begins and its original text: read into cells, or broken. */
export type CsvRow =
  | {
      readonly kind: 'cells'
      readonly line: number
      readonly text: string
      readonly cells: readonly string[]
    }
  | { readonly kind: 'broken'; readonly line: number; readonly text: string; readonly reason: Break }

/** The first row that is not blank, and where the rows after it begin. */
export type Header =
  | { readonly kind: 'cells'; readonly cells: readonly string[]; readonly next: Place }
  | { readonly kind: 'broken'; readonly reason: Break }
  | { readonly kind: 'none' }

const dialect = {
  delimiter: ',',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  bom: false,
}

/** Reads the header of a CSV text (UTF-8, no byte order mark): RFC 4180, any of the three line ends. */
export function readHeader(text: Buffer): Header {
  if (blankUntilEnd(text, 0)) return { kind: 'none' }
  const head = text.subarray(0, maxRowBytes + 1)
  try {
    let offset = 0
    const onRecord = (record: string[], info: { readonly bytes: number }) => {
      offset = info.bytes
      return record
    }
    const [cells = []] = parse(head, { ...dialect, to: 1, skip_empty_lines: true, on_record: onRecord })
    if (offset > maxRowBytes) return { kind: 'broken', reason: 'ROW_TOO_LONG' }
    return { kind: 'cells', cells, next: { offset, line: 1 + lineEnds(text, 0, offset) } }
  } catch (error) {
    return { kind: 'broken', reason: breakOf(error) }
  }
}

/**
 * Reads the rows from a place on, in order, without those whose cells are all blank. A broken row costs its own line and no
 * other: reading goes on at the next line. The event loop runs between pieces of 64 KiB.
 */
export async function* readRows(text: Buffer, from: Place): AsyncGenerator<CsvRow, void> {
  let place = from
  for (let broken = 0; broken < maxBrokenRows; broken += 1) {
    const stop = yield* readUntilBreak(text, place)
    if (stop === null) return
    const { offset, line } = stop.place
    const end = endOfLine(text, offset)
    yield { kind: 'broken', line, text: rowText(text, offset, end), reason: stop.reason }
    place = { offset: end, line: line + 1 }
  }
  if (blankUntilEnd(text, place.offset)) return
  const rest = rowText(text, place.offset, endOfLine(text, place.offset))
  yield { kind: 'broken', line: place.line, text: rest, reason: 'TOO_MANY_BROKEN_ROWS' }
}

/** Where reading stopped and why; null at the end of the text. */
type Stop = { readonly place: Place; readonly reason: Break } | null

async function* readUntilBreak(text: Buffer, from: Place): AsyncGenerator<CsvRow, Stop> {
  const ended: { readonly cells: readonly string[]; readonly end: number }[] = []
  const parser = new Parser({
    ...dialect,
    on_record: (cells: string[], info) => {
      ended.push({ cells, end: from.offset + info.bytes })
      return null
    },
  })
  // Failures come back through the callbacks of write and end; the event only repeats them.
  parser.on('error', () => undefined)
  try {
    let place = from
    for (let fed = from.offset; ; ) {
      const failure = await write(parser, text.subarray(fed, fed + maxRowBytes))
      fed = Math.min(fed + maxRowBytes, text.length)
      for (const { cells, end } of ended.splice(0)) {
        if (end - place.offset > maxRowBytes) return { place, reason: lengthBreak(text, place) }
        if (cells.some((cell) => cell.trim() !== '')) {
          yield { kind: 'cells', line: place.line, text: rowText(text, place.offset, end), cells }
        }
        place = { offset: end, line: place.line + lineEnds(text, place.offset, end) }
      }
      if (failure !== null) return { place, reason: breakOf(failure) }
      if (fed - place.offset > maxRowBytes) return { place, reason: lengthBreak(text, place) }
      if (parser.writableEnded) return null
      await setImmediate()
    }
  } finally {
    parser.destroy()
  }
}

/** Hands a piece to the parser, or the end of the text when the piece is empty; resolves with what failed. */
function write(parser: Parser, piece: Buffer): Promise<Error | null> {
  return new Promise((resolve) => {
    const done = (failure?: Error | null) => resolve(failure ?? null)
    if (piece.length > 0) parser.write(piece, done)
    else parser.end(done)
  })
}

/** A row is too long by itself, or only because a quote in its first line does not close. */
function lengthBreak(text: Buffer, place: Place): Break {
  return endOfLine(text, place.offset) - place.offset > maxRowBytes ? 'ROW_TOO_LONG' : 'BROKEN_QUOTES'
}

const quoteErrors: readonly string[] = [
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
  'CSV_QUOTE_NOT_CLOSED',
]

function breakOf(error: unknown): Break {
  if (error instanceof CsvError && quoteErrors.includes(error.code)) return 'BROKEN_QUOTES'
  throw error
}

function rowText(text: Buffer, start: number, end: number): string {
  const row = text.toString('utf8', start, Math.min(end, start + maxRowBytes))
  return row.replace(/(?:\r\n|\n|\r)$/, '').replaceAll('\u0000', '\\u0000')
}
