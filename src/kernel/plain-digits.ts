/** A text as patterns of numbers read it, and where each of its characters stands in the text as it came. */
export type PlainText = {
  readonly text: string
  /** Where the characters from `start` up to but not including `end` stand in the text as it came. */
  readonly placeOf: (start: number, end: number) => readonly [start: number, end: number]
}

/** Makes digits of every script, width and form plain, and leaves out what nobody sees. */
export function withPlainDigits(text: string): PlainText {
  if (!uncommon.test(text)) return { text, placeOf: (start, end) => [start, end] }
  const starts: number[] = []
  const ends: number[] = []
  let plain = ''
  let at = 0
  for (const character of text) {
    const next = at + character.length
    const seen = plainOf(character)
    for (let unit = 0; unit < seen.length; unit += 1) {
      starts.push(at)
      ends.push(next)
    }
    plain += seen
    at = next
  }
  return { text: plain, placeOf: (start, end) => [starts[start] ?? 0, ends[end - 1] ?? at] }
}

/** Invisible characters, marks on characters, digits but 0–9, and letters, hyphens, points and strokes of other widths and forms. */
const uncommon =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}\p{No}\uff0d-\uff19\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]|[^\P{Nd}0-9]/u

function plainOf(character: string): string {
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}]/u.test(character)) return ''
  const folded = character.normalize('NFKC')
  if (!/^\p{Nd}$/u.test(folded)) return folded.length === 1 ? folded : character
  // The digits of a script stand together and in order, from a zero on.
  let zero = folded.codePointAt(0) ?? 0
  const digit = zero
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((digit - zero) % 10)
}
