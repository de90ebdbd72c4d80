import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

/** How long a hostile document may hold up everybody else, in milliseconds, also on a machine that is busy. */
const longestStall = 500

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ')
const nested = (depth: number, open: string, inside: string, close: string) =>
  open.repeat(depth) + inside + close.repeat(depth)
const spreads = (depth: number) =>
  `{ ...F0 } ${times(depth, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F${depth} on Query { hub { name } }`

/** Documents that mean harm. `code` is null where the answer may as well be given. */
const documents: readonly { readonly what: string; readonly query: string; readonly code: string | null }[] =
  [
    {
      what: '10,000 aliases',
      query: `{ ${times(10_000, (index) => `a${index}:hub{name}`)} }`,
      code: 'GRAPHQL_PARSE_FAILED',
    },
    {
      what: '1,000 aliases',
      query: `{ ${times(1_000, (index) => `a${index}:hub{name}`)} }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: '51 reads in fragments',
      query: `{ ...A ...on Query { ${times(26, (index) => `b${index}:regions{code}`)} } } fragment A on Query { ${times(25, (index) => `a${index}:regions{code}`)} }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: '2,400 times the same field',
      query: `{ ${times(2_400, () => 'hub{name}')} }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: '4,500 levels of lists',
      query: `{ regions(codes: ${nested(4_500, '[', '', ']')}) { code } }`,
      code: 'any',
    },
    {
      what: '2,000 levels of a filter',
      query: `{ series(filter: ${nested(2_000, '{not:', '{}', '}')}) { totalCount } }`,
      code: 'any',
    },
    {
      what: 'a cycle of fragments',
      query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    { what: 'a bomb of fragments', query: spreads(25), code: null },
    { what: 'a long chain of doubled fragments', query: spreads(800), code: null },
    {
      what: 'fragments that all spread all',
      query: `{ ...F0 } ${times(60, (index) => `fragment F${index} on Hub_${index} { ${times(59 - index, (next) => `...F${index + next + 1}`)} name }`).replaceAll(/Hub_\d+/g, 'Hub')}`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: 'fields that overlap in fragments',
      query: `{ hub { ${times(100, (index) => `...F${index}`)} } } ${times(100, (index) => `fragment F${index} on Hub { ${times(12, () => 'freshness{source{code}}')} }`)}`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: '1,200 directives',
      query: `{ hub { name ${'@include(if:true)'.repeat(1_200)} } }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: '3,000 unknown fields',
      query: `{ ${times(3_000, (index) => `observation${index}`)} }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      what: 'introspection in circles',
      query: `{ __schema { types { ${nested(20, 'fields{type{', 'name', '}}')} } } }`,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
  ]

describe('documents that mean harm', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
    await hub.ask('{ hub { name } }')
  })
  afterAll(() => hub.close())

  for (const { door, ask } of doors) {
    const fitting = documents.filter(({ query }) => door === 'HTTP' || query.length < 60_000)
    test.for(fitting)(`$what holds nobody up over ${door}`, async ({ query, code }) => {
      const { answer: answered, stall } = await asked(() => ask(hub, { query }))
      expect(stall).toBeLessThan(longestStall)
      expect(codesOf(answered)).not.toContain('INTERNAL_SERVER_ERROR')
      if (code === 'any') expect(codesOf(answered).length).toBeGreaterThan(0)
      else expect(new Set(codesOf(answered))).toEqual(new Set(code === null ? [] : [code]))
      expect(JSON.stringify(answered.errors ?? []).length).toBeLessThan(100_000)
      expect((await hub.ask('{ hub { name } }')).status).toBe(200)
    })
  }

  test('variables nested thousands of levels deep are refused', async () => {
    const body = `{"query":"query($f:SeriesFilter){series(filter:$f){totalCount}}","variables":{"f":${nested(50_000, '{"not":', '{}', '}')}}}`
    const response = await fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const answered = (await response.json()) as { errors: { extensions: { code: string } }[] }
    expect(answered.errors.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED'])
  })
})

/** The answer, and the longest stall while it was made; the best of three, because a busy machine stalls us too. */
async function asked<Answer>(ask: () => Promise<Answer>) {
  let once = await measured(ask)
  for (let tries = 1; tries < 3 && once.stall >= longestStall; tries += 1) once = await measured(ask)
  return once
}

async function measured<Answer>(ask: () => Promise<Answer>) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const answer = await ask()
  delay.disable()
  return { answer, stall: delay.max / 1e6 }
}
