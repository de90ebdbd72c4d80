import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../support/hub.ts'
import { isMissing } from '../support/services.ts'
import { describeWith } from '../support/services-needed.ts'
import { startRedis } from '../support/services-redis.ts'
import { figure, publish } from './figures.ts'
import { everythingStream, figureStream, follow, provenChain, type ReadFrame } from './following.ts'

/** How long after an answer through one node another node has told of it, in milliseconds, several times in a row. */
async function delays(writer: TestHub, reader: TestHub, name: string): Promise<readonly number[]> {
  const stream = follow(reader.client(), figureStream)
  await stream.next()
  const measured: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    const told = stream.whole()
    const value = String(turn)
    const rows = [figure('820000', `201${turn}-01`, value)]
    const { releases } = await publish(writer.address, { key: `${name}-${turn}`, rows })
    const answered = performance.now()
    expect((await told).at(-1)).toMatchObject({
      commit: { position: releases[0]?.position },
      changes: [{ node: { value } }],
    })
    measured.push(performance.now() - answered)
  }
  await stream.leave()
  return measured.toSorted((left, right) => left - right)
}

async function twoNodes(redis: string): Promise<readonly [TestHub, TestHub]> {
  const environment = { REDIS_URL: redis }
  const one = await openTestHub({ ground: 'Postgres and Redis', environment })
  return [one, await openTestHub({ ground: 'Postgres and Redis', environment, beside: one })]
}

describeWith(['Postgres', 'Redis'], 'two nodes on one Postgres', () => {
  let nodes: readonly [TestHub, TestHub]
  let redis: Exclude<Awaited<ReturnType<typeof startRedis>>, { missing: string }>
  beforeAll(async () => {
    const started = await startRedis()
    if (isMissing(started)) throw new Error(started.reason)
    redis = started
    nodes = await twoNodes(redis.url)
  })
  afterAll(async () => {
    for (const node of nodes.toReversed()) await node.close()
    await redis[Symbol.asyncDispose]()
  })

  test('tell of each other’s commits at once', async () => {
    const [, , median] = await delays(nodes[0], nodes[1], 'at-once')
    expect(median).toBeLessThan(400)
  })

  test('give the same frames with the same cursors', async () => {
    const { extensions } = await nodes[1].ask('{ hub { position } }')
    const last = ({ cursor }: ReadFrame) => cursor === extensions.hub.cursor
    const [left, right] = await Promise.all(
      nodes.map((node) => follow(node.client(), everythingStream, { after: '0' }).until(last)),
    )
    expect(left).toEqual(right)
    const half = left?.[Math.floor(left.length / 2)]
    const rest = await follow(nodes[1].client(), everythingStream, { after: half?.cursor }).until(last)
    expect(rest).toEqual(left?.slice(Math.floor((left?.length ?? 0) / 2) + 1))
  })

  test('lose nothing when Redis dies in between, say so, and are quick again when it is back', async () => {
    const stream = follow(nodes[1].client(), figureStream)
    const joined = await stream.next()
    const told: ReadFrame[] = []
    const readiness = async () => (await fetch(`${nodes[0].address}/health/ready`)).json()
    const publishOne = (turn: number) =>
      publish(nodes[turn % 2]?.address ?? '', {
        key: `outage-${turn}`,
        rows: [figure('820000', '2016-02', String(1_000 + turn))],
      })
    for (let turn = 0; turn < 9; turn += 1) {
      if (turn === 3) {
        await redis.kill()
        await expect.poll(readiness).toMatchObject({ status: 'degraded' })
      }
      if (turn === 6) {
        await redis.start()
        await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({ status: 'ready' })
      }
      await publishOne(turn)
    }
    while (told.length < 9) told.push(...(await stream.whole()))
    provenChain(told, joined.cursor)
    expect(told.map(({ changes }) => changes[0]?.node?.value)).toEqual(
      Array.from({ length: 9 }, (_, turn) => String(1_000 + turn)),
    )
    await stream.leave()
  })
})

describeWith(['Postgres'], 'two nodes without Redis', () => {
  test('tell of each other’s commits within about a second', async () => {
    const nodes = await twoNodes('')
    try {
      const measured = await delays(nodes[0], nodes[1], 'polled')
      expect(measured.at(2)).toBeLessThan(1_300)
      expect(measured.at(-1)).toBeLessThan(3_000)
    } finally {
      for (const node of nodes.toReversed()) await node.close()
    }
  })
})
