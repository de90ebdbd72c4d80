import { expect, test } from 'vitest'
import { moneyOf } from '../../../src/credit/money.ts'

test.each([
  ['0', '0'],
  ['0.00', '0'],
  ['1', '0.0001'],
  ['0.01', '0.000001'],
  ['9999', '0.9999'],
  ['10000', '1'],
  ['10000.00', '1'],
  ['138600.50', '13.86005'],
  ['510000', '51'],
  ['123456789012345678.90', '12345678901234.56789'],
])('%s yuan are %s ten thousand', (yuan, tenThousandYuan) => {
  expect(moneyOf(yuan)).toEqual({ yuan, tenThousandYuan })
})

test('no amount is none, not zero', () => {
  expect(moneyOf(null)).toBeNull()
})
