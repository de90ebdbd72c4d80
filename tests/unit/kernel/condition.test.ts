import { describe, expect, it } from 'vitest'
import {
  type Comparison,
  type Condition,
  equalityTerms,
  everything,
  type Operator,
  passes,
} from '../../../src/kernel/condition.ts'

function test(
  operator: Operator,
  operand: string | boolean | readonly string[],
  compare: Comparison = 'text',
): Condition {
  return { kind: 'test', field: 'field', operator, compare, operand }
}

const holds = (condition: Condition, field: unknown) => passes(condition, { field })

describe('passes', () => {
  it('lets everything through an empty filter, and nothing through an empty choice', () => {
    expect(passes(everything, {})).toBe(true)
    expect(passes({ kind: 'any', of: [] }, {})).toBe(false)
    expect(passes({ kind: 'not', of: everything }, {})).toBe(false)
  })

  it('answers true or false of a missing value: it is different from everything, and nothing else', () => {
    const holding = (
      ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'startsWith', 'contains'] as const
    ).filter((operator) =>
      holds(test(operator, operator === 'in' || operator === 'notIn' ? ['a'] : 'a'), null),
    )
    expect(holding).toEqual(['ne', 'notIn'])
    expect(holds(test('isNull', true), undefined)).toBe(true)
    expect(holds(test('isNull', false), null)).toBe(false)
    expect(holds({ kind: 'not', of: test('eq', 'a') }, null)).toBe(true)
  })

  it('compares texts by their bytes and cuts no character in two', () => {
    expect(holds(test('lt', '😀'), '\uffee')).toBe(true)
    expect(holds(test('startsWith', 'a%_'), 'a%_b')).toBe(true)
    expect(holds(test('startsWith', 'a%'), 'abc')).toBe(false)
    expect(holds(test('contains', "'"), "it's")).toBe(true)
    expect(holds(test('contains', ''), '')).toBe(true)
    expect(holds(test('eq', 'QMS'), 'qms')).toBe(false)
  })

  it('compares decimals by their value', () => {
    expect(holds(test('eq', '1.50', 'decimal'), '1.5')).toBe(true)
    expect(holds(test('in', ['2', '1.0'], 'decimal'), '1')).toBe(true)
    expect(holds(test('gt', '9', 'decimal'), '10')).toBe(true)
    expect(holds(test('notIn', [], 'decimal'), '10')).toBe(true)
  })

  it('compares instants to the millisecond, whether they are dates or texts', () => {
    const instant = new Date('2022-09-23T02:00:00.123Z')
    expect(holds(test('eq', '2022-09-23T10:00:00.123+08:00', 'instant'), instant)).toBe(true)
    expect(holds(test('lt', '2022-09-23T02:00:00.124Z', 'instant'), instant)).toBe(true)
    expect(holds(test('gte', '2022-09-23T02:00:00.123Z', 'instant'), instant.toISOString())).toBe(true)
  })
})

describe('equalityTerms', () => {
  it('are the values of which a field must have one', () => {
    const region: Condition = { ...test('in', ['440000', '440100']), field: 'region' } as Condition
    expect(equalityTerms(test('eq', 'a'), 'field')).toEqual(['a'])
    expect(equalityTerms({ kind: 'all', of: [everything, { kind: 'all', of: [region] }] }, 'region')).toEqual(
      ['440000', '440100'],
    )
    expect(equalityTerms({ kind: 'all', of: [test('in', [])] }, 'field')).toEqual([])
  })

  it('are none where the filter leaves the field open', () => {
    const open: Condition[] = [
      everything,
      test('ne', 'a'),
      test('startsWith', 'a'),
      { kind: 'not', of: test('eq', 'a') },
      { kind: 'any', of: [test('eq', 'a'), test('eq', 'b')] },
    ]
    expect(open.map((condition) => equalityTerms(condition, 'field'))).toEqual(open.map(() => null))
    expect(equalityTerms(test('eq', 'a'), 'another')).toBeNull()
  })
})
