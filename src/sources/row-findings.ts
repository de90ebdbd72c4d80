import { shown } from '../kernel/text.ts'
import { type Break, maxBrokenRows, maxRowBytes } from './csv.ts'
import type { Finding } from './draft.ts'

/** A row has more or fewer cells than the header. */
export function rowWidth(width: number, cells: readonly string[]): Finding {
  const advice =
    cells.length > width
      ? 'A cell that holds a comma must stand in quotes.'
      : 'An empty cell still needs its comma.'
  const message = `The row has ${cells.length} cells, the header ${width}. ${advice}`
  return {
    code: 'ROW_WIDTH',
    severity: 'error',
    message,
    expected: `${width} cells`,
    came: `${cells.length} cells: ${shown(cells.join(','))}`,
  }
}

/** A cell holds a character that no table prints: most likely the file was damaged or is no text. */
export function controlCharacter(column: string, cell: string): Finding {
  const came = shown(cell)
  const message = `The cell under "${column}" holds a control character: "${came}". Remove it and send the row again.`
  return {
    code: 'CONTROL_CHARACTER',
    severity: 'error',
    message,
    expected: 'text without control characters',
    came,
    column,
  }
}

/** The cell that splits a file into releases is empty. */
export function emptyCell(column: string): Finding {
  const message = `The cell under "${column}" is empty, but it says which release the row belongs to. Fill it and send the row again.`
  return {
    code: 'EMPTY_CELL',
    severity: 'error',
    message,
    expected: 'a value',
    came: 'an empty cell',
    column,
  }
}

/** All figures of a row are empty. */
export function noFigure(columns: readonly string[]): Finding {
  const message = `The row holds no figure: ${columns.join(' and ')} are empty. Nothing was taken from it.`
  return {
    code: 'NO_FIGURE',
    severity: 'warning',
    message,
    expected: `a figure under ${columns.join(' or ')}`,
    came: 'empty cells',
  }
}

const brokenMessages: Readonly<Record<Break, { readonly message: string; readonly expected: string }>> = {
  BROKEN_QUOTES: {
    message:
      'The quotes of this line are broken: one does not close, or text stands beside a quoted cell. Close each quote and double those inside a cell.',
    expected: 'cells as RFC 4180 writes them',
  },
  ROW_TOO_LONG: {
    message: `The row is longer than ${maxRowBytes} bytes; what is kept here of its text is its beginning. Shorten it or split it.`,
    expected: `at most ${maxRowBytes} bytes`,
  },
  TOO_MANY_BROKEN_ROWS: {
    message: `More than ${maxBrokenRows} rows are broken, so this line and those after it were not read. Mend the file and send it again.`,
    expected: `at most ${maxBrokenRows} broken rows`,
  },
}

/** A row could not be split into cells. */
export function brokenRow(reason: Break, text: string): Finding {
  return { code: reason, severity: 'error', ...brokenMessages[reason], came: shown(text) }
}
