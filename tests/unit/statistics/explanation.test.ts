import { expect, test } from 'vitest'
import { type RankedClaim, standingsOf } from '../../../src/statistics/explanation/standing.ts'
import { grouped } from '../../../src/statistics/explanation/wording.ts'

test.for([
  ['0', '0'],
  ['999', '999'],
  ['1000', '1,000'],
  ['2979538', '2,979,538'],
  ['-1000.50', '-1,000.50'],
  ['0.1234567', '0.1234567'],
  ['12345678901234567890123.1000', '12,345,678,901,234,567,890,123.1000'],
])('%s is told as %s, digit for digit', ([value = '', told]) => {
  expect(grouped(value)).toBe(told)
})

/** `10@5 WITHDRAWN` says 10, was published on the fifth, and was withdrawn; PUBLISHED and undated by default. */
function claims(texts: readonly string[]): readonly RankedClaim[] {
  return texts.map((text, claimId) => {
    const [said = '', release = 'PUBLISHED'] = text.split(' ')
    const [value = '', day] = said.split('@')
    const publishedAt = day === undefined ? null : new Date(Date.UTC(2020, 5, Number(day)))
    return { claimId, value, status: 'A', publishedAt, release: release as RankedClaim['release'] }
  })
}

test.for([
  { what: 'none', said: [], standings: [] },
  { what: 'confirmed', said: ['10', '10.0'], standings: ['SPEAKS', 'CONFIRMS'] },
  { what: 'overruled', said: ['10', '10', '11'], standings: ['OVERRULED', 'OVERRULED', 'SPEAKS'] },
  { what: 'stale', said: ['10@9', '9@5', '10@9'], standings: ['SPEAKS', 'STALE', 'CONFIRMS'] },
  {
    what: 'back after a withdrawal',
    said: ['10', '11 WITHDRAWN', '10'],
    standings: ['SPEAKS', 'WITHDRAWN', 'CONFIRMS'],
  },
  {
    what: 'under embargo, in the middle too',
    said: ['10', '12 EMBARGOED', '11'],
    standings: ['OVERRULED', 'EMBARGOED', 'SPEAKS'],
  },
  { what: 'none that stands', said: ['10 WITHDRAWN'], standings: ['WITHDRAWN'] },
])('what claims are to their fact: $what', ({ said, standings }) => {
  expect(standingsOf(claims(said)).map(({ standing }) => standing)).toEqual(standings)
})
