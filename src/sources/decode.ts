import { isUtf8 } from 'node:buffer'
import type { Finding } from './draft.ts'

/** The text of a file as UTF-8 without a byte order mark, and what it was written in; or why it is no text. */
export type Decoded =
  | { readonly kind: 'text'; readonly encoding: 'UTF-8' | 'GB18030'; readonly text: Buffer }
  | { readonly kind: 'refused'; readonly finding: Finding }

const byteOrderMark = '\ufeff'
const sampleBytes = 65_536

/** First bytes of files that are sent by mistake, and what they are. */
const otherFormats: readonly (readonly [string, string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another ZIP archive'],
  ['d0cf11e0a1b11ae1', 'an old Excel workbook (.xls)'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
  ['fffe', 'text in UTF-16'],
  ['feff', 'text in UTF-16'],
]

/**
 * Called first for every file of text. Strict UTF-8 comes first, because a GB18030 decoder takes most UTF-8
 * bytes for other characters; then strict GB18030. Nothing is ever replaced by a substitute character.
 */
export function decode(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const format = otherFormats.find(([head]) => buffer.toString('hex', 0, head.length / 2) === head)
  if (format !== undefined) return unreadable(format[1])
  if (isUtf8(buffer)) return checked('UTF-8', withoutMark(buffer))
  const damage = damageOf(buffer)
  if (damage !== null) return unreadable(damage)
  const text = decodeStrictly(buffer)
  if (text === null) return unreadable('bytes that are no text in either')
  if (privateUse.test(text)) return unreadable('text in another encoding, perhaps Big5')
  return checked('GB18030', withoutMark(Buffer.from(text)))
}

/** No table prints these; Big5 that is taken for GB18030 seldom comes without them. */
const privateUse = /\p{Co}/u

function checked(encoding: 'UTF-8' | 'GB18030', text: Buffer): Decoded {
  const sample = text.subarray(0, sampleBytes)
  const controls = sample.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0)
  if (controls * 10 > sample.length)
    return unreadable('mostly control characters, so no text but a binary file')
  return { kind: 'text', encoding, text }
}

/**
 * A file that is UTF-8 in most places and broken in some would read as GB18030 without an error, as nonsense
 * from end to end. In text that really is GB18030 the sequences of UTF-8 are rare.
 */
function damageOf(buffer: Buffer): string | null {
  const text = buffer.toString('utf8')
  let broken = 0
  let whole = 0
  for (const character of text) {
    if (character === '\ufffd') broken += 1
    else if (character > '\u007f') whole += 1
  }
  if (whole <= broken) return null
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length
  return `UTF-8 that is damaged, first in line ${line}`
}

function decodeStrictly(buffer: Buffer): string | null {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(buffer)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function withoutMark(text: Buffer): Buffer {
  const mark = Buffer.from(byteOrderMark)
  return text.subarray(0, mark.length).equals(mark) ? text.subarray(mark.length) : text
}

function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 13
}

function unreadable(came: string): Decoded {
  const finding: Finding = {
    code: 'UNREADABLE_TEXT',
    severity: 'error',
    message: `The file cannot be read as text: it is ${came}. Save it as CSV in UTF-8 and send it again.`,
    expected: 'CSV text in UTF-8 or GB18030',
    came,
  }
  return { kind: 'refused', finding }
}
