const lineFeed = 10
const carriageReturn = 13

/** How many lines end between two offsets of a text; CR LF is one end. */
export function lineEnds(text: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) {
    if (text[at] === lineFeed || (text[at] === carriageReturn && text[at + 1] !== lineFeed)) count += 1
  }
  return count
}

/** The offset behind the end of the line that an offset lies in. */
export function endOfLine(text: Buffer, offset: number): number {
  for (let at = offset; at < text.length; at += 1) {
    if (text[at] === lineFeed) return at + 1
    if (text[at] === carriageReturn) return text[at + 1] === lineFeed ? at + 2 : at + 1
  }
  return text.length
}

/** Says whether only blanks and line ends follow an offset. */
export function blankUntilEnd(text: Buffer, offset: number): boolean {
  for (let at = offset; at < text.length; at += 1) {
    const byte = text[at] ?? 0
    if (byte !== 32 && (byte < 9 || byte > 13)) return false
  }
  return true
}
