import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../../src/platform/project.ts'
import { type Sql, statementOf } from '../../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

type Page = {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** The connections of the graph, and a size of page that makes several. */
const lists = [
  { list: 'observations', size: 97, fields: 'id value revision' },
  { list: 'series', size: 60, fields: 'id unit' },
  { list: 'releases', size: 5, fields: 'id code' },
] as const

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

describeOneGround('Relay’s connections', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  const pageOf = async (list: string, fields: string, first: number, after: string | null): Promise<Page> => {
    const answer = await hub.ask(
      `query($first: Int, $after: String) { page: ${list}(first: $first, after: $after) {
        edges { cursor node { ${fields} } } nodes { id } ${pageInfo} } }`,
      { first, after },
    )
    expect(answer.errors).toBeUndefined()
    const data: { readonly page: Page } = answer.data
    return data.page
  }

  /** Pages through a list; `between` runs after the second page. */
  const walk = async (list: string, fields: string, size: number, between = async () => {}) => {
    const nodes: object[] = []
    let after: string | null = null
    for (let count = 1; ; count += 1) {
      const page: Page = await pageOf(list, fields, size, after)
      expect(page.nodes.map(({ id }) => id)).toEqual(page.edges.map(({ node }) => node.id))
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor)
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor)
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
      nodes.push(...page.edges.map(({ node }) => node))
      if (!page.pageInfo.hasNextPage) return nodes
      expect(page.edges).toHaveLength(size)
      if (count === 2) await between()
      after = page.pageInfo.endCursor
    }
  }

  test('have the shape that Relay wants', async () => {
    const { data } = await hub.ask(`{ __schema { types { name fields { name args { name }
      type { kind name ofType { kind name ofType { kind name ofType { name } } } } } } } }`)
    const schema: { __schema: { types: readonly { name: string; fields: never }[] } } = data
    const byName = new Map(schema.__schema.types.map((type) => [type.name, type.fields as unknown]))
    const nonNull = (name: string) => ({
      kind: 'NON_NULL',
      name: null,
      ofType: { name, kind: 'SCALAR', ofType: null },
    })
    expect(byName.get('PageInfo')).toEqual(
      expect.arrayContaining([
        { name: 'hasNextPage', args: [], type: nonNull('Boolean') },
        { name: 'hasPreviousPage', args: [], type: nonNull('Boolean') },
        { name: 'startCursor', args: [], type: { kind: 'SCALAR', name: 'String', ofType: null } },
        { name: 'endCursor', args: [], type: { kind: 'SCALAR', name: 'String', ofType: null } },
      ]),
    )
    const connections = [...byName.keys()].filter((name) => name.endsWith('Connection'))
    expect(connections).toEqual(
      expect.arrayContaining(['ObservationConnection', 'ReleaseConnection', 'SeriesConnection']),
    )
    for (const connection of connections) {
      const edge = connection.replace('Connection', 'Edge')
      expect(byName.get(edge)).toContainEqual({ name: 'cursor', args: [], type: nonNull('String') })
      expect(JSON.stringify(byName.get(connection))).toContain(`"name":"${edge}"`)
      expect(JSON.stringify(byName.get(connection))).toContain('"name":"pageInfo"')
    }
  })

  test.for(lists)('$list gives each entry once, in order', async ({ list, size, fields }) => {
    const whole = await pageOf(list, fields, 1_000, null)
    expect(whole.pageInfo.hasNextPage).toBe(false)
    const walked = await walk(list, fields, size)
    expect(walked).toEqual(whole.edges.map(({ node }) => node))
    expect(walked.length).toBeGreaterThan(size * 2)
  })

  test.for(lists)('$list has an empty page for `first: 0`', async ({ list, fields }) => {
    expect(await pageOf(list, fields, 0, null)).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    })
  })

  test.for(lists)(
    '$list has 50 entries when nobody says, and none after its last',
    async ({ list, fields }) => {
      const { data } = await hub.ask(
        `{ page: ${list} { nodes { id } } whole: ${list}(first: 1000) { nodes { id } } }`,
      )
      const { page, whole }: { page: Page; whole: Page } = data
      expect(page.nodes).toEqual(whole.nodes.slice(0, 50))
      const last = (await pageOf(list, fields, 1_000, null)).pageInfo.endCursor
      const beyond = await pageOf(list, fields, 10, last)
      expect(beyond.edges).toEqual([])
      expect(beyond.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    },
  )

  test.for(lists)('$list is counted only where the count is selected', async ({ list }) => {
    const statements: string[] = []
    const query = hub.database.query
    Object.assign(hub.database, {
      query: (statement: Sql) => {
        statements.push(statementOf(statement).text)
        return query(statement as never)
      },
    })
    try {
      const counts = () => statements.filter((text) => /count\s*\(/i.test(text)).length
      await hub.ask(`{ ${list}(first: 2) { nodes { id } ${pageInfo} } }`)
      await hub.ask(
        `query($no: Boolean = false) { ${list}(first: 2) { nodes { id } totalCount @include(if: $no) } }`,
      )
      expect(counts()).toBe(0)
      const { data } = await hub.ask(`{ ${list}(first: 2) { nodes { id } totalCount } }`)
      expect(counts()).toBe(1)
      const counted: Readonly<Record<string, { totalCount: number }>> = data
      const whole = await pageOf(list, 'id', 1_000, null)
      expect(counted[list]?.totalCount).toBe(whole.edges.length)
    } finally {
      Object.assign(hub.database, { query })
    }
  })

  for (const { door, ask } of doors) {
    test.for([
      { arguments: 'first: -1', code: 'PAGE_SIZE' },
      { arguments: 'first: 1001', code: 'PAGE_SIZE' },
      { arguments: 'first: 2147483647', code: 'PAGE_SIZE' },
      { arguments: 'first: 2147483648', code: 'GRAPHQL_VALIDATION_FAILED' },
      { arguments: 'first: 1.5', code: 'GRAPHQL_VALIDATION_FAILED' },
      { arguments: 'first: "5"', code: 'GRAPHQL_VALIDATION_FAILED' },
      { arguments: 'after: ""', code: 'INVALID_CURSOR' },
      { arguments: 'after: "0"', code: 'INVALID_CURSOR' },
      { arguments: 'after: "not a cursor"', code: 'INVALID_CURSOR' },
      { arguments: `after: "${'A'.repeat(5_000)}"`, code: 'INVALID_CURSOR' },
      { arguments: `after: "${cursorOf([-1, 'series', '1'])}"`, code: 'INVALID_CURSOR' },
      { arguments: `after: "${cursorOf([1, 'series', '1', '2'])}"`, code: 'INVALID_CURSOR' },
      { arguments: `after: "${cursorOf([1, 'series', 'a\u0000'])}"`, code: 'INVALID_CURSOR' },
      { arguments: `after: "${cursorOf([9_999, 'series', '1'])}"`, code: 'POSITION_AHEAD' },
    ])(`series($arguments) is refused with $code over ${door}`, async ({ arguments: given, code }) => {
      const answered = await ask(hub, { query: `{ series(${given}) { nodes { id } } }` })
      expect(codesOf(answered)).toEqual([code])
    })
  }

  test('the cursor of one list is refused by another', async () => {
    const series = (await pageOf('series', 'id', 1, null)).pageInfo.endCursor
    const observations = (await pageOf('observations', 'id', 1, null)).pageInfo.endCursor
    const releases = (await pageOf('releases', 'id', 1, null)).pageInfo.endCursor
    const given = [
      { list: 'observations', after: [series, releases] },
      { list: 'series', after: [observations, releases] },
      { list: 'releases', after: [series, observations] },
    ]
    for (const { list, after } of given) {
      for (const cursor of after) {
        const answer = await hub.ask(`query($after: String) { ${list}(after: $after) { nodes { id } } }`, {
          after: cursor,
        })
        expect(codesOf(answer as never), `${list} after ${cursor}`).toEqual(['INVALID_CURSOR'])
      }
    }
  })

  test('a cursor whose keys were made up is refused or finds what follows, and is no mistake of the hub', async () => {
    const made = {
      series: [['x'], ['1e5']],
      observations: [
        ['x', 'y'],
        ['2022-08', "'"],
      ],
      releases: [['x', 'y']],
    }
    for (const [list, keys] of Object.entries(made)) {
      for (const some of keys) {
        const answer = await hub.ask(`query($after: String) { ${list}(after: $after) { nodes { id } } }`, {
          after: cursorOf([1, list, ...some]),
        })
        const codes = (answer.errors ?? []).map(({ extensions }) => extensions['code'])
        expect(
          codes.every((code) => code === 'INVALID_CURSOR'),
          `${list} ${codes}`,
        ).toBe(true)
      }
    }
  })

  // Last: it moves the history.
  test('all pages are read where the first was, while figures are added and revised in between', async () => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const { fields, size } = lists[0]
    const before = await pageOf('observations', fields, 1_000, null)
    const walked = await walk('observations', fields, size, async () => {
      const next = await readFile(join(projectFolder(), 'samples/next/cnca-by-region-2024-12.csv'))
      const fixture = 'tests/sources/fixtures/cnca-by-region-2022-08-revised-fictional.csv'
      for (const [key, content] of [
        ['pages-next', next],
        ['pages-revised', await readFile(join(projectFolder(), fixture))],
      ] as const) {
        const { report } = await hub.deliver('cnca-by-region', content, key)
        expect(report['state']).toBe('TAKEN')
      }
    })
    expect(walked).toEqual(before.edges.map(({ node }) => node))
    const now = await pageOf('observations', fields, 1_000, null)
    expect(now.edges.length).toBeGreaterThan(before.edges.length)
    const cursor = before.edges[10]?.cursor
    const answer = await hub.ask(
      `query($after: String) @asOf(position: ${extensions.hub.position}) {
        observations(first: 3, after: $after) { totalCount nodes { id } } }`,
      { after: cursor },
    )
    expect(answer.data).toMatchObject({ observations: { totalCount: before.edges.length } })
    const elsewhere = await hub.ask(
      'query($after: String) @asOf(position: 1) { observations(after: $after) { totalCount } }',
      { after: cursor },
    )
    expect(codesOf(elsewhere as never)).toEqual(['CURSOR_CONFLICT'])
  })
})

function cursorOf(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}
