import Big from 'big.js'
import { describe, expect, test } from 'vitest'
import { differenceOf, ratioOf, sumOf } from '../../src/kernel/decimal-sum.ts'
import { randomFrom } from '../bench/questions.ts'

describe('sums of decimals', () => {
  test('are exact beyond what a number holds, and equal to the plain sum', () => {
    const random = randomFrom(20_261_123)
    const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
    for (let round = 0; round < 300; round += 1) {
      const values = Array.from({ length: Math.floor(random() * 12) }, () => {
        const whole = String(BigInt(digits(1 + Math.floor(random() * 20))))
        const sign = random() < 0.3 && whole !== '0' ? '-' : ''
        return random() < 0.5 ? `${sign}${whole}` : `${sign}${whole}.${digits(1 + Math.floor(random() * 8))}`
      })
      const plain = values.reduce((sum, value) => sum.plus(value), new Big(0))
      expect(sumOf(values), values.join(' + ')).toBe(plain.toFixed())
    }
  })

  test('of nothing are 0; of 2^53 and 1 not rounded', () => {
    expect(sumOf([])).toBe('0')
    expect(sumOf(['9007199254740992', '1'])).toBe('9007199254740993')
    expect(sumOf(['9007199254740991', '1', '1'])).toBe('9007199254740993')
    expect(sumOf(['0.1', '0.2'])).toBe('0.3')
    expect(sumOf(['9.0', '1'])).toBe('10')
  })

  test('differences are exact, ratios rounded half away from zero', () => {
    expect(differenceOf('0.3', '0.1')).toBe('0.2')
    expect(ratioOf('1', '3', 6)).toBe('0.333333')
    expect(ratioOf('5', '1000000', 5)).toBe('0.00001')
    expect(ratioOf('-5', '1000000', 5)).toBe('-0.00001')
    expect(ratioOf('4', '1000000', 5)).toBe('0')
    expect(ratioOf('1', '0', 6)).toBeNull()
    expect(ratioOf('0.0', '7', 6)).toBe('0')
  })
})
