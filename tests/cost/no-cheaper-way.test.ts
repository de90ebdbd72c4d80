import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../support/hub.ts'

/** 200 times the same value. */
const wide = Array.from({ length: 200 }, (_, index) => `a${index}: value`).join(' ')

describe('what costs the hub time costs points, however it is asked', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
  })
  afterAll(() => hub.close())

  const costOf = async (query: string, variables: object = {}) => {
    const { data, extensions } = await hub.ask(query, variables)
    expect(data).not.toBeNull()
    return extensions.cost
  }

  test.for(['n', 'toString', 'constructor', 'valueOf', 'hasOwnProperty', '__proto__'])(
    'a page by the preset of a variable that is called $%s',
    async (name) => {
      const query = `query($${name}: Int = 400) { observations(first: $${name}) { nodes { id revisions { value } } } }`
      // Also where it is known, and answered without Apollo.
      for (const _ of [1, 2, 3, 4, 5]) {
        const { estimated, actual } = await costOf(query)
        expect(actual).toBeLessThanOrEqual(estimated)
      }
    },
  )

  test('a variable called $__proto__ is taken as graphql-js takes it', async () => {
    const query = 'query($__proto__: Int) { observations(first: $__proto__) { nodes { id } } }'
    const response = await fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":{"__proto__":0}}`,
    })
    // A property of that name is refused where JSON is read.
    expect(response.status).toBe(400)
  })

  test('many values of each row', async () => {
    const page = await costOf('{ observations(first: 100) { nodes { value } } }')
    const dear = await costOf(`{ observations(first: 100) { nodes { ${wide} } } }`)
    expect(dear.estimated - 1).toBe((page.estimated - 1) * 5)
    expect(dear.actual - 1).toBe((page.actual - 1) * 5)
    const spread = `{ observations(first: 100) { nodes { ...A } } } fragment A on Observation { ${wide} }`
    expect(await costOf(spread)).toEqual(dear)
  })

  test('introspection that fans out within the limits, and that of tools', async () => {
    const names = Array.from({ length: 49 }, (_, index) => `a${index}: name`).join(' ')
    const lists = `{ __schema { types { fields { args { type { name } } type { fields { ${names} } } } } } }`
    const dear = await costOf(lists)
    const ofTools = await costOf(getIntrospectionQuery())
    for (const { estimated, actual } of [dear, ofTools]) expect(actual).toBe(estimated)
    expect(ofTools.estimated).toBeLessThan(10_000)
    expect(dear.estimated).toBeGreaterThan(ofTools.estimated)
  })
})
