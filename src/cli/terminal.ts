/** How wide a line may be. */
const lineWidth = 80

/** A text as a terminal may show it: what could steer the terminal is gone. */
export function plain(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, '�')
}

/** How many places of a terminal a text takes: Chinese characters take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const mark of text) width += wide.test(mark) ? 2 : /\p{Mn}/u.test(mark) ? 0 : 1
  return width
}

/** Rows of texts under each other, two spaces between the columns. */
export function columned(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(plain))
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(...shown.map((row) => widthOf(row[column] ?? ''))),
  )
  return shown
    .map((row) => row.map((text, column) => padded(text, widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** A text in lines of at most 80 places; the first begins as told, the others are indented. */
export function wrapped(text: string, indent: string, begin = ''): string {
  const lines: string[] = []
  const [first = '', ...words] = text.split(' ')
  let line = begin + first
  for (const word of words) {
    const longer = `${line} ${word}`
    if (widthOf(longer) > lineWidth) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line].map((each) => `${each}\n`).join('')
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}
