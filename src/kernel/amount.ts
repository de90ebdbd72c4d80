import Big from 'big.js'
import { chineseNumber } from './chinese-number.ts'
import type { Decimal } from './decimal.ts'
import { shown } from './text.ts'
import { saysNothing, type TextRefusal } from './text-refusal.ts'

/** The currencies that amounts are said in, by ISO 4217. */
export type Currency = 'CNY' | 'HKD' | 'MOP' | 'USD' | 'EUR' | 'GBP' | 'JPY'

/** In what a number is counted: how many units of which currency are one. */
export type AmountUnit = {
  readonly times: 1 | 1_000 | 10_000 | 1_000_000 | 100_000_000
  readonly currency: Currency
}

/** Units that columns of sources name. */
export const yuan: AmountUnit = { times: 1, currency: 'CNY' }
export const tenThousandYuan: AmountUnit = { times: 10_000, currency: 'CNY' }

/** What a text says of an amount: exact, in units of its currency (yuan, not 万元); nothing; or no amount. */
export type AmountRead =
  | {
      readonly kind: 'amount'
      readonly value: Decimal
      readonly currency: Currency
      readonly written: string
    }
  | { readonly kind: 'nothing' }
  | TextRefusal

/**
 * Reads an amount as tables write them: `1,500`, `51(万元人民币)`, `138.6万美元`, `１２．５万元`, `0.5亿`, `￥2,000.00`,
 * `人民币伍万元整`. A number that names no unit has the column's; one that names a magnitude or 元 has that, and the sign ￥
 * means yuan. Refuses with NEGATIVE_AMOUNT and NOT_AN_AMOUNT; never guesses, never rounds, never computes in floats.
 */
export function readAmount(text: string, column: AmountUnit): AmountRead {
  if (saysNothing(text)) return { kind: 'nothing' }
  const written = text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase()
  if (written.length > 60) return refused(text)
  // Book-keepers write what is below zero so.
  if (/^\([^()]*\)$/.test(written)) return negative(text)
  const plain = written.replace(/[()[\]【】]/g, '')
  const { rest: bare, currency, sign } = currencyIn(plain)
  if (/^[-−－–]/.test(bare)) return negative(text)
  const [match, number = '', word = ''] =
    /^([\d.,]+|[零〇一-龥]+?)(万亿|[千万萬百亿億]*)[元圆圓块]?[整正]?$/u.exec(bare) ?? []
  if (match === undefined) return refused(text)
  const named = /[元圆圓块]/.test(bare) || sign
  return /^[\d.,]/.test(number)
    ? ofDigits(number, word, named, { text, column, currency })
    : ofNumerals(bare, { text, column, currency })
}

/** The unit that a word names: `万元`, `元`, `万美元`, `亿元`; null where it is none. */
export function amountUnitOf(word: string): AmountUnit | null {
  const plain = word.normalize('NFKC').replace(/\s+/gu, '').toUpperCase()
  const { rest, currency } = currencyIn(plain)
  const times = magnitudes.get(rest.replace(/[元圆圓]$/, ''))
  return plain === '' || times === undefined ? null : { times, currency: currency ?? 'CNY' }
}

type Asked = { readonly text: string; readonly column: AmountUnit; readonly currency: Currency | null }

function ofDigits(
  number: string,
  word: string,
  named: boolean,
  { text, column, currency }: Asked,
): AmountRead {
  if (!/^(?:\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(?:\.\d{1,20})?$/.test(number)) return refused(text)
  const magnitude = magnitudes.get(word)
  if (magnitude === undefined) return refused(text)
  const unit = word === '' && !named ? column.times : magnitude
  const value = new Big(number.replaceAll(',', '')).times(unit).toFixed()
  return { kind: 'amount', value, currency: currency ?? column.currency, written: text }
}

/** 伍万元整, 壹仟贰佰元伍角陆分. */
function ofNumerals(bare: string, { text, column, currency }: Asked): AmountRead {
  const [match, whole = '', tenths, hundredths] =
    /^(.+?)[元圆圓块](?:([零〇一-龥])角)?零?(?:([零〇一-龥])分)?[整正]?$/u.exec(bare) ?? []
  const wholeNumber = chineseNumber(whole)
  if (match === undefined || wholeNumber === null) return refused(text)
  const [jiao, fen] = [chineseNumber(tenths ?? '零'), chineseNumber(hundredths ?? '零')]
  if (jiao === null || fen === null || jiao.length > 1 || fen.length > 1) return refused(text)
  const value = new Big(`${wholeNumber}.${jiao}${fen}`).toFixed()
  return { kind: 'amount', value, currency: currency ?? column.currency, written: text }
}

const magnitudes = new Map<string, AmountUnit['times']>([
  ['', 1],
  ['千', 1_000],
  ['万', 10_000],
  ['萬', 10_000],
  ['百万', 1_000_000],
  ['百萬', 1_000_000],
  ['亿', 100_000_000],
  ['億', 100_000_000],
])

/** Words and signs of currencies, the longest first, before or behind the number. A sign or code says that whole units follow. */
const currencies: readonly (readonly [string, Currency, 'word' | 'sign'])[] = [
  ['人民币', 'CNY', 'word'],
  ['人民幣', 'CNY', 'word'],
  ['澳门元', 'MOP', 'word'],
  ['澳門元', 'MOP', 'word'],
  ['澳门币', 'MOP', 'word'],
  ['港币', 'HKD', 'word'],
  ['港幣', 'HKD', 'word'],
  ['港元', 'HKD', 'word'],
  ['美元', 'USD', 'word'],
  ['美金', 'USD', 'word'],
  ['欧元', 'EUR', 'word'],
  ['英镑', 'GBP', 'word'],
  ['日元', 'JPY', 'word'],
  ['HK$', 'HKD', 'sign'],
  ['MOP$', 'MOP', 'sign'],
  ['US$', 'USD', 'sign'],
  ['RMB', 'CNY', 'sign'],
  ['CNY', 'CNY', 'sign'],
  ['HKD', 'HKD', 'sign'],
  ['MOP', 'MOP', 'sign'],
  ['USD', 'USD', 'sign'],
  ['EUR', 'EUR', 'sign'],
  ['¥', 'CNY', 'sign'],
  ['€', 'EUR', 'sign'],
]

/** Takes the first currency out of a text; 元 that belongs to it (美元) goes with it and still names units. */
function currencyIn(text: string): {
  readonly rest: string
  readonly currency: Currency | null
  readonly sign: boolean
} {
  const found = currencies.find(([word]) => text.includes(word))
  if (found === undefined) return { rest: text, currency: null, sign: false }
  const [word, currency, kind] = found
  return { rest: text.replace(word, ''), currency, sign: kind === 'sign' || word.endsWith('元') }
}

const expected = 'an amount like 1,500.00, 51万元 or 伍万元整'

function refused(text: string): TextRefusal {
  const message = `${shown(text)} is not an amount that can be read exactly.`
  return { kind: 'refused', code: 'NOT_AN_AMOUNT', message, expected, came: shown(text) }
}

function negative(text: string): TextRefusal {
  const message = `${shown(text)} is below zero, which no fine is.`
  return { kind: 'refused', code: 'NEGATIVE_AMOUNT', message, expected, came: shown(text) }
}
