import { afterAll, beforeAll, expect, test } from 'vitest'
import { figures, publish } from '../subscriptions/figures.ts'
import { isMissing } from '../support/services.ts'
import { describeWith } from '../support/services-needed.ts'
import { type PrivatePostgres, startPostgres } from '../support/services-postgres.ts'
import { Consumer } from './consumer.ts'
import { type HubProcess, openHubProcess } from './hub-process.ts'

describeWith(['Postgres'], 'a hub whose Postgres', () => {
  let postgres: PrivatePostgres
  let hub: HubProcess
  let consumer: Consumer
  beforeAll(async () => {
    const started = await startPostgres()
    if (isMissing(started)) throw new Error(started.reason)
    postgres = started
    hub = await openHubProcess({ DATABASE_URL: await postgres.createDatabase() })
    consumer = new Consumer(hub.address)
  })
  afterAll(async () => {
    consumer.close()
    await hub.close()
    await postgres[Symbol.asyncDispose]()
  })

  const readiness = async () => {
    const response = await fetch(`${hub.address}/health/ready`)
    return { status: response.status, body: await response.text() }
  }
  const say = async (key: string, count = 3, plus = 0) => {
    const { releases, state } = await publish(hub.address, { key, rows: figures(count, 2003, plus) })
    expect(state).toBe('TAKEN')
    return releases.at(-1)?.position ?? 0
  }
  const stillHere = async () => {
    expect(hub.now().process.exitCode).toBe(null)
    expect((await fetch(`${hub.address}/health/live`)).status).toBe(200)
  }

  test('stands still says so, lives, and goes on without loss', async () => {
    await consumer.knows(await say('before', 2_500))
    postgres.pause()
    const began = performance.now()
    const told = await readiness()
    expect(told.status).toBe(503)
    expect(told.body).toContain('no answer within')
    expect(performance.now() - began).toBeLessThan(5_000)
    await stillHere()
    postgres.resume()
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 200 })
    await consumer.knows(await say('after-pause', 3, 100))
    expect([consumer.complaints, consumer.connections]).toEqual([[], 1])
  })

  test('dies says so, refuses in words, and is found again: streams go on where they were', async () => {
    const replaying = new Consumer(hub.address)
    await expect.poll(() => replaying.connections, { interval: 1 }).toBe(1)
    await postgres.kill()
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 503 })
    await expect(say('during', 3, 200)).rejects.toThrow('UNAVAILABLE')
    await stillHere()
    await postgres.start()
    await expect.poll(readiness, { timeout: 15_000 }).toMatchObject({ status: 200 })
    const position = await say('during', 3, 200)
    await consumer.knows(position)
    await replaying.knows(position)
    for (const one of [consumer, replaying]) expect([one.complaints, one.connections]).toEqual([[], 1])
    expect(Object.fromEntries(replaying.figures)).toEqual(Object.fromEntries(consumer.figures))
    replaying.close()
  })

  test('dies before an embargo ends tells what it held when it is back, by itself and once', async () => {
    const embargoUntil = new Date(Date.now() + 1_500).toISOString()
    const held = { key: 'held', rows: figures(3, 1998), embargoUntil }
    const { releases } = await publish(hub.address, held)
    await postgres.kill()
    await expect.poll(() => Date.now(), { timeout: 5_000 }).toBeGreaterThan(Date.parse(embargoUntil))
    await postgres.start()
    await consumer.knows((releases[0]?.position ?? 0) + 1)
    expect([...consumer.figures.keys()].filter((id) => id.endsWith('/1998-01'))).toHaveLength(3)
    expect([consumer.complaints, consumer.connections]).toEqual([[], 1])
  })

  test('dies between a release and its answer has it once or not at all, and the same key tells which', async () => {
    for (const [turn, delay] of [3, 12, 25, 45].entries()) {
      const going = say(`lost-${turn}`, 400, 1_000 * (turn + 1)).catch((error: Error) => error)
      // Not a wait for something: the moment of the kill, somewhere between the first statement and the answer.
      await new Promise((resolve) => setTimeout(resolve, delay))
      await postgres.kill()
      const outcome = await going
      if (outcome instanceof Error) expect(outcome.message).toContain('UNAVAILABLE')
      await postgres.start()
      await expect.poll(readiness, { timeout: 15_000 }).toMatchObject({ status: 200 })
      await consumer.knows(await say(`lost-${turn}`, 400, 1_000 * (turn + 1)))
    }
    expect([consumer.complaints, consumer.connections]).toEqual([[], 1])
  })
})
