import pg from 'pg'
import { expect, test } from 'vitest'
import { revokeByNow } from '../../src/access/key/writes-access-key.ts'
import { sql, statementOf } from '../../src/platform/sql.ts'
import { figure, figures, publish } from '../subscriptions/figures.ts'
import {
  everythingStream,
  figureStream,
  follow,
  type ReadFrame,
  type ReadStream,
} from '../subscriptions/following.ts'
import {
  asAdministrator,
  describeGrounds,
  describeOneGround,
  openHubForTest,
  type TestHub,
  type TestKey,
} from '../support/hub.ts'
import { isMissing } from '../support/services.ts'
import { describeWith } from '../support/services-needed.ts'
import { startRedis } from '../support/services-redis.ts'
import { movedClock } from './moved-clock.ts'

const viewer = '{ viewer { role } }'

/** Revokes a key on a node; gives the position of the answer. */
async function revoke(hub: TestHub, { keyId }: TestKey): Promise<number> {
  const { errors, extensions } = await hub.ask(
    'mutation ($id: ID!) { revokeAccessKey(input: { id: $id, reason: "for a test" }) { status } }',
    { id: keyId },
    asAdministrator,
  )
  expect(errors).toBeUndefined()
  return extensions.hub.position
}

/** Reads a stream to its end: the frames that came, and how its socket was closed. */
async function readOut(
  stream: ReadStream,
): Promise<{ readonly frames: readonly ReadFrame[]; readonly end: unknown }> {
  const frames: ReadFrame[] = []
  for (;;) {
    try {
      frames.push(await stream.next())
    } catch (end) {
      return { frames, end }
    }
  }
}

const revoked = { code: 4403, reason: 'ACCESS_ENDED: REVOKED' }

/** Holds back the answers of a node's store to statements of a form, until it is let go. */
function heldBack(hub: TestHub, form: RegExp) {
  const { query } = hub.database
  const held = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const holding: typeof query = async (statement, patience) => {
    const rows = await query(statement, patience)
    if (form.test(statementOf(statement).text)) {
      held.resolve()
      await letGo.promise
    }
    return rows as never
  }
  hub.database.query = holding
  return {
    held: held.promise,
    letGo: () => {
      hub.database.query = query
      letGo.resolve()
    },
  }
}

describeGrounds('a key that is revoked', (ground) => {
  test('has its sockets closed with 4403; those of others go on', async () => {
    const hub = await openHubForTest({ ground })
    const [one, other] = [await hub.keyFor({ role: 'ANALYST' }), await hub.keyFor({ role: 'ANALYST' })]
    const streams = [one, one, other].map(({ headers }) => follow(hub.client(headers), figureStream))
    for (const stream of streams) await stream.next()
    const [first, second, third] = streams as [ReadStream, ReadStream, ReadStream]
    const ends = Promise.all([readOut(first), readOut(second)])
    await revoke(hub, one)
    await publish(hub.address, { key: 'after', rows: [figure('440000', '2024-01', '1')] })
    expect(await ends).toMatchObject([
      { frames: [], end: revoked },
      { frames: [], end: revoked },
    ])
    expect((await third.next()).changes).toHaveLength(1)
    const late = follow(hub.client(one.headers), everythingStream)
    await expect(late.next()).rejects.toMatchObject({ code: 4403, reason: 'UNAUTHENTICATED' })
  })

  test('gets nothing more of a snapshot that is under way', async () => {
    const hub = await openHubForTest({ ground })
    await publish(hub.address, { key: 'many', rows: figures(250) })
    const key = await hub.keyFor({ role: 'ANALYST' })
    const reading = readOut(follow(hub.client(key.headers), figureStream, { snapshot: true }))
    const holding = heldBack(hub, /from observation o join .* limit /s)
    await holding.held
    await revoke(hub, key)
    holding.letGo()
    expect(await reading).toMatchObject({ frames: [], end: revoked })
  })

  test('gets no answer to a query that is under way', async () => {
    const hub = await openHubForTest({ ground })
    const key = await hub.keyFor({ role: 'ANALYST' })
    const query = '{ releases { totalCount nodes { code } } }'
    // Known queries are answered on a way of their own.
    for (let times = 0; times < 5; times += 1) {
      const next = await hub.keyFor({ role: 'ANALYST' })
      await hub.ask(query, {}, next.headers)
      const holding = heldBack(hub, /from release r/)
      const asking = hub.ask(query, {}, next.headers)
      await holding.held
      await revoke(hub, next)
      holding.letGo()
      const { status, data, errors } = await asking
      expect([status, data, errors[0]?.extensions['code']]).toEqual([401, undefined, 'UNAUTHENTICATED'])
    }
    expect((await hub.ask(query, {}, key.headers)).status).toBe(200)
  })
})

describeOneGround('a key that is revoked', (ground) => {
  test('that is an administrator’s own is told that it was, and no more', async () => {
    const hub = await openHubForTest({ ground })
    const own = await hub.keyFor({ role: 'ADMINISTRATOR' })
    const mutation =
      'mutation ($id: ID!) { revokeAccessKey(input: { id: $id, reason: "done" }) { status revokedBy } }'
    const { data } = await hub.ask(mutation, { id: own.keyId }, own.headers)
    expect(data).toEqual({ revokeAccessKey: { status: 'REVOKED', revokedBy: `key:${own.keyId}` } })
    expect((await hub.ask(viewer, {}, own.headers)).status).toBe(401)
  })

  test('and one that expires have their sockets closed alike', async () => {
    const clock = movedClock()
    const hub = await openHubForTest({ ground, clock })
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString()
    const { headers } = await hub.keyFor({ role: 'ANALYST', expiresAt })
    const stream = follow(hub.client(headers), everythingStream)
    await stream.next()
    clock.move(60)
    await expect(stream.next()).rejects.toMatchObject({ code: 4403, reason: 'ACCESS_ENDED: EXPIRED' })
  })
})

describeWith(['Postgres', 'Redis'], 'a key that is revoked on one node', () => {
  const ground = 'Postgres and Redis' as const

  async function nodes(environment: Readonly<Record<string, string>> = {}) {
    const one = await openHubForTest({ ground, environment })
    return [one, await openHubForTest({ ground, environment, beside: one })] as const
  }

  /** Revokes on one node while figures are published there; gives what a socket on the other was told. */
  async function revokedAmongCommits(one: TestHub, other: TestHub) {
    const key = await one.keyFor({ role: 'ANALYST' })
    const stream = follow(other.client(key.headers), figureStream)
    await stream.next()
    const reading = readOut(stream)
    const publishing = async (from: number) => {
      for (let turn = from; turn < from + 5; turn += 1)
        await publish(one.address, {
          key: `${key.keyId}/${turn}`,
          rows: [figure('440000', '2024-01', `${turn}`)],
        })
    }
    const before = publishing(1)
    const position = await revoke(one, key)
    const since = performance.now()
    const [{ frames, end }] = await Promise.all([reading, before, publishing(100)])
    const told = frames.flatMap(({ commit, changes }) =>
      commit === null || changes.length === 0 ? [] : [commit.position],
    )
    return { end, position, told, key, took: performance.now() - since }
  }

  test('is closed on the other, before any commit that came after is told', async () => {
    const [one, other] = await nodes()
    for (let round = 0; round < 3; round += 1) {
      const { end, position, told, key } = await revokedAmongCommits(one, other)
      expect(end).toMatchObject(revoked)
      expect(told.filter((at) => at >= position)).toEqual([])
      expect((await other.ask(viewer, {}, key.headers)).status).toBe(401)
    }
  })

  test('is closed on the other within 5 s where Redis is gone, before any commit that came after', async () => {
    const redis = await startRedis()
    if (isMissing(redis)) throw new Error(redis.reason)
    await using _redis = redis
    const [one, other] = await nodes({ REDIS_URL: redis.url })
    await redis.kill()
    const { end, position, told, took } = await revokedAmongCommits(one, other)
    expect(end).toMatchObject(revoked)
    expect(told.filter((at) => at >= position)).toEqual([])
    expect(took).toBeLessThan(5_000)
  })

  test('is refused by both while another writer holds the lock, and told to the history when that is over', async () => {
    const [one, other] = await nodes()
    const key = await one.keyFor({ role: 'ANALYST' })
    for (const node of [one, other]) expect((await node.ask(viewer, {}, key.headers)).status).toBe(200)
    const stream = follow(other.client(key.headers), everythingStream)
    await stream.next()
    const writer = new pg.Client({ connectionString: one.environment['DATABASE_URL'] ?? '' })
    await writer.connect()
    await writer.query('begin; update head set position = position + 1')
    const position = one.tail.position
    const revoking = revoke(one, key)
    await expect(stream.next()).rejects.toMatchObject(revoked)
    // Whichever node learns first: both refuse it before the mutation answers.
    const statuses = () =>
      Promise.all([one, other].map(async (node) => (await node.ask(viewer, {}, key.headers)).status))
    await expect.poll(statuses, { interval: 10 }).toEqual([401, 401])
    expect(one.tail.position).toBe(position)
    // The answer waits for the commit a little, not for as long as the writer may hold the lock.
    expect(await revoking).toBe(position)
    const status = async () => {
      const { data } = await other.ask('{ accessKeys { nodes { keyId status } } }', {}, asAdministrator)
      return (data as { readonly accessKeys: { readonly nodes: readonly unknown[] } }).accessKeys.nodes
    }
    expect(await status()).toEqual([{ keyId: key.keyId, status: 'REVOKED' }])
    await writer.query('rollback')
    await writer.end()
    await one.tail.beyond(position, AbortSignal.timeout(10_000))
    expect(one.tail.latest).toMatchObject({ kind: 'ACCESS', counts: { accessKeysRevoked: 1 } })
  })

  test('of which the history was not told, because the node died, is told by the next that starts', async () => {
    const [one, other] = await nodes()
    const key = await one.keyFor({ role: 'ANALYST' })
    expect((await other.ask(viewer, {}, key.headers)).status).toBe(200)
    const { position } = one.tail
    await revokeByNow(one.database, { id: key.keyId, by: 'key:test', reason: 'the node died after this' })
    await expect.poll(async () => (await other.ask(viewer, {}, key.headers)).status).toBe(401)
    expect(one.tail.position).toBe(position)
    const third = await openHubForTest({ ground, beside: one })
    expect(third.tail.position).toBe(position + 1)
    expect(third.tail.latest).toMatchObject({ kind: 'ACCESS', counts: { accessKeysRevoked: 1 } })
    const again = await openHubForTest({ ground, beside: one })
    expect(again.tail.position).toBe(position + 1)
  })

  test('by another node, and revoked here before that was heard of: works no more here when this answers', async () => {
    const [one] = await nodes()
    const key = await one.keyFor({ role: 'ANALYST' })
    expect((await one.ask(viewer, {}, key.headers)).status).toBe(200)
    // As another node does it, the commit included, of which nothing has come here yet.
    await revokeByNow(one.database, { id: key.keyId, by: 'key:test', reason: 'elsewhere, a moment ago' })
    await one.database.query(sql`update access_revocation set told = true where key_id = ${key.keyId}`)
    await revoke(one, key)
    expect((await one.ask(viewer, {}, key.headers)).status).toBe(401)
  })

  test('was last used on the other as that has written down when it closed', async () => {
    const [one, other] = await nodes()
    const { keyId, headers } = await one.keyFor({ role: 'ANALYST' })
    await other.ask(viewer, {}, headers)
    const lastUsed = async () => {
      const query = 'query ($id: ID!) { node(id: $id) { ... on AccessKey { lastUsedAt } } }'
      const { data } = await one.ask(query, { id: `access-key/${keyId}` }, asAdministrator)
      return (data as { readonly node: { readonly lastUsedAt: string | null } }).node.lastUsedAt
    }
    expect(await lastUsed()).toBeNull()
    await other.close()
    expect(await lastUsed()).not.toBeNull()
  })
})
