import type { Finding } from '../intake/report.ts'
import { isStorable, nearestWord, shown } from '../kernel/text.ts'
import { saysNothing } from '../kernel/text-refusal.ts'

/** The fields of a row, as its sender wrote them. */
export type Fields = Readonly<Record<string, string>>

/** Says whether a finding holds the row back. */
export function isHeld(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** INVALID_TEXT for every field that holds what no text may. */
export function textFindings(fields: Fields): readonly Finding[] {
  return Object.entries(fields)
    .filter(([, text]) => !isStorable(text))
    .map(([name, text]) =>
      error(
        'INVALID_TEXT',
        `${name} holds a character that no text may hold (NUL). Remove it.`,
        'text without NUL',
        text,
        name,
      ),
    )
}

/** A text of a row without blanks around it; null where it says nothing. */
export function textIn(fields: Fields, field: string): string | null {
  const text = fields[field] ?? ''
  return saysNothing(text) ? null : text.trim()
}

/** Pushes UNKNOWN_FIELD for what no row of the noun has. */
export function leftovers(fields: Fields, understood: readonly string[], findings: Finding[]): void {
  for (const name of Object.keys(fields).filter((field) => !understood.includes(field)))
    findings.push(
      warning(
        'UNKNOWN_FIELD',
        `A row has no field ${shown(name)}; it was not read.`,
        understood.join(', '),
        name,
        name,
      ),
    )
}

/** The nearest known word as a hint, or what else helps. Numbers are near to others by no meaning: none is offered. */
export function hintOf(came: string, known: readonly string[], otherwise: string): string {
  const near = nearestWord(
    came,
    known.filter((word) => !isNumber(word) || (word.length > 3 && !isNumber(came))),
  )
  return near === null ? otherwise : `Did you mean ${near}?`
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word)
}

/** An error of a row: it is held back. */
export function error(
  code: string,
  message: string,
  expected: string,
  came: string,
  column: string,
): Finding {
  return { code, severity: 'error', message, expected, came: shown(came), column }
}

/** A warning of a row: it goes on. */
export function warning(
  code: string,
  message: string,
  expected: string,
  came: string,
  column: string,
): Finding {
  return { ...error(code, message, expected, came, column), severity: 'warning' }
}
