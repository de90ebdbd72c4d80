/** Where in a text the number of a document of the bay, or of any document that is named beside it, stands. */
export type Span = readonly [start: number, end: number]

/**
 * The numbers of documents in a text of plain digits: Hong Kong identity cards by their check in brackets, Macao's by
 * their strokes, home-return permits by their letter and eleven characters that are no day; everything else where a word
 * beside it says that it is one, because the numbers of passports look like many others.
 */
export function documentsIn(text: string): readonly Span[] {
  return [
    ...spans(text, hongKong).filter(([start, end]) => isHongKong(text.slice(start, end))),
    ...spans(text, macao),
    ...spans(text, homeReturn).filter(([start]) => !/^20\d\d[01]\d/.test(text.slice(start + 1))),
    ...(word.test(text) ? named.flatMap((form) => spans(text, form)) : []),
  ]
}

const notBeside = '(?<![0-9A-Za-z])'
const end = '(?![0-9A-Za-z])'

const hongKong = new RegExp(`${notBeside}[A-Z]{1,2} ?\\d{6} ?[(（\\[〔【][0-9A][)）\\]〕】]${end}`, 'dgi')
const macao = /(?<![0-9A-Za-z/])[1578]\/\d{6}\/\d(?![0-9A-Za-z/])/dg
const homeReturn = new RegExp(`${notBeside}[HM]\\d{8}[01]\\d${end}`, 'dgi')

const cards = '身份证|身份證|身分證|身分证|公民身份|identity card|identity document|HKID|BIR'
const others =
  '护照|護照|通行证|通行證|回乡证|回鄉證|台胞证|臺胞證|台胞證|居住证|居住證|证件号|證件號|passport|home return permit'
const between =
  '(?:号码?|號碼?|编号|編號|number|no)?[^0-9A-Za-z\\n]{0,6}(?:号码?|號碼?|number|no)?[^0-9A-Za-z\\n]{0,4}'

const afterIdentityCard = new RegExp(
  `(?:${cards})${between}(?<number>[A-Z]{0,3} ?\\d(?:[ ./(（〔-]{0,2}[0-9A-Z]){5,19}[)）〕]?)${end}`,
  'dgi',
)
const afterWord = new RegExp(
  `(?:${others})${between}(?<number>[A-Z]{0,3} ?\\d(?:[ ./(（〔-]{0,2}[0-9A-Z]){5,11}[)）〕]?)${end}`,
  'dgi',
)
const beforeWord = new RegExp(
  `${notBeside}(?<number>[A-Z]{1,2}\\d{6,10}(?:[(（〔][0-9A][)）〕])?)[^0-9A-Za-z\\n]{0,6}?(?:${cards}|${others})`,
  'dgi',
)

/** Most texts say no such word, and looking for the numbers beside one takes long. */
const word = new RegExp(`${cards}|${others}`, 'i')
const named = [afterIdentityCard, afterWord, beforeWord]

function spans(text: string, form: RegExp): readonly Span[] {
  return Array.from(text.matchAll(form), ({ index, indices, 0: whole }) => {
    const [start, until] = indices?.groups?.['number'] ?? [index, index + whole.length]
    return [start, until] as const
  })
}

/** Nine weighed characters (a blank before a single letter) and the check make a multiple of eleven. */
function isHongKong(text: string): boolean {
  const number = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const values = Array.from(number, (character) => Number.parseInt(character, 36))
  const all = values.length === 8 ? [36, ...values] : values
  return all.reduce((sum, value, index) => sum + value * (9 - index || 1), 0) % 11 === 0
}
