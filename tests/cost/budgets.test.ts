import { expect, test } from 'vitest'
import { movedClock } from '../access/moved-clock.ts'
import { asAdministrator, openHubForTest, type TestHub } from '../support/hub.ts'
import { describeWith } from '../support/services-needed.ts'

/** Budgets so small that a few questions spend them. */
const small = { COST_LIMIT: '1000', RATE_LIMIT: '2000', RATE_LIMIT_ANONYMOUS: '1000' }

/** Costs some 307 points by its estimate and by what it reads: every region. */
const allRegions = '{ regions { code } }'

const openWithBudgets = async (clock = movedClock()) => ({
  clock,
  hub: await openHubForTest({ clock, environment: small }),
})

type ToldFrame = {
  readonly cursor: string
  readonly follows: string | null
  readonly complete: boolean
  readonly commit: { readonly position: number } | null
  readonly changes: readonly { readonly id: string }[]
}

/** Asks until it is refused; gives how often it was answered, and the refusal. */
async function askedUntilRefused(hub: TestHub, headers: Readonly<Record<string, string>> = {}) {
  for (let answered = 0; answered < 50; answered += 1) {
    const answer = await hub.ask(allRegions, {}, headers)
    if (answer.errors !== undefined) return { answered, refused: answer }
  }
  throw new Error('the budget never ended')
}

test('who has spent the points of a minute is refused until the next ones, and nobody else is', async () => {
  const { hub, clock } = await openWithBudgets()
  const first = await hub.ask(allRegions)
  expect(first.headers.get('ratelimit-policy')).toBe('"points";q=1000;w=60')
  const { actual } = first.extensions.cost
  expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"points";r=${1_000 - actual};t=\\d+$`))
  const { answered, refused } = await askedUntilRefused(hub)
  expect(answered).toBe(Math.floor((1_000 - actual) / actual))
  expect(refused).toMatchObject({
    status: 429,
    errors: [{ extensions: { code: 'RATE_LIMITED', expected: 'at most 1000 points within a minute' } }],
  })
  const retryAfter = Number(refused.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(120)
  expect((await hub.ask(allRegions, {}, asAdministrator)).errors).toBeUndefined()
  clock.move(retryAfter - 1)
  expect((await hub.ask(allRegions)).status).toBe(429)
  clock.move(1)
  expect((await hub.ask(allRegions)).status).toBe(200)
})

test('a credential has a budget of its own, counted by the credential', async () => {
  const { hub } = await openWithBudgets()
  const { answered } = await askedUntilRefused(hub, asAdministrator)
  expect(answered).toBe(6)
  expect((await hub.ask(allRegions)).status).toBe(200)
})

test('what was estimated too high is given back', async () => {
  const { hub } = await openWithBudgets()
  const page = '{ observations(first: 400) { nodes { source { name } } } }'
  for (let turn = 0; turn < 10; turn += 1) {
    const { extensions, status } = await hub.ask(page)
    expect(status).toBe(200)
    expect(extensions.cost).toEqual({ estimated: 802, actual: 1, limit: 1_000 })
  }
})

test('refused documents are paid too, and say what is left', async () => {
  const { hub } = await openWithBudgets()
  const left = async () => {
    const { headers } = await hub.ask('{ nonsense }')
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
  }
  const before = await left()
  expect(await left()).toBe(before - 10)
})

test('a budget is the same over sockets: refused under the operation’s id, and the socket lives on', async () => {
  const { hub, clock } = await openWithBudgets()
  const { refused } = await askedUntilRefused(hub)
  const client = hub.client()
  const answers = client.iterate({ query: allRegions })
  await expect(answers.next()).rejects.toMatchObject([
    { extensions: { code: 'RATE_LIMITED', expected: 'at most 1000 points within a minute' } },
  ])
  clock.move(Number(refused.headers.get('retry-after')))
  const again = await client.iterate({ query: allRegions }).next()
  expect(again.value).toMatchObject({ extensions: { cost: { limit: 1_000 } } })
})

test('a known query is refused as an unknown one is', async () => {
  const { hub, clock } = await openWithBudgets()
  for (let turn = 0; turn < 6; turn += 1) {
    await hub.ask(allRegions)
    clock.move(60)
  }
  const { refused } = await askedUntilRefused(hub)
  expect(refused.status).toBe(429)
})

test('a stream over its budget waits, and then goes on without a gap', async () => {
  const clock = movedClock()
  const environment = { COST_LIMIT: '500', RATE_LIMIT: '0', RATE_LIMIT_ANONYMOUS: '500' }
  const hub = await openHubForTest({ clock, environment })
  const end = hub.tail.position
  const frames: ToldFrame[] = []
  const query =
    'subscription { changes(after: "0") { cursor follows complete commit { position } changes { id } } }'
  const stream = hub.client().iterate<{ changes: ToldFrame }>({ query })
  const reading = (async () => {
    for await (const { data } of stream) {
      if (data == null) throw new Error('a frame is broken')
      frames.push(data.changes)
      if (data.changes.complete && data.changes.commit?.position === end) return
    }
  })()
  const told = () => frames.reduce((sum, { changes }) => sum + changes.length, 0)
  await expect.poll(async () => (await hub.ask('{ regions { code } }')).status, { timeout: 10_000 }).toBe(429)
  await expect.poll(told).toBeGreaterThan(0)
  expect(told(), 'a budget, and the frame that brought it to its end').toBeLessThanOrEqual(500)
  let over = false
  void reading.finally(() => {
    over = true
  })
  const moved = () => {
    clock.move(120)
    return over
  }
  await expect.poll(moved, { timeout: 20_000, interval: 200 }).toBe(true)
  await reading
  for (const [index, { follows }] of frames.entries())
    if (index > 0) expect(follows).toBe(frames[index - 1]?.cursor)
  const { data } = await hub.ask('{ regions { code } }', {}, asAdministrator)
  const codes = (data as { regions: { code: string }[] }).regions.map(({ code }) => `region/${code}`)
  const ids = frames.flatMap(({ changes }) => changes.map(({ id }) => id))
  expect(new Set(ids).size, 'nothing came twice').toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(codes))
}, 60_000)

test('a delivery is paid', async () => {
  const { hub } = await openWithBudgets()
  const left = async () => {
    const { headers } = await hub.ask('{ hub { name } }', {}, asAdministrator)
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
  }
  const before = await left()
  await hub.deliver('cnca-by-region', 'no file at all', 'paid')
  expect(await left()).toBe(before - 101)
})

test('no limit says nothing', async () => {
  const hub = await openHubForTest()
  const { headers, extensions } = await hub.ask(allRegions)
  expect([headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([null, null])
  expect(extensions.cost.actual).toBeGreaterThan(1)
})

describeWith(['Postgres', 'Redis'], 'two nodes of one hub', () => {
  test('refuse a viewer who has spent its budget on the other', async () => {
    const clock = movedClock()
    const options = { ground: 'Postgres and Redis', clock, environment: small } as const
    const one = await openHubForTest(options)
    const other = await openHubForTest({ ...options, beside: one })
    expect((await askedUntilRefused(one)).answered).toBe(3)
    const asked = async () =>
      (await other.ask('{ hub { name } regions(codes: ["CN", "ALL"]) { code } }')).status
    await expect.poll(asked, { timeout: 10_000, interval: 100 }).toBe(429)
    expect((await other.ask(allRegions, {}, asAdministrator)).status).toBe(200)
  })
})
