import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Candidate,
  comparePreference,
  preferredOf,
  sourceRules,
} from '../../src/statistics/preference.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const field = { source: 'field', priority: 1, publishedAt: day('2024-01-10') }
const region = { source: 'region', priority: 2, publishedAt: day('2024-01-20') }
const third = { source: 'third', priority: null, publishedAt: null }

test.for([
  { rule: 'SOURCE_PRIORITY', of: [third, region, field], preferred: 'field' },
  { rule: 'SOURCE_PRIORITY', of: [third, region], preferred: 'region' },
  { rule: 'SOURCE_PRIORITY', of: [third], preferred: 'third' },
  { rule: 'SOURCE_PRIORITY', of: [{ ...field, missing: true }, region], preferred: 'region' },
  {
    rule: 'SOURCE_PRIORITY',
    of: [
      { ...region, missing: true },
      { ...field, missing: true },
    ],
    preferred: 'field',
  },
  { rule: 'LATEST_PUBLISHED', of: [third, field, region], preferred: 'region' },
  { rule: 'LATEST_PUBLISHED', of: [third, { ...field, publishedAt: null }], preferred: 'field' },
  { rule: 'LATEST_PUBLISHED', of: [third, { ...region, publishedAt: null }, field], preferred: 'field' },
  {
    rule: 'LATEST_PUBLISHED',
    of: [region, { ...field, publishedAt: day('2024-01-20') }],
    preferred: 'field',
  },
  { rule: 'LATEST_PUBLISHED', of: [field, { ...region, missing: true }], preferred: 'field' },
] as const)('$rule prefers $preferred', ({ rule, of, preferred }) => {
  expect(preferredOf<Candidate>(of, rule)?.source).toBe(preferred)
  expect(preferredOf<Candidate>(of.toReversed(), rule)?.source).toBe(preferred)
})

test('nothing is preferred among none, and the newest code list where one source says a figure twice', () => {
  expect(preferredOf([], 'SOURCE_PRIORITY')).toBeNull()
  const twice = ['2019', '2021'].map((codeListVersion) => ({ ...field, codeListVersion }))
  for (const rule of sourceRules) expect(preferredOf(twice, rule)?.codeListVersion).toBe('2021')
})

const candidate: fc.Arbitrary<Candidate> = fc.record({
  source: fc.constantFrom('a', 'b', 'c'),
  priority: fc.option(fc.integer({ min: 1, max: 3 })),
  publishedAt: fc.constantFrom(day('2024-01-10'), day('2024-01-20'), null),
  missing: fc.boolean(),
  codeListVersion: fc.constantFrom('', '2019', '2021'),
})

test.for(sourceRules)(
  '%s is an order: the same winner however the candidates stand, and nobody before it',
  (rule) => {
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 1, maxLength: 6 }), fc.nat(), (candidates, turn) => {
        const winner = preferredOf(candidates, rule)
        const turned = [
          ...candidates.slice(turn % candidates.length),
          ...candidates.slice(0, turn % candidates.length),
        ]
        expect(comparePreference(winner as Candidate, preferredOf(turned, rule) as Candidate, rule)).toBe(0)
        for (const one of candidates)
          expect(comparePreference(winner as Candidate, one, rule)).toBeLessThanOrEqual(0)
      }),
    )
  },
)
