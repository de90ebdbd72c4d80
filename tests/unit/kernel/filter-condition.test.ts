import { describe, expect, it } from 'vitest'
import { conditionOf } from '../../../src/kernel/graph/filter-condition.ts'

const fields = { region: 'text', value: 'decimal', period: 'period', recordedAt: 'instant' } as const

/** `not` in `not` …, so deep. */
const nested = (depth: number): object => (depth === 0 ? {} : { not: nested(depth - 1) })

describe('conditionOf', () => {
  it('lets everything through where there is no filter', () => {
    for (const input of [null, undefined, {}, { region: null, and: null, or: undefined }]) {
      expect(conditionOf(input, fields)).toEqual({ kind: 'all', of: [] })
    }
  })

  it('makes a test of each operator, with the comparison of its field', () => {
    const input = {
      region: { eq: '440000', in: ['440000', '440100'] },
      value: { gt: '1.5' },
      recordedAt: { lt: 'x' },
    }
    expect(conditionOf(input, fields)).toEqual({
      kind: 'all',
      of: [
        { kind: 'test', field: 'region', operator: 'eq', compare: 'text', operand: '440000' },
        { kind: 'test', field: 'region', operator: 'in', compare: 'text', operand: ['440000', '440100'] },
        { kind: 'test', field: 'value', operator: 'gt', compare: 'decimal', operand: '1.5' },
        { kind: 'test', field: 'recordedAt', operator: 'lt', compare: 'instant', operand: 'x' },
      ],
    })
  })

  it('compares a mark as its text, and asks for a missing value by a boolean', () => {
    expect(conditionOf({ region: { eq: true, isNull: false } }, fields)).toEqual({
      kind: 'all',
      of: [
        { kind: 'test', field: 'region', operator: 'eq', compare: 'text', operand: 'true' },
        { kind: 'test', field: 'region', operator: 'isNull', compare: 'text', operand: false },
      ],
    })
  })

  it('composes and, or and not', () => {
    const eq = (operand: string) => ({
      kind: 'test',
      field: 'region',
      operator: 'eq',
      compare: 'text',
      operand,
    })
    const all = (...of: unknown[]) => ({ kind: 'all', of })
    const input = {
      or: [{ region: { eq: 'a' } }, { not: { region: { eq: 'b' } } }],
      and: [{ region: { eq: 'c' } }],
    }
    expect(conditionOf(input, fields)).toEqual(
      all({ kind: 'any', of: [all(eq('a')), all({ kind: 'not', of: all(eq('b')) })] }, all(all(eq('c')))),
    )
  })

  it('finds months alone in a range of months', () => {
    const { of } = conditionOf({ period: { gte: '2022-08', eq: '2022-Q3' } }, fields) as {
      of: readonly unknown[]
    }
    expect(of).toEqual([
      { kind: 'test', field: 'period', operator: 'gte', compare: 'text', operand: '2022-08' },
      { kind: 'test', field: 'periodFrequency', operator: 'eq', compare: 'text', operand: 'M' },
      { kind: 'test', field: 'period', operator: 'eq', compare: 'text', operand: '2022-Q3' },
    ])
  })

  it.each([
    ['null as a value', { region: { eq: null } }, 'isNull: true'],
    ['null in a list', { region: { in: ['a', null] } }, 'isNull: true'],
    ['a list of more than 1,000', { region: { in: Array(1_001).fill('a') } }, '1000 values'],
    ['more than 100 tests', { or: Array(99).fill({ region: { eq: 'a', ne: 'b' } }) }, '100 tests and groups'],
    ['more than 100 empty groups', { and: Array(101).fill({}) }, '100 tests and groups'],
    ['a deep one', nested(9), '8 deep'],
  ])('refuses %s with BAD_USER_INPUT', (_, input, told) => {
    const make = () => conditionOf(input, fields)
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
    expect(make).toThrow(told)
  })

  it('takes what lies at the limits', () => {
    expect(() => conditionOf({ region: { in: Array(1_000).fill('a') } }, fields)).not.toThrow()
    expect(() => conditionOf({ or: Array(50).fill({ region: { eq: 'a' } }) }, fields)).not.toThrow()
    expect(() => conditionOf(nested(8), fields)).not.toThrow()
  })

  it.each([{ region: { contains: 'a\u0000' } }, { region: { in: ['a', '\ud800'] } }])(
    'refuses text that cannot be kept with INVALID_TEXT',
    (input) =>
      expect(() => conditionOf(input, fields)).toThrow(expect.objectContaining({ code: 'INVALID_TEXT' })),
  )

  it('throws where a noun declared no such field: our own mistake', () => {
    expect(() => conditionOf({ colour: { eq: 'a' } }, fields)).toThrow('colour is not declared')
  })
})
