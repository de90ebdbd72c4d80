import { HubError } from '../../kernel/errors.ts'
import { shown } from '../../kernel/text.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/** What the rule compares, as SQL: two values and the tolerance of their indicator. */
export type Compared = {
  readonly first: Sql
  readonly second: Sql
  /** A jsonb `{ absolute, relative }`; where it is null, any difference counts. */
  readonly tolerance: Sql
}

/**
 * True where two values disagree: they differ by more than the absolute limit, and by more than the relative limit of
 * the larger of the two amounts. False where a value is missing. Exact: nothing is divided.
 */
export function disagree({ first, second, tolerance }: Compared): Sql {
  const limit = (name: string) => sql`coalesce((${tolerance}->>${sql.lit(name)})::numeric, 0)`
  return sql`coalesce(${absoluteSize(first, second)} > ${limit('absolute')}
    and ${absoluteSize(first, second)} > ${limit('relative')} * ${larger(first, second)}, false)`
}

/** How far two values are apart. */
export function absoluteSize(first: Sql, second: Sql): Sql {
  return sql`abs(${first} - ${second})`
}

/** How far two different values are apart as a part of the larger amount, cut after 12 places. */
export function relativeSize(first: Sql, second: Sql): Sql {
  return sql`trim_scale(div(${absoluteSize(first, second)} * 1000000000000, ${larger(first, second)}) * 0.000000000001)`
}

function larger(first: Sql, second: Sql): Sql {
  return sql`greatest(abs(${first}), abs(${second}))`
}

/** The most characters a note has. */
const longestNote = 2_000

/** The note of a settlement without blanks around it; throws BAD_USER_INPUT where it has not 1 to 2,000 characters. */
export function settlementNote(text: string): string {
  const note = text.trim()
  if (note.length >= 1 && note.length <= longestNote) return note
  const came = note === '' ? 'nothing' : `${note.length} characters`
  throw refused(`a note of 1 to ${longestNote} characters that says how the two figures are to be read`, came)
}

/** The source held to be right; throws BAD_USER_INPUT where it is neither of the two. */
export function oneOf(sources: readonly string[], preferred: string | null): string | null {
  if (preferred === null || sources.includes(preferred)) return preferred
  throw refused(`one of the two sources, ${sources.join(' or ')}, as preferred`, shown(preferred))
}

function refused(expected: string, came: string): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}
