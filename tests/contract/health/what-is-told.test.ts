import { expect, test } from 'vitest'
import { openPostgres } from '../../../src/platform/postgres.ts'
import { openHubForTest } from '../../support/hub.ts'
import { createTestDatabase, describeWith } from '../../support/services-needed.ts'
import { quiet, wholeLayout } from '../stores.ts'

test('readiness tells nobody what the database said', async () => {
  const hub = await openHubForTest()
  const { query } = hub.database
  const raw = 'select secret from "plan" failed for user postgres at 10.1.2.3:5432'
  Object.assign(hub.database, { query: () => Promise.reject(new Error(raw)) })
  try {
    await hub.tail.look()
    const response = await fetch(`${hub.address}/health/ready`)
    const text = await response.text()
    expect(response.status).toBe(503)
    expect(text).not.toMatch(/secret|postgres|10\.1\.2\.3/)
    const { checks } = JSON.parse(text) as { checks: readonly { name: string; detail: string }[] }
    const details = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]))
    expect(details).toMatchObject({ database: 'does not answer', history: 'cannot be followed' })
  } finally {
    Object.assign(hub.database, { query })
  }
})

describeWith(['Postgres'], 'a Postgres server', () => {
  test.each([
    [
      'has no such database',
      (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
      'no database of that name',
    ],
    ['has no such user', (url: URL) => Object.assign(url, { username: 'nobody' }), 'refuses the user'],
  ])('that %s is refused at start, in words', async (_what, change, word) => {
    const url = change(new URL(await createTestDatabase()))
    const opening = openPostgres(url.href, 4, wholeLayout, quiet)
    opening.then(
      (database) => database.close(),
      () => undefined,
    )
    await expect(opening).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(word),
    })
    await expect(opening).rejects.not.toThrow(/nowhere|nobody/)
  })
})
