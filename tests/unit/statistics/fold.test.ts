import { expect, test } from 'vitest'
import type { Claimed } from '../../../src/statistics/decide.ts'
import { winnerOf } from '../../../src/statistics/fold.ts'

type Said = Claimed & { readonly by: string }

/** `a 10@5` is the release a, which says 10 and was published on the fifth; without `@` its date is not known. */
function said(text: string): Said {
  const [by = '', rest = ''] = text.split(' ')
  const [value = '', day] = rest.split('@')
  const publishedAt = day === undefined ? null : new Date(Date.UTC(2020, 5, Number(day)))
  const missing = value === '-'
  return { by, value: missing ? null : value, status: missing ? 'M' : 'A', publishedAt }
}

test.for([
  { what: 'no claim gives no fact', spoken: [], by: null },
  { what: 'one claim', spoken: ['a 10'], by: 'a' },
  { what: 'the last of undated ones', spoken: ['a 10', 'b 11', 'c 12'], by: 'c' },
  { what: 'whoever confirms is not cited', spoken: ['a 10', 'b 10', 'c 10.0'], by: 'a' },
  { what: 'a figure that comes back is cited anew', spoken: ['a 10', 'b 11', 'c 10'], by: 'c' },
  { what: 'an older date is stale', spoken: ['a 10@10', 'b 9@5'], by: 'a' },
  { what: 'the same date speaks', spoken: ['a 10@10', 'b 9@10'], by: 'b' },
  { what: 'a date that only confirmed counts', spoken: ['a 10@10', 'b 10@30', 'c 11@20'], by: 'a' },
  { what: 'a stale one leaves the newest date', spoken: ['a 1@10', 'b 2@5', 'c 3@7'], by: 'a' },
  { what: 'undated after dated speaks', spoken: ['a 10@10', 'b 12'], by: 'b' },
  { what: 'dates hold over an undated one between', spoken: ['a 10@10', 'b 12', 'c 9@5'], by: 'b' },
  { what: 'a newer date speaks over an undated one', spoken: ['a 10@10', 'b 12', 'c 9@11'], by: 'c' },
  { what: 'missing is another figure', spoken: ['a 10', 'b -'], by: 'b' },
  { what: 'without the one that won, the other is no longer stale', spoken: ['b 9@5'], by: 'b' },
])('of live claims: $what', ({ spoken, by }) => {
  expect(winnerOf(spoken.map(said))?.by ?? null).toBe(by)
})
