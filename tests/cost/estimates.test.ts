import 'reflect-metadata'
import { type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { costRule } from '../../src/api/cost/cost-limit.ts'
import { makeSchema } from '../../src/api/schema.ts'
import { resolvers } from '../../src/hub.ts'
import { HubError } from '../../src/kernel/errors.ts'

const sizes = { indicator: 2, region: 305, scheme: 47, source: 2 }

describe('an estimate', () => {
  let schema: GraphQLSchema
  beforeAll(async () => {
    schema = await makeSchema(resolvers)
  })
  const ruleOf = (document: DocumentNode) => {
    const operation = getOperationAST(document)
    if (operation == null) throw new Error('the document has no one operation')
    return costRule(schema, document, operation)
  }
  const costOf = (text: string, variables: Readonly<Record<string, unknown>> = {}, limit = 1e15) =>
    ruleOf(parse(text)).within(limit, variables, sizes)
  const refusal = (text: string, limit: number): HubError => {
    try {
      costOf(text, {}, limit)
    } catch (error) {
      if (error instanceof HubError) return error
      throw error
    }
    throw new Error('it was not refused')
  }

  test.each([
    ['nothing that is read', '{ hub { name } }', 2],
    ['a page and the row after it', '{ observations(first: 10) { nodes { value } } }', 12],
    ['the usual page', '{ observations { nodes { value } } }', 52],
    [
      'what hangs on each entry',
      '{ observations(first: 10) { nodes { source { code } region { code } } } }',
      32,
    ],
    [
      'both forms of a page',
      '{ observations(first: 10) { nodes { source { code } } edges { node { source { code } } } } }',
      32,
    ],
    ['a count', '{ observations(first: 0) { totalCount } }', 102],
    ['as many as ids are sent', '{ nodes(ids: ["a", "b", "c"]) { id } }', 4],
    ['a list as long as it is', '{ regions { code } }', 306],
    ['a list of which some are named', '{ regions(codes: ["440000", "CN"]) { code } }', 3],
    ['a literal @skip', '{ hub { name } regions @skip(if: true) { code } }', 2],
    ['a literal @include', '{ regions @include(if: true) { code } }', 306],
    ['one fragment spread twice at one place', '{ ...F ...F } fragment F on Query { regions { code } }', 306],
  ])('counts %s', (_what, text, points) => {
    expect(costOf(text)).toBe(points)
  })

  test('takes variables, their defaults, and what cannot be as the most or the least there is', () => {
    const text =
      'query($first: Int = 7, $ids: [ID!]!) { observations(first: $first) { nodes { id } } nodes(ids: $ids) { id } }'
    expect(costOf(text, { ids: ['a', 'b'] })).toBe(1 + 8 + 2)
    expect(costOf(text, { first: 20, ids: 'a' })).toBe(1 + 21 + 1)
    expect(costOf(text, { first: 1e300, ids: [] })).toBe(1 + 1_001)
    expect(costOf(text, { first: -5, ids: [] })).toBe(1 + 1)
    expect(costOf(text, { first: 'many', ids: null })).toBe(1 + 51)
  })

  test('counts @skip and @include that depend on variables as if included', () => {
    const text = 'query($no: Boolean!) { hub { name } regions @include(if: $no) { code } }'
    expect(costOf(text, { no: false })).toBe(307)
  })

  test('counts the cells of a table by its selections', () => {
    const tableOf = (input: string) =>
      costOf(`{ statistics(input: { ${input} }) { rows(first: 0) { pageInfo { hasNextPage } } } }`)
    const one = tableOf('indicators: ["certificates"]')
    expect(tableOf('indicators: ["certificates", "organizations"]')).toBe(one + 1)
    expect(tableOf('indicators: ["certificates"], groupBy: [FIELD]')).toBe(one + 46)
    expect(tableOf('indicators: ["certificates"], groupBy: [MONTH], where: { period: { last: 12 } }')).toBe(
      one + 11,
    )
    expect(
      tableOf(
        'indicators: ["certificates"], groupBy: [MONTH], where: { period: { from: "2020-01", to: "2021-12" } }',
      ),
    ).toBe(one + 23)
    expect(tableOf('indicators: ["certificates"], groupBy: [REGION, SCHEME, MONTH]')).toBe(one + 99_999)
  })

  test('of fragments that spread each other twice is worked out in linear time, below fields too', () => {
    const depth = 30
    const flat = Array.from(
      { length: depth },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    )
    expect(costOf(`{ ...F0 } ${flat.join(' ')} fragment F${depth} on Query { regions { code } }`)).toBe(306)
    const deep = Array.from(
      { length: depth },
      (_, index) =>
        `fragment F${index} on Region { a: parent { ...F${index + 1} } b: parent { ...F${index + 1} } }`,
    )
    const text = `query($codes: [String!]) { regions(codes: $codes) { ...F0 } } ${deep.join(' ')} fragment F${depth} on Region { code members { code } }`
    expect(costOf(text, { codes: ['CN'] })).toBeGreaterThan(2 ** depth)
    const moving = deep.map((each) => each.replaceAll('parent', 'members').replaceAll('Region', 'Region'))
    const huge = `{ regions { ...F0 } } ${moving.join(' ')} fragment F${depth} on Region { code }`
    expect(costOf(huge), 'no sum is infinite or none').toBe(1e15)
  })

  test('over the limit says what to narrow', () => {
    const { code, message, expected, came } = refusal(
      '{ hub { name } few: regions(codes: ["CN"]) { code } deep: regions { members { members { code } } } }',
      500_000,
    )
    expect(code).toBe('COST_LIMIT_EXCEEDED')
    expect(expected).toBe('at most 500000 points')
    expect(came).toMatch(/^\d+ points, \d+ of them for deep\.members\.members$/)
    expect(message).toContain('It asks for 305 of deep × 60 of members × 60 of members')
  })

  test('of fifty times a thousand frames of changes with all that hangs on them is too much', () => {
    const asked = (index: number) =>
      `a${index}: changes(after: "0", first: 1000) { changes { node { ... on Observation { id source { code } region { members { code } } } } } }`
    const text = `{ ${Array.from({ length: 50 }, (_, index) => asked(index)).join(' ')} }`
    expect(refusal(text, 500_000).code).toBe('COST_LIMIT_EXCEEDED')
    expect(costOf('{ changes(after: "0", first: 1000) { changes { op } } }')).toBe(1 + 1_000 + 1_100)
    expect(costOf('{ changes(after: "0", first: 0) { changes { op } } }')).toBe(1)
  })
})
