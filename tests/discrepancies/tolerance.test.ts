import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { eitherSide } from '../../src/statistics/discrepancy/filters.ts'
import {
  absoluteSize,
  disagree,
  oneOf,
  relativeSize,
  settlementNote,
} from '../../src/statistics/discrepancy/rules.ts'
import { describeStores } from '../contract/stores.ts'

const decimal = fc.oneof(
  fc.constantFrom('0', '0.0', '1', '-1', '100', '99', '101', '99.5', '0.000000000001', '9007199254740993'),
  fc
    .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(3))
    .map(([whole, places]) => `${Big(whole).div(10 ** places)}`),
)
const limit = fc.constantFrom('0', '0.01', '0.5', '1', '2', '1000')

describeStores('the rule of disagreement', (store) => {
  test('is exact, the same both ways round, and cuts the relative size', async () => {
    const database = await store.fresh()
    const pairs = fc.sample(
      fc.record({ first: decimal, second: decimal, absolute: limit, relative: limit }),
      500,
    )
    const [first, second] = [sql`(r->>'first')::numeric`, sql`(r->>'second')::numeric`]
    const tolerance = sql`r`
    const rows = await database.query<{ a: boolean; b: boolean; size: string; part: string | null }>(
      sql`select ${disagree({ first, second, tolerance })} as a, ${disagree({ first: second, second: first, tolerance })} as b,
            ${absoluteSize(first, second)} as size,
            case when ${first} <> ${second} then ${relativeSize(first, second)} end as part
          from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) with ordinality x(r, place) order by place`,
    )
    for (const [index, { first, second, absolute, relative }] of pairs.entries()) {
      const size = Big(first).minus(second).abs()
      const larger = Big(first).abs().gt(Big(second).abs()) ? Big(first).abs() : Big(second).abs()
      const expected = size.gt(absolute) && size.gt(larger.times(relative))
      const row = rows[index]
      expect([row?.a, row?.b], JSON.stringify(pairs[index])).toEqual([expected, expected])
      expect(Big(row?.size ?? 'none').eq(size)).toBe(true)
      if (size.eq(0)) continue
      // The part times the larger amount is the difference, but for less than what was cut off.
      const part = Big(row?.part ?? 'none')
      const rest = size.minus(part.times(larger))
      expect(rest.gte(0) && rest.lt(larger.times('0.000000000001')), JSON.stringify(pairs[index])).toBe(true)
    }
  })

  test('lets a missing value disagree with nothing, and any difference count without a tolerance', async () => {
    const database = await store.fresh()
    const none = sql`null::numeric`
    const zero = sql`0::numeric`
    const [row] = await database.query(
      sql`select ${disagree({ first: none, second: zero, tolerance: sql`'{}'::jsonb` })} as missing,
            ${disagree({ first: zero, second: sql`1::numeric`, tolerance: sql`null::jsonb` })} as unlimited`,
    )
    expect(row).toEqual({ missing: false, unlimited: true })
  })
})

test('a note has 1 to 2,000 characters without the blanks around it, and preferred is one of the two', () => {
  expect(settlementNote('  Known. \n')).toBe('Known.')
  expect(settlementNote('x'.repeat(2_000))).toHaveLength(2_000)
  for (const note of ['', ' \n ', 'x'.repeat(2_001)])
    expect(() => settlementNote(note)).toThrow(/1 to 2000 characters/)
  expect(oneOf(['a', 'b'], 'b')).toBe('b')
  expect(oneOf(['a', 'b'], null)).toBeNull()
  expect(() => oneOf(['a', 'b'], 'c')).toThrow(/a or b/)
})

test('a test of the source is one of either side, and one that denies is one of both', () => {
  const test = { kind: 'test', field: 'source', compare: 'text', operand: 'a' } as const
  const sides = ['firstSource', 'secondSource']
  for (const [operator, kind] of [
    ['eq', 'any'],
    ['startsWith', 'any'],
    ['ne', 'all'],
  ] as const) {
    const of = sides.map((field) => ({ ...test, operator, field }))
    expect(eitherSide({ kind: 'not', of: { ...test, operator } })).toEqual({ kind: 'not', of: { kind, of } })
  }
  const other = { ...test, operator: 'eq', field: 'region' } as const
  expect(eitherSide({ kind: 'all', of: [other] })).toEqual({ kind: 'all', of: [other] })
})
