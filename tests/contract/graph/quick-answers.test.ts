import 'reflect-metadata'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, parse } from 'graphql'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { QuickAnswers } from '../../../src/api/quick-answer.ts'
import { projectFolder } from '../../../src/platform/project.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'

/** Asked so often, a query is compiled; the first answers come from Apollo and graphql-js. */
const times = 5

type Asked = { readonly query: string; readonly variables?: object; readonly operationName?: string | null }

const folder = join(projectFolder(), 'schema/documents')
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => ({ file, query: readFileSync(join(folder, file), 'utf8') }))
  .filter(({ query }) => getOperationAST(parse(query))?.operation === 'query')

describeOneGround('a query that is asked again and again', (ground) => {
  let hub: TestHub
  let id: string
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
    const { data } = await hub.ask('{ observations(first: 1) { nodes { id } } }')
    id = (data as { observations: { nodes: [{ id: string }] } }).observations.nodes[0].id
  })
  afterAll(() => hub.close())

  /** Asks several times; gives the whole answers, and how many were given without Apollo. */
  async function answers(asked: Asked | string, headers: Readonly<Record<string, string>> = {}) {
    const spy = vi.spyOn(QuickAnswers.prototype, 'answer')
    onTestFinished(() => spy.mockRestore())
    spy.mockClear()
    const whole: object[] = []
    for (let turn = 0; turn < times; turn += 1) {
      const response = await fetch(`${hub.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof asked === 'string' ? asked : JSON.stringify(asked),
      })
      const { date: _date, ...told } = Object.fromEntries(response.headers)
      whole.push({ status: response.status, told, body: await response.text() })
    }
    const quick = spy.mock.settledResults.filter(({ value }) => typeof value === 'string').length
    return { whole, quick }
  }

  test.for(examples)('is answered alike however it is run: $file', async ({ query }) => {
    const { whole, quick } = await answers({ query, variables: { id } })
    expect(whole[0]).toMatchObject({ status: 200, body: expect.not.stringContaining('"errors"') })
    for (const answer of whole) expect(answer).toEqual(whole[0])
    expect(quick).toBeGreaterThan(0)
  })

  test.for(wellAsked)('is answered alike: $what', async ({ asked, headers }) => {
    const { whole, quick } = await answers(asked, headers)
    expect(whole[0]).toMatchObject({ status: 200 })
    for (const answer of whole) expect(answer).toEqual(whole[0])
    expect(quick).toBeGreaterThan(0)
  })

  test.for(badlyAsked)('is refused alike: $what', async ({ asked, headers, code }) => {
    const { whole, quick } = await answers(asked, headers)
    expect(JSON.stringify(whole[0])).toContain(code)
    for (const answer of whole) expect(answer).toEqual(whole[0])
    expect(quick).toBe(0)
  })

  test('is refused where its last variables are wrong, and answered again where they are right', async () => {
    const query = 'query($first: Int) { observations(first: $first) { nodes { id } } }'
    const { quick } = await answers({ query, variables: { first: 2 } })
    expect(quick).toBeGreaterThan(0)
    for (const [first, code] of [
      [1_001, 'PAGE_SIZE'],
      ['2', 'BAD_USER_INPUT'],
    ]) {
      const { errors } = await hub.ask(query, { first })
      expect(errors[0]?.extensions['code']).toBe(code)
    }
    expect((await hub.ask(query, { first: 2 })).errors).toBeUndefined()
  })

  test('is known by its text and the name of its operation, both', async () => {
    const query = 'query A { hub { name } } query B { hub { version } }'
    await answers({ query, operationName: 'A' })
    const b = await answers({ query, operationName: 'B' })
    expect(b.quick).toBeGreaterThan(0)
    expect(JSON.stringify(b.whole.at(-1))).toContain('version')
    await answers({ query: 'query\n{ hub { name } }' })
    for (const operationName of ['query', '']) {
      const other = await answers({ query: '{ hub { name } }', operationName })
      expect(other.quick).toBe(0)
      expect(JSON.stringify(other.whole.at(-1))).toContain('errors')
    }
  })
})

const fields =
  'nodes { id period value status region { code id name } series { id unit } } pageInfo { endCursor }'

const written =
  'nodes { id __typename period value status frequency unit revision position codeListVersion figure: value indicator { id code __typename } region { code } scheme { which: code } source { code id } }'

const wellAsked: readonly { what: string; asked: Asked; headers?: Readonly<Record<string, string>> }[] = [
  { what: 'a list with everything', asked: { query: `{ observations(first: 3) { ${fields} totalCount } }` } },
  {
    what: 'at an earlier position',
    asked: { query: `query @asOf(position: 1) { observations { ${fields} } }` },
  },
  {
    what: 'the newest figures up to a period',
    asked: {
      query: `query($until: Period!) { a: observations(latest: true, first: 5, filter: { period: { lte: $until } }) { totalCount ${fields} edges { cursor } } b: observations(latest: true, filter: { region: { eq: "440000" } }) { ${written} } }`,
      variables: { until: '2022-10' },
    },
  },
  {
    what: 'a list that the database writes',
    asked: {
      query: `{ a: observations(first: 40) { ${written} } b: observations(first: 3, orderBy: PERIOD_ASC) { all: ${written} totalCount } hub { name } none: observations(first: 0) { nodes { id } } }`,
    },
  },
  {
    what: 'a list that the database writes, at an earlier position, beside a field that is left away',
    asked: {
      query: `query($no: Boolean = false) @asOf(position: 6) { observations { ${written} } hub @include(if: $no) { name } empty: observations(filter: { period: { eq: "1999-01" } }) { nodes { id } } }`,
    },
  },
  {
    what: 'a list that the database writes, of which the count may be left away',
    asked: {
      query:
        'query($no: Boolean = false) { observations(first: 2) { nodes { value } totalCount @include(if: $no) } }',
    },
  },
  {
    what: 'at a position that is a variable',
    asked: { query: 'query($p: Position) @asOf(position: $p) { hub { position } }', variables: { p: 1 } },
  },
  {
    what: 'without a field that is left away',
    asked: {
      query:
        'query($no: Boolean!) { hub { name @include(if: $no) version @skip(if: $no) } observations(first: 1) @skip(if: $no) { nodes { ...F @include(if: $no) period } } } fragment F on Observation { value id }',
      variables: { no: false },
    },
  },
  {
    what: 'with fragments on an interface',
    asked: {
      query:
        '{ nodes(ids: ["region/440000", "scheme/TOTAL", "region/none"]) { __typename id ... on Region { code name } ...S } } fragment S on Scheme { code title: name(language: "en") }',
    },
  },
  {
    what: 'with aliases and the same field twice',
    asked: { query: '{ a: hub { name } b: hub { name version } hub { name } hub { position } }' },
  },
  {
    what: 'with a filter in a variable and its default',
    asked: {
      query:
        'query($f: ObservationFilter = { region: { in: "440000" } }, $n: Int = 2) { observations(filter: $f, first: $n, orderBy: PERIOD_ASC) { nodes { period value } } }',
    },
  },
  {
    what: 'in another language',
    asked: { query: '{ regions { code name } }' },
    headers: { 'accept-language': 'en' },
  },
  {
    what: 'for another media type',
    asked: { query: '{ hub { name } }' },
    headers: { accept: 'application/graphql-response+json, application/json;q=0.9' },
  },
]

const badlyAsked: readonly {
  what: string
  asked: Asked | string
  headers?: Readonly<Record<string, string>>
  code: string
}[] = [
  { what: 'broken JSON', asked: '{"query":', code: 'BAD_REQUEST' },
  { what: 'a list', asked: '[{"query":"{ hub { name } }"}]', code: 'BAD_REQUEST' },
  { what: 'a document that does not parse', asked: { query: '{ hub {' }, code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'a field that is not there', asked: { query: '{ nothing }' }, code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    what: 'an unknown code',
    asked: { query: '{ observations(filter: { region: { eq: "4400" } }) { nodes { id } } }' },
    code: 'UNKNOWN_CODE',
  },
  {
    what: 'one field of several',
    asked: { query: '{ hub { name } node(id: "nonsense") { id } }' },
    code: 'INVALID_ID',
  },
  {
    what: 'a variable of another type',
    asked: {
      query: 'query($p: Period!) { observations(filter: { period: { eq: $p } }) { nodes { id } } }',
      variables: { p: 'x' },
    },
    code: 'INVALID_PERIOD',
  },
  {
    what: 'a variable that is missing',
    asked: { query: 'query($id: ID!) { node(id: $id) { id } }' },
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a text that no store can keep',
    asked: { query: 'query($id: ID!) { node(id: $id) { id } }', variables: { id: 'region/\u0000' } },
    code: 'INVALID_TEXT',
  },
  {
    what: 'a position that is not reached',
    asked: { query: 'query($p: Position) @asOf(position: $p) { hub { name } }', variables: { p: 99_999 } },
    code: 'POSITION_AHEAD',
  },
  {
    what: 'a key that is not known',
    asked: { query: '{ viewer { role } }' },
    headers: { authorization: 'Bearer bm_x_00000000000000000000000000000000' },
    code: 'UNAUTHENTICATED',
  },
  {
    what: 'a subscription',
    asked: { query: 'subscription { changes { cursor } }' },
    code: 'BAD_REQUEST',
  },
  {
    what: 'a media type that there is not',
    asked: { query: '{ hub { name } }' },
    headers: { accept: 'image/png' },
    code: 'BAD_REQUEST',
  },
]
