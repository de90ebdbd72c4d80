import { type Audit, serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../support/hub.ts'

/** Every audit that the hub does not pass as it stands, and why. Neither more nor fewer may fail. */
const refused: Readonly<Record<string, string>> = {
  '5A70': 'MAY: CSRF prevention refuses a GET without a header that a browser must ask for first',
  D6D5: 'MAY: CSRF prevention, as above',
  '6A70': 'MAY: CSRF prevention, as above',
  '572B': 'SHOULD: Apollo Server answers 400 to a document that cannot be parsed, whatever is accepted',
  FDE2: 'SHOULD: Apollo Server answers 400 to a document that is not valid, whatever is accepted',
  '7B9B': 'SHOULD: the hub answers 400 to variables that do not fit, whatever is accepted',
}

/** The MUST and SHOULD among them, which not even the header helps. */
const alsoWithHeader = ['572B', '7B9B', 'FDE2']

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  test('as they are: what is refused is listed with its reason', async () => {
    const failed = await failuresOf(serverAudits({ url: `${hub.address}/graphql` }))
    expect(failed.map(({ id }) => id).toSorted()).toEqual(Object.keys(refused).toSorted())
    expect(failed.filter(({ status }) => status === 'error')).toEqual([])
    for (const { id, name } of failed) expect(refused[id]).toMatch(new RegExp(`^${name.split(' ', 1)[0]}:`))
  })

  test('each GET with the header against CSRF: nothing but Apollo’s 400 is left', async () => {
    const audits = serverAudits({ url: `${hub.address}/graphql`, fetchFn: fetchWithPreflight })
    const failed = await failuresOf(audits)
    expect(failed.map(({ id }) => id).toSorted()).toEqual(alsoWithHeader)
  })
})

async function failuresOf(audits: readonly Audit[]) {
  const results = await Promise.all(audits.map(({ fn }) => fn()))
  expect(results.length).toBeGreaterThan(60)
  return results.filter((result) => result.status !== 'ok')
}

function fetchWithPreflight(url: string, init: RequestInit = {}): Promise<Response> {
  if ((init.method ?? 'GET') !== 'GET') return fetch(url, init)
  return fetch(url, { ...init, headers: { ...init.headers, 'apollo-require-preflight': 'true' } })
}
