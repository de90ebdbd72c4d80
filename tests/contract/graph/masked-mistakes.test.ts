import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeGrounds, openTestHub, type TestHub } from '../../support/hub.ts'
import { doors } from './both-doors.ts'

describeGrounds('a mistake of the hub itself', (ground) => {
  let hub: TestHub
  const environment = process.env['NODE_ENV']
  beforeAll(async () => {
    // Apollo and others show stacks where nobody says that this is production: the hub must not.
    delete process.env['NODE_ENV']
    hub = await openTestHub({ ground })
    // Nothing that a caller sends breaks the hub: a table taken away under it does.
    await hub.database.orm.em.getConnection().execute('alter table region rename to region_gone')
  })
  afterAll(async () => {
    await hub.close()
    if (environment !== undefined) process.env['NODE_ENV'] = environment
  })

  for (const { door, ask } of doors) {
    test(`is told as an id, without what went wrong, and only where it happened, over ${door}`, async () => {
      const answered = await ask(hub, { query: '{ hub { name } region(code: "440000") { code } }' })
      expect(answered.data).toEqual({ hub: { name: 'Baymark' }, region: null })
      const [error, ...more] = answered.errors ?? []
      expect(more).toEqual([])
      expect(error).toEqual({
        message: expect.stringMatching(
          /^The hub made a mistake\. Give its operator this id: [0-9a-f-]{36}\.$/,
        ),
        path: ['region'],
        locations: [expect.anything()],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      })
      expect(JSON.stringify(answered)).not.toMatch(/select|relation|region_gone|stack|\.ts|\.js/i)
    })
  }

  test('in a stream ends that operation with the same words, and not the socket', async () => {
    const client = hub.client()
    const stream = client.iterate({ query: 'subscription { changes(snapshot: true) { kind } }' })
    const told = await stream.next().then(
      ({ value }) => JSON.stringify(value),
      (error: unknown) => JSON.stringify(error),
    )
    expect(told).toContain('INTERNAL_SERVER_ERROR')
    expect(told).not.toMatch(/select|relation|region_gone|stack|\.ts|\.js/i)
    const query = client.iterate({ query: '{ hub { name } }' })
    expect((await query.next()).value).toMatchObject({ data: { hub: { name: 'Baymark' } } })
  })
})
