import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../support/hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub?.close())

test.each([
  'subscription { changes @skip(if: true) { kind } }',
  'subscription { ...F @include(if: false) } fragment F on Subscription { changes { kind } }',
])('%s is refused in words, and the streams of the socket live on', async (query) => {
  const client = hub.client()
  const living = client.iterate({ query: 'subscription { changes(after: "0") { kind } }' })
  expect((await living.next()).value?.data).toEqual({ changes: { kind: 'DELTA' } })
  const refused = client.iterate({ query })
  expect((await refused.next()).value?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST' })
  expect((await living.next()).done).toBe(false)
  await living.return?.()
})
