import type { Decimal } from '../../kernel/decimal.ts'
import type { Figure } from '../table/terms.ts'
import type { Phrases } from './phrases.ts'

/** A decimal with its whole part in groups of three: `2,979,538`, `-1,000.50`. Exact: no digit is touched. */
export function grouped(value: Decimal): string {
  const [whole = '', fraction] = value.split('.')
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? digits : `${digits}.${fraction}`
}

/** What a figure says, in words: its value, its bounds, or why there is none; and how sure its source is. */
export function wordedFigure(
  { value, lower, upper, status, reason }: Omit<Figure, 'members' | 'along' | 'breaks' | 'publishedAt'>,
  phrases: Phrases,
): string {
  if (value === null && lower === null && upper === null)
    return phrases.unavailable(phrases.reasons[reason ?? 'NO_FIGURE'])
  const said = value === null ? wordedBounds(lower, upper, phrases) : grouped(value)
  return status === null || status === 'A' ? said : phrases.withStatus(said, phrases.statuses[status])
}

/** Some of many names: at most so many, and how many more there are. */
export function someOf(names: readonly string[], most: number, phrases: Phrases): string {
  const more = names.length - most
  return phrases.list(more > 0 ? [...names.slice(0, most), phrases.andMore(more)] : names)
}

function wordedBounds(lower: Decimal | null, upper: Decimal | null, phrases: Phrases): string {
  if (lower !== null && upper !== null) return phrases.between(grouped(lower), grouped(upper))
  return lower === null ? phrases.atMost(grouped(upper ?? '0')) : phrases.atLeast(grouped(lower))
}
