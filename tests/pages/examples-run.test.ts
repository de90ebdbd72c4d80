import { readdirSync, readFileSync } from 'node:fs'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { readExamples } from '../../src/web/playground/read-examples.ts'
import { type OpenedHub, openHub } from './open-hub.ts'

const folder = new URL('../../schema/documents/', import.meta.url)
const files = readdirSync(folder).map((name) => [name, new URL(name, folder)] as const)
const examples = readExamples(
  Object.fromEntries(files.map(([name, url]) => [name, readFileSync(url, 'utf8')])),
)

/** Variables of the examples that cannot run without one. */
const needed: Readonly<Record<string, unknown>> = {
  CitedFigure: { id: 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08@8' },
}

describe('each example runs as the playground offers it', () => {
  let hub: OpenedHub
  beforeAll(async () => {
    hub = await openHub()
  })
  afterAll(() => hub?.close())

  test.each(examples.filter((example) => example.kind === 'query'))('$name', async ({ name, document }) => {
    const response = await fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables: needed[name] ?? {} }),
    })
    const answer: unknown = await response.json()
    expect(answer).not.toHaveProperty('errors')
    expect(JSON.stringify(answer), 'an example shows something').not.toMatch(
      /"(nodes|edges|changes)":\[\]|"node":null,/,
    )
  })

  test.each(examples.filter((example) => example.kind === 'subscription'))('$name', async ({ document }) => {
    const url = hub.address.replace('http', 'ws')
    const client = createClient({ url: `${url}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 })
    const messages = client.iterate({ query: document })
    const first = await messages.next()
    expect(first.value).not.toHaveProperty('errors')
    expect(JSON.stringify(first.value)).toMatch(/"kind":"(SNAPSHOT|DELTA|PROGRESS)"/)
    await messages.return?.()
    await client.dispose()
  })
})
