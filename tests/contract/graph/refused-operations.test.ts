import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors, type Sent } from './both-doors.ts'

const region = 'query($code: String!) { region(code: $code) { code } }'
const nul = 'a\u0000'
const half = '\ud800'

/** What is wrong with an operation, and the one code it is answered with at every door. */
const refused: readonly (Sent & { readonly what: string; readonly code: string })[] = [
  { what: 'NUL in a literal', query: '{ region(code: "a\\u0000") { code } }', code: 'INVALID_TEXT' },
  { what: 'raw NUL in a literal', query: '{ region(code: "a\u0000") { code } }', code: 'INVALID_TEXT' },
  { what: 'NUL in a block string', query: '{ region(code: """a\u0000""") { code } }', code: 'INVALID_TEXT' },
  { what: 'NUL in a list', query: '{ regions(codes: ["CN", "\\u0000"]) { code } }', code: 'INVALID_TEXT' },
  {
    what: 'half a pair in a literal',
    query: '{ region(code: "\\ud800") { code } }',
    code: 'GRAPHQL_PARSE_FAILED',
  },
  { what: 'raw half a pair', query: `{ region(code: "${half}") { code } }`, code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'NUL outside a text', query: '{ hub\u0000 { name } }', code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'NUL in a variable', query: region, variables: { code: nul }, code: 'INVALID_TEXT' },
  { what: 'half a pair in a variable', query: region, variables: { code: half }, code: 'INVALID_TEXT' },
  {
    what: 'NUL in a variable nobody uses',
    query: '{ hub { name } }',
    variables: { x: nul },
    code: 'INVALID_TEXT',
  },
  {
    what: 'NUL in the name of a variable',
    query: '{ hub { name } }',
    variables: { [nul]: 1 },
    code: 'INVALID_TEXT',
  },
  {
    what: 'NUL deep in a filter',
    query: 'query($f: ObservationFilter) { observations(filter: $f) { totalCount } }',
    variables: { f: { or: [{ not: { region: { startsWith: nul } } }] } },
    code: 'INVALID_TEXT',
  },
  { what: 'NUL in an id', query: '{ node(id: "region/\\u0000") { id } }', code: 'INVALID_TEXT' },
  {
    what: 'half a pair in an id',
    query: 'query($id: ID!) { node(id: $id) { id } }',
    variables: { id: `region/${half}` },
    code: 'INVALID_TEXT',
  },
  {
    what: 'NUL in a page cursor',
    query: '{ series(after: "\\u0000") { totalCount } }',
    code: 'INVALID_TEXT',
  },
  {
    what: 'NUL in a stream cursor',
    query: 'query($after: Cursor!) { changes(after: $after) { kind } }',
    variables: { after: nul },
    code: 'INVALID_TEXT',
  },
  { what: 'a number for a text', query: region, variables: { code: 440_000 }, code: 'BAD_USER_INPUT' },
  { what: 'a list for a text', query: region, variables: { code: ['440000'] }, code: 'BAD_USER_INPUT' },
  { what: 'a missing variable', query: region, code: 'BAD_USER_INPUT' },
  { what: 'null for what is required', query: region, variables: { code: null }, code: 'BAD_USER_INPUT' },
  {
    what: 'an enum value that is none',
    query: 'query($level: RegionLevel) { regions(level: $level) { code } }',
    variables: { level: 'PLANET' },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a wrong type in a literal',
    query: '{ region(code: 440000) { code } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { what: 'an unknown field', query: '{ weather }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    what: 'an undeclared variable',
    query: '{ region(code: $code) { code } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { what: 'no operation', query: 'fragment A on Hub { name }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    what: 'an unknown operation name',
    query: 'query A { hub { name } }',
    operationName: 'B',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'NUL in the operation name',
    query: 'query A { hub { name } }',
    operationName: nul,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'half a pair in the operation name',
    query: 'query A { hub { name } }',
    operationName: half,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'two operations without a name',
    query: 'query A { hub { name } } query B { hub { name } }',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  { what: 'a syntax error', query: '{ hub { name }', code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'nothing but a comment', query: '# nothing', code: 'GRAPHQL_PARSE_FAILED' },
]

describeOneGround('operations that cannot be answered', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  for (const { door, ask } of doors) {
    test.for(refused)(`$what is refused with $code over ${door}`, async ({ what: _, code, ...sent }) => {
      const answered = await ask(hub, sent)
      expect(new Set(codesOf(answered))).toEqual(new Set([code]))
      expect(answered.data ?? null).toBeNull()
      for (const { message } of answered.errors ?? []) {
        expect(message).not.toMatch(/\bat .+:\d+:\d+|node_modules|select |postgres|pglite/i)
        expect(message.length).toBeLessThan(600)
      }
    })

    test(`a text that is only unusual is no mistake over ${door}`, async () => {
      for (const code of ['', ' ', '\u0001', '😀', "'; drop table region; --", '%', '\\', '𠮷'.repeat(500)]) {
        const answered = await ask(hub, { query: region, variables: { code } })
        expect(answered).toMatchObject({ data: { region: null } })
        expect(answered.errors).toBeUndefined()
      }
    })
  }

  test('a syntax error in one operation leaves the others of its socket alone', async () => {
    const client = hub.client()
    const stream = client.iterate<{ changes: { kind: string } }>({
      query: 'subscription { changes(after: "0", filter: { type: { eq: "Source" } }) { kind } }',
    })
    expect((await stream.next()).value?.data?.changes.kind).toBe('DELTA')
    const wrong = client.iterate({ query: 'subscription {' })
    await expect(wrong.next()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }])
    const query = client.iterate({ query: '{ hub { name } }' })
    expect((await query.next()).value).toMatchObject({ data: { hub: { name: 'Baymark' } } })
    const waiting = stream.next()
    await hub.intake.takeRows({
      source: 'cnca-by-region',
      idempotencyKey: 'after-syntax-error',
      code: null,
      publishedAt: null,
      note: null,
      rows: [{ indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2023-08', value: '1' }],
    })
    await stream.return?.()
    await waiting
  })
})
