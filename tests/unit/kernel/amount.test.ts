import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountUnitOf, readAmount, tenThousandYuan, yuan } from '../../../src/kernel/amount.ts'
import { chineseNumber } from '../../../src/kernel/chinese-number.ts'

describe('an amount in a column of 万元', () => {
  it.each([
    ['51(万元人民币)', '510000', 'CNY'],
    ['51（万元人民币）', '510000', 'CNY'],
    ['1,500', '15000000', 'CNY'],
    ['138.6万美元', '1386000', 'USD'],
    ['１２．５万元', '125000', 'CNY'],
    ['3万', '30000', 'CNY'],
    ['0.5亿', '50000000', 'CNY'],
    ['￥2,000.00', '2000', 'CNY'],
    ['¥2000', '2000', 'CNY'],
    ['人民币伍万元', '50000', 'CNY'],
    ['人民币伍万元整', '50000', 'CNY'],
    ['壹仟贰佰叁拾肆元伍角陆分', '1234.56', 'CNY'],
    ['2000元', '2000', 'CNY'],
    ['5', '50000', 'CNY'],
    ['0.000001', '0.01', 'CNY'],
    ['0', '0', 'CNY'],
    ['0.500000', '5000', 'CNY'],
    [' 1 234.5 万元 ', '12345000', 'CNY'],
    ['１，５００', '15000000', 'CNY'],
    ['HK$3,000', '3000', 'HKD'],
    ['3万港元', '30000', 'HKD'],
    ['100澳门元', '100', 'MOP'],
    ['RMB 5,000', '5000', 'CNY'],
    ['人民币5', '50000', 'CNY'],
    ['12345678901234567890.123456', '123456789012345678901234.56', 'CNY'],
  ])('%j is %s %s', (text, value, currency) => {
    expect(readAmount(text, tenThousandYuan)).toEqual({ kind: 'amount', value, currency, written: text })
  })

  it.each(['', ' ', '-', '—', '/', '无', '無', 'N/A', 'null', '－'])('%j is nothing', (text) => {
    expect(readAmount(text, tenThousandYuan)).toEqual({ kind: 'nothing' })
  })

  it.each(['-5', '−5万元', '－５', '￥-3', '(1,500)', '（1500）'])('%j is below zero', (text) => {
    expect(readAmount(text, tenThousandYuan)).toMatchObject({ kind: 'refused', code: 'NEGATIVE_AMOUNT' })
  })

  it.each([
    '2e3',
    '1.2.3',
    '1,50',
    '1,5000',
    ',500',
    '.5',
    '5.',
    '+5',
    '约5万',
    '5-10万',
    '5万元以上',
    '5万3千元',
    '5万亿',
    '警告',
    '罚款五万元',
    '伍万',
    '一百五元',
    '5澳元',
    'NaN',
    'Infinity',
    '0x10',
    '1'.repeat(61),
    '1'.repeat(21),
    '5\u0000',
  ])('%j is not read', (text) => {
    expect(readAmount(text, tenThousandYuan)).toMatchObject({ kind: 'refused', code: 'NOT_AN_AMOUNT' })
  })
})

it('a plain number has the unit of its column', () => {
  expect(readAmount('1,500.50', yuan)).toMatchObject({ value: '1500.5', currency: 'CNY' })
  expect(readAmount('7', { times: 1, currency: 'HKD' })).toMatchObject({ value: '7', currency: 'HKD' })
})

it.each([
  ['万元', 10_000, 'CNY'],
  ['元', 1, 'CNY'],
  ['人民币元', 1, 'CNY'],
  ['万美元', 10_000, 'USD'],
  ['亿元', 100_000_000, 'CNY'],
  ['港元', 1, 'HKD'],
])('the unit %s', (word, times, currency) => expect(amountUnitOf(word)).toEqual({ times, currency }))

it.each(['', '件', '5元'])('%j is no unit', (word) => expect(amountUnitOf(word)).toBeNull())

it('whatever comes, a number is exact or refused', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 20n - 1n), fc.integer({ min: 0, max: 999_999 }), (whole, part) => {
      const text = `${whole}.${String(part).padStart(6, '0')}`
      const scaled = BigInt(`${whole}${String(part).padStart(6, '0')}`)
      const read = readAmount(text, tenThousandYuan)
      const [yuans, cents = ''] = (read.kind === 'amount' ? read.value : '').split('.')
      expect(BigInt(`${yuans}${cents.padEnd(2, '0')}`)).toBe(scaled)
    }),
    { seed: 20_261_126 },
  )
  fc.assert(fc.property(fc.string(), (text) => readAmount(text, yuan).kind !== undefined))
})

it.each([
  ['五', '5'],
  ['十', '10'],
  ['十五', '15'],
  ['二十', '20'],
  ['一百零五', '105'],
  ['一百一十', '110'],
  ['两千零三', '2003'],
  ['一万零五十', '10050'],
  ['三亿零二十万', '300200000'],
  ['壹仟贰佰叁拾肆万伍仟陆佰柒拾捌', '12345678'],
  ['零', '0'],
  ['', null],
  ['万', null],
  ['一二', null],
  ['百', null],
  ['十百', null],
  ['一百五', null],
  ['三万五', null],
  ['一万万', null],
  ['二零二四', null],
  ['三元', null],
])('Chinese numerals: %j is %j', (text, number) => expect(chineseNumber(text)).toBe(number))
