import { HubError } from '../../kernel/errors.ts'
import { type Frequency, frequencyOf, type Period } from '../../kernel/period.ts'
import { liesWithin } from '../../kernel/period-steps.ts'
import type { OutlineSource } from './outline.ts'
import type { PeriodSelection } from './question.ts'

/** Which periods a table is about; `frequency` is null where it is not grouped by period: then the latest of them. */
export type PeriodSpan = {
  readonly frequency: Frequency | null
  /** Named one by one; null where they are a range. */
  readonly list: readonly Period[] | null
  readonly from: Period | null
  readonly to: Period | null
  /** So many of the newest. */
  readonly last: number | null
}

/** How many of the newest periods may be asked for. */
const lastLimit = 400

const words: Partial<Readonly<Record<Frequency, string>>> = { A: 'years', Q: 'quarters', M: 'months' }

/** The periods of a table; throws WRONG_FREQUENCY where they are of another frequency than its rows. */
export function periodSpan(
  grouped: Frequency | null,
  selection: PeriodSelection | null | undefined,
  sources: readonly OutlineSource[],
): PeriodSpan {
  const { eq, from, to, in: list, last } = selection ?? {}
  const said = [eq, list, last, from ?? to].filter((part) => part != null)
  if (said.length > 1) throw refused('one of eq, in, last, or a range of from and to', 'several of them')
  const expected = grouped === null ? [...new Set(sources.map(({ frequency }) => frequency))] : [grouped]
  const periods = [eq, from, to, ...(list ?? [])].filter((period) => period != null)
  for (const period of periods) requireFrequency(period, expected, grouped !== null)
  if (grouped !== null && !sources.some(({ frequency }) => liesWithin(frequency, grouped))) {
    throw wrongFrequency(
      `The sources have figures of the frequency ${sources.map(({ frequency }) => frequency).join(', ')}, which are not within ${words[grouped] ?? grouped}.`,
      sources.map(({ frequency }) => words[frequency] ?? frequency).join(', '),
      words[grouped] ?? grouped,
    )
  }
  if (from != null && to != null && from > to) throw refused('from at or before to', `${from} and ${to}`)
  if (last != null && (last < 1 || last > lastLimit)) throw refused(`last: 1 to ${lastLimit}`, String(last))
  const named = eq == null ? (list ?? null) : [eq]
  return {
    frequency: grouped,
    list: named === null ? null : [...new Set(named)].sort(),
    from: from ?? null,
    to: to ?? null,
    last: last ?? null,
  }
}

/**
 * Says whether a period is among those asked for. A range holds periods of its own frequency only: which quarter lies
 * between two months is not said by their names.
 */
export function periodIn({ list, from, to }: PeriodSpan, period: Period): boolean {
  if (list !== null) return list.includes(period)
  const end = from ?? to
  if (end !== null && frequencyOf(end) !== frequencyOf(period)) return false
  return (from === null || from <= period) && (to === null || period <= to)
}

/** What periods a latest figure was looked for in, as one text: `-` for all, `a+b`, or `from~to`. */
export function spanText({ list, from, to }: Pick<PeriodSpan, 'list' | 'from' | 'to'>): string {
  if (list !== null && list.length > 1) return list.join('+')
  const [first, last] = list === null ? [from, to] : [list[0], list[0]]
  return first == null && last == null ? '-' : `${first ?? ''}~${last ?? ''}`
}

/** The selection that such a text says; null where it says none. */
export function selectionOfText(text: string): PeriodSelection | null {
  if (text === '-') return {}
  const ends = text.split('~')
  const named = ends.length === 1 ? text.split('+') : ends.filter((end) => end !== '')
  if (ends.length > 2 || named.length === 0 || named.some((period) => frequencyOf(period) === null))
    return null
  if (ends.length === 1) return { in: named }
  return { from: ends[0] || null, to: ends[1] || null }
}

function requireFrequency(period: Period, expected: readonly Frequency[], grouped: boolean): void {
  const came = frequencyOf(period)
  if (came !== null && expected.includes(came)) return
  const wanted = expected.map((frequency) => words[frequency] ?? frequency).join(' or ')
  const why = grouped ? `the rows are ${wanted}` : `the sources publish ${wanted}`
  throw wrongFrequency(
    `${period} is of the frequency ${came}, but ${why}. Write the periods as ${wanted}, or group by another period.`,
    wanted,
    period,
  )
}

function wrongFrequency(message: string, expected: string, came: string): HubError {
  return new HubError({ code: 'WRONG_FREQUENCY', message, expected, came })
}

function refused(expected: string, came: string): HubError {
  const message = `where.period: expected ${expected}; came ${came}.`
  return new HubError({ code: 'BAD_USER_INPUT', message, expected, came })
}
