import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, equalDecimals, isWhole, parseDecimal } from '../../../src/kernel/decimal.ts'

describe('parseDecimal', () => {
  it.each(['0', '603226', '-1', '0.50', '-0.50', '100.000', '9'.repeat(60)])(
    'takes %s as it came',
    (text) => {
      expect(parseDecimal(text)).toBe(text)
    },
  )

  it.each([
    ['-0', '0'],
    ['-0.00', '0.00'],
  ])('takes %s as %s: a database knows no negative zero', (text, decimal) => {
    expect(parseDecimal(text)).toBe(decimal)
  })

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '01',
    '-01',
    '.5',
    '5.',
    '1,000',
    '1e3',
    'NaN',
    'Infinity',
    '0x10',
    '１２',
    '1\n',
    '--1',
    '9'.repeat(61),
  ])('refuses %j', (text) => expect(parseDecimal(text)).toBeNull())
})

describe('comparison', () => {
  it('is exact where floating-point numbers are not', () => {
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1)
    expect(compareDecimals('0.1', '0.10000000000000000000000000001')).toBe(-1)
    expect(compareDecimals('1.0', '1.00')).toBe(0)
    expect(compareDecimals('-2', '-10')).toBe(1)
  })

  it('agrees with whole numbers of any size', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 50n), 10n ** 50n),
        fc.bigInt(-(10n ** 50n), 10n ** 50n),
        (left, right) => {
          expect(Math.sign(compareDecimals(String(left), String(right)))).toBe(
            left < right ? -1 : left > right ? 1 : 0,
          )
        },
      ),
    )
  })

  it('takes two missing values for equal, and a missing one for no number', () => {
    expect(equalDecimals(null, null)).toBe(true)
    expect(equalDecimals(null, '0')).toBe(false)
    expect(equalDecimals('0', null)).toBe(false)
    expect(equalDecimals('1.50', '1.5')).toBe(true)
  })

  it('knows whole numbers by their value', () => {
    expect(['3', '-3', '3.00', '9007199254740993.0'].every(isWhole)).toBe(true)
    expect(['0.5', '-3.0001', '9007199254740993.5'].some(isWhole)).toBe(false)
  })
})
