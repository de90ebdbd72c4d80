import { maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import { nearestWord, shown } from '../kernel/text.ts'
import type { Finding } from './draft.ts'

/** A file with more columns than this is refused. */
export const maxColumns = 500

/** The header names the columns, but separated by another mark than the comma. */
export function wrongDelimiter(came: string): Finding {
  const message = `The columns are separated by ${came}. Save the file with commas and send it again.`
  return {
    code: 'WRONG_DELIMITER',
    severity: 'error',
    message,
    expected: 'columns separated by commas',
    came,
  }
}

/** The header is wider than any table. */
export function tooManyColumns(came: number): Finding {
  const message = `The header has ${came} columns; a file may have ${maxColumns}. Send only the columns that the feed names.`
  return {
    code: 'TOO_MANY_COLUMNS',
    severity: 'error',
    message,
    expected: `at most ${maxColumns} columns`,
    came: `${came} columns`,
  }
}

/** A header stands twice: which of the columns holds is not clear. */
export function duplicateColumn(text: string): Finding {
  const message = `The column ${quoted(text)} stands in the header more than once, so it is not clear which one holds. Keep one.`
  return {
    code: 'DUPLICATE_COLUMN',
    severity: 'error',
    message,
    expected: 'each column once',
    came: told(text),
    column: told(text),
  }
}

/** A column that the feed needs is not there; the nearest header is offered. */
export function missingColumn(
  name: string,
  required: readonly string[],
  header: readonly string[],
  extra: readonly string[],
): Finding {
  const near = nearestWord(name, extra)
  const advice =
    near === null
      ? 'Add it, under exactly this header.'
      : `Is it the column ${quoted(near)}? Then rename that.`
  const message = `The column "${name}" is missing. ${advice}`
  return {
    code: 'MISSING_COLUMN',
    severity: 'error',
    message,
    expected: required.join(', '),
    came: told(header.join(', ')),
    column: name,
  }
}

/** No column that the feed needs is there, so this is most likely no header; it is not quoted, since it may be about a person. */
export function noHeader(required: readonly string[], came: number): Finding {
  const names = required.join(', ')
  return {
    code: 'MISSING_COLUMN',
    severity: 'error',
    message: `None of the columns that must be there is there: ${names}. Does the file begin with its header?`,
    expected: names,
    came: `${came} columns, none of which must be there`,
  }
}

/** A column that the feed does not know: it is not read, the others are. */
export function extraColumn(text: string, index: number, missing: readonly string[]): Finding {
  const near = nearestWord(text, missing)
  const advice =
    near === null ? 'Its cells are not read; the other columns are.' : `Is it the missing column "${near}"?`
  const which =
    text.trim() === '' ? `Column ${index + 1}, which has no header,` : `The column ${quoted(text)}`
  const message = `${which} is not one that this source promised. ${advice}`
  return { code: 'EXTRA_COLUMN', severity: 'warning', message, came: told(text), column: told(text) }
}

/** A header was recognized although it is spelled otherwise. */
export function spelling(expected: string, text: string): Finding {
  const message = `The header ${quoted(text)} was read as "${expected}". Write it exactly so next time.`
  return {
    code: 'HEADER_SPELLING',
    severity: 'warning',
    message,
    expected,
    came: told(text),
    column: expected,
  }
}

function quoted(text: string): string {
  return `"${told(text)}"`
}

/** What a header says, as a finding may: a file without a header begins with a row, which may be about a person. */
function told(text: string): string {
  return shown(maskIdentityNumbers(text))
}
