import { documentsIn, type Span } from './bay-documents.ts'
import { dayExists } from './period.ts'
import { withPlainDigits } from './plain-digits.ts'

/** What stands in the place of an identity number. */
export const maskedNumber = '***'

/**
 * Texts with every identity number in them replaced: numbers of 18 characters with a birthday in them, those of 15 digits
 * from before 2013, and documents of the bay; in digits of any script, with invisible characters in them, and with blanks,
 * hyphens, points or strokes between their parts. Rather masks a number that only looks like one than to let one through.
 */
export function maskIdentityNumbers(text: string): string {
  if (!worthwhile.test(text)) return text
  const plain = withPlainDigits(text)
  const found = [
    ...inParts(plain.text, ofEighteen, isEighteen),
    ...anywhere(plain.text),
    ...inParts(plain.text, ofFifteen, isFifteen),
    ...documentsIn(plain.text),
  ].map(([start, end]) => plain.placeOf(start, end))
  return inWords(masked(text, found))
}

/** Says whether a text holds an identity number. */
export function holdsIdentityNumber(text: string): boolean {
  return maskIdentityNumbers(text) !== text
}

/** Six digits of any kind, or many numerals: no number of a person has fewer. */
const worthwhile = /(?:\p{N}\P{N}*){6}|[〇○零一二三四五六七八九]{15}|[零壹贰貳叁參肆伍陆陸柒捌玖]{15}/u

const digit = '[0-9]'
const between = '[\\s./·_\\p{Pd}]{0,3}'

/** Region, birthday, number within the day; no digit or letter beside it. */
const ofEighteen = new RegExp(
  `(?<![0-9A-Za-z])${digit}{6}${between}${digit}{4}${between}${digit}{2}${between}${digit}{2}${between}${digit}{3}${between}[0-9Xx](?![0-9A-Za-z])`,
  'gu',
)
const ofFifteen = new RegExp(
  `(?<![0-9A-Za-z])${digit}{6}${between}${digit}{6}${between}${digit}{3}(?![0-9A-Za-z])`,
  'gu',
)
/** The same with anything beside it and a separator anywhere: its check tells it. */
const windows = /(?=((?:[0-9][\s./·_\p{Pd}"'“”]?){17}[0-9Xx]))/gu

function inParts(text: string, form: RegExp, holds: (number: string) => boolean): readonly Span[] {
  return Array.from(
    text.matchAll(form),
    ({ index, 0: whole }) => [index, index + whole.length, whole] as const,
  )
    .filter(([, , whole]) => holds(bare(whole)))
    .map(([start, end]) => [start, end])
}

function anywhere(text: string): readonly Span[] {
  return Array.from(text.matchAll(windows), ({ index, 1: found = '' }) => [index, found] as const)
    .filter(([, found]) => isEighteen(bare(found)) && checkOf(bare(found)) === bare(found).at(17))
    .map(([index, found]) => [index, index + found.length])
}

/** Spans that meet are one. */
function masked(text: string, found: readonly Span[]): string {
  let end = 0
  let result = ''
  for (const [from, until] of found.toSorted((left, right) => left[0] - right[0])) {
    if (until <= end) continue
    if (from >= end) result += text.slice(end, from) + maskedNumber
    end = until
  }
  return result + text.slice(end)
}

/** Numbers whose digits are written out. */
function inWords(text: string): string {
  return text.replace(numerals, (found) => {
    const number = Array.from(found, (each) =>
      /[Xx]/.test(each) ? 'X' : String(values.indexOf(each) % 10),
    ).join('')
    const holds = number.length === 18 ? isEighteen(number) : number.length === 15 && isFifteen(number)
    return holds ? maskedNumber : found
  })
}

const values = '〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖○一貳參四五陸七八九'
const numerals = new RegExp(`[${values}]{15,}[Xx]?`, 'gu')

function bare(text: string): string {
  return text.toUpperCase().replace(/[^\dX]/g, '')
}

/** GB 11643: a place, a birthday between 1900 and 2099, a number, a check character. */
function isEighteen(number: string): boolean {
  const year = number.slice(6, 8)
  if (year !== '19' && year !== '20') return false
  const birthday = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!dayExists(birthday)) return false
  // Credit codes begin with 9 too, like the cards of foreign residents: those are told apart by their own check.
  return number.startsWith('9') ? checkOf(number) === number.at(17) : /^[1-8]/.test(number)
}

/** Before 1930 nobody was born who is spoken of here, and many registration numbers of companies look like it. */
function isFifteen(number: string): boolean {
  if (number.slice(6, 8) < '30') return false
  const birthday = `19${number.slice(6, 8)}-${number.slice(8, 10)}-${number.slice(10, 12)}`
  return /^[1-8]/.test(number) && dayExists(birthday)
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

function checkOf(number: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return '10X98765432'[sum % 11] ?? ''
}
