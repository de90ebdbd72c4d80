import { type GraphQLError, type GraphQLScalarType, parseValue } from 'graphql'
import { describe, expect, it } from 'vitest'
import {
  CursorScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  LanguageScalar,
  PeriodScalar,
  PositionScalar,
} from '../../../src/kernel/graph/scalars.ts'

/** What a scalar takes, as a variable and as a literal in the document. */
const taken: readonly (readonly [GraphQLScalarType, readonly unknown[]])[] = [
  [DecimalScalar, ['603226', '-0.50']],
  [PeriodScalar, ['2022', '2022-08', '2020-W53', '2024-02-29']],
  [CursorScalar, ['0', 'WzEsImUi']],
  [LanguageScalar, ['zh-Hans', 'zh-HK', 'en', 'pt']],
  [DateScalar, ['2022-08-31']],
  [PositionScalar, [0, 1, 9_007_199_254_740_990]],
]

const refused: readonly (readonly [GraphQLScalarType, string, readonly unknown[]])[] = [
  [DecimalScalar, 'BAD_USER_INPUT', [603226, '1,000', '1e3', '', null, true, ['1'], 'NaN']],
  [PeriodScalar, 'INVALID_PERIOD', ['2022-13', '2021-02-29', '2022-W53', 2022, '', '2022-08\u0000']],
  [CursorScalar, 'INVALID_CURSOR', ['', 'x'.repeat(1_001), 0, '\u0000']],
  [LanguageScalar, 'BAD_USER_INPUT', ['fr', 'chinese', '', 1]],
  [DateScalar, 'BAD_USER_INPUT', ['2022-08', '2022-02-30', '31.08.2022']],
  [PositionScalar, 'INVALID_POSITION', [-1, 1.5, 9_007_199_254_740_991, '1', null, true]],
  [
    DateTimeScalar,
    'BAD_USER_INPUT',
    ['2022-09-23', '2022-09-23T10:00:00', '2022-02-30T00:00:00Z', '2022-09-23T25:00:00Z', 0],
  ],
]

function literalOf(value: unknown): string {
  return Array.isArray(value) ? '["1"]' : (JSON.stringify(value) ?? '')
}

describe.each(taken)('%s', (scalar, values) => {
  it.each(values.map((value) => [value]))(
    'takes %j as a variable and as a literal, and gives it as it is',
    (value) => {
      expect(scalar.parseValue(value)).toBe(value)
      expect(scalar.parseLiteral(parseValue(literalOf(value)))).toBe(value)
      expect(scalar.serialize(value)).toBe(value)
    },
  )
})

it('says of a word without quotes that it lacks them', () => {
  expect(() => LanguageScalar.parseLiteral(parseValue('en'))).toThrow(/came en without quotes/)
})

describe.each(refused)('%s', (scalar, code, values) => {
  it.each(values.map((value) => [value]))(
    `refuses %j with ${code}, saying what was expected and what came`,
    (value) => {
      for (const attempt of [
        () => scalar.parseValue(value),
        () => scalar.parseLiteral(parseValue(literalOf(value))),
      ]) {
        expect(attempt).toThrow(expect.objectContaining({ extensions: expect.objectContaining({ code }) }))
        try {
          attempt()
        } catch (error) {
          const { expected, came } = (error as GraphQLError).extensions
          expect(expected).toEqual(expect.any(String))
          expect(came).toEqual(expect.any(String))
          expect(String(came).length).toBeLessThan(120)
        }
      }
    },
  )
})

describe('DateTime', () => {
  it('takes instants with an offset and gives them in UTC to the millisecond', () => {
    const instant = DateTimeScalar.parseValue('2022-09-23T10:00:00+08:00')
    expect(instant).toEqual(new Date('2022-09-23T02:00:00Z'))
    expect(DateTimeScalar.serialize(instant)).toBe('2022-09-23T02:00:00.000Z')
  })
})

it('half a character is no text for any of them', () => {
  expect(() => CursorScalar.parseValue('\ud800')).toThrow(
    expect.objectContaining({ extensions: expect.anything() }),
  )
})

it('an answer of the wrong kind is our own mistake', () => {
  for (const scalar of [DecimalScalar, DateTimeScalar, PositionScalar])
    expect(() => scalar.serialize({})).toThrow(TypeError)
})
