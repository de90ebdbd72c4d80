import { shown } from '../kernel/text.ts'
import { type Break as CsvBreak, maxBrokenRows, maxRowBytes } from './csv.ts'
import type { Finding } from './draft.ts'
import type { JsonRow } from './json.ts'

/** Why a row of any format has no cells. */
export type Break = CsvBreak | Extract<JsonRow, { readonly kind: 'broken' }>['reason']

/** A row has more or fewer cells than the header; the cells are shown only where they may be. */
export function rowWidth(width: number, cells: readonly string[], show: boolean): Finding {
  const advice =
    cells.length > width
      ? 'A cell that holds a comma must stand in quotes.'
      : 'An empty cell still needs its comma.'
  const count = cells.length === 1 ? '1 cell' : `${cells.length} cells`
  const message = `The row has ${count}, the header ${width}. ${advice}`
  return {
    code: 'ROW_WIDTH',
    severity: 'error',
    message,
    expected: `${width} cells`,
    came: show ? `${count}: ${shown(cells.join(','))}` : count,
  }
}

/** A cell holds a character that no table prints: most likely the file was damaged or is no text. Null where the cell may not be shown. */
export function controlCharacter(column: string, cell: string | null): Finding {
  const came = cell === null ? 'a control character' : shown(cell)
  const what = cell === null ? 'a control character' : `a control character: "${came}"`
  const message = `The cell under "${column}" holds ${what}. Remove it and send the row again.`
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
  BROKEN_JSON: {
    message: 'The element is not JSON as RFC 8259 writes it. Mend it and send it again.',
    expected: 'an object like {"key": "value"}',
  },
  NOT_AN_OBJECT: {
    message:
      'The element is no object. Each element of the array is one row: an object with the columns as its keys.',
    expected: 'an object like {"key": "value"}',
  },
  NESTED_VALUE: {
    message:
      'A value of the element is itself an object or an array. A row holds texts, numbers, true, false and null.',
    expected: 'flat values',
  },
  REPEATED_KEY: {
    message: 'The element has a key twice, so it is not clear which value holds. Keep one.',
    expected: 'each key once',
  },
  JSON_BREAKS_OFF: {
    message:
      'The JSON breaks off here: a bracket or a quote is missing, or something stands behind the array. What follows was not read. Mend the file and send it again.',
    expected: 'elements with commas between them, and the end of the array',
  },
}

/** Two keys of an element name one column. */
export function repeatedColumn(name: string): Finding {
  const message = `Two keys of the element are the column "${name}", so it is not clear which value holds. Keep one.`
  return {
    code: 'REPEATED_KEY',
    severity: 'error',
    message,
    expected: 'each column once',
    came: `two keys for ${name}`,
    column: name,
  }
}

/** A key of an element that no element at the head of the file had, and that the feed does not know: it is not read. */
export function lateColumn(place: number): Finding {
  return {
    code: 'EXTRA_COLUMN',
    severity: 'warning',
    message: `Key ${place} of the element is not one that this source promised. It is not read; the other keys are.`,
    came: `key ${place}`,
  }
}

/** A row could not be split into cells; null where its text may not be shown. */
export function brokenRow(reason: Break, text: string | null): Finding {
  const came = text === null ? 'a row that cannot be read' : shown(text)
  return { code: reason, severity: 'error', ...brokenMessages[reason], came }
}
