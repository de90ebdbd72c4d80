import { closest, distance } from 'fastest-levenshtein'

/** A text as it may be shown in a message: at most 80 characters, control characters written as \u00XX, no half ones. */
export function shown(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 80)}… (${text.length} characters)` : text
  return cut
    .toWellFormed()
    .replace(/\p{Cc}/gu, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Says whether a text can be kept: Postgres keeps no NUL, and UTF-8 no lone half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

/**
 * The known word nearest to what came, or null where nothing is near enough to be meant. A word that begins with what came
 * is near enough, like 440000 for 44.
 */
export function nearestWord(came: string, known: readonly string[]): string | null {
  if (known.length === 0 || came === '' || came.length > 100) return null
  const nearest = closest(came, known)
  if (distance(came, nearest) <= Math.max(1, Math.ceil(came.length / 3))) return nearest
  const begun = came.length < 2 ? [] : known.filter((word) => word.startsWith(came))
  return begun.toSorted((left, right) => left.length - right.length || compareTexts(left, right))[0] ?? null
}

/** Orders texts as Postgres does with the collation "C": by their UTF-8 bytes. */
export function compareTexts(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
