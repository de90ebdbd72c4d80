import { dayExists } from './period.ts'

/** What stands in the place of an identity number. */
export const maskedNumber = '***'

/**
 * Texts with every identity number in them replaced: numbers of 18 characters with a birthday in them, and those of 15
 * digits from before 2013, full-width and with blanks or hyphens between their parts too. Rather masks a number that only
 * looks like one than to let one through. Documents whose numbers look like many others (passports, permits) are not
 * known by their look: what a column of such numbers says is dropped by whoever reads the column.
 */
export function maskIdentityNumbers(text: string): string {
  return text
    .replace(ofEighteen, (found) => (isEighteen(plain(found)) ? maskedNumber : found))
    .replace(ofFifteen, (found) => (isFifteen(plain(found)) ? maskedNumber : found))
}

/** Says whether a text holds an identity number. */
export function holdsIdentityNumber(text: string): boolean {
  return maskIdentityNumbers(text) !== text
}

const digit = '[0-9０-９]'
const between = '[\\s\\p{Pd}]?'

/** Region, birthday, number within the day; no digit or letter beside it. */
const ofEighteen = new RegExp(
  `(?<![0-9０-９A-Za-z])${digit}{6}${between}${digit}{4}${between}${digit}{2}${between}${digit}{2}${between}${digit}{3}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])`,
  'gu',
)
const ofFifteen = new RegExp(
  `(?<![0-9０-９A-Za-z])${digit}{6}${between}${digit}{6}${between}${digit}{3}(?![0-9０-９A-Za-z])`,
  'gu',
)

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\dX]/g, '')
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
