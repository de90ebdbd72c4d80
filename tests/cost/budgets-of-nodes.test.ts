import { expect, onTestFinished, test } from 'vitest'
import { RateCounts, rateWindow } from '../../src/platform/rate-counts.ts'
import { type RateShare, shareByRedis } from '../../src/platform/rate-share.ts'
import { quiet } from '../contract/stores.ts'
import { isMissing } from '../support/services.ts'
import { describeWith } from '../support/services-needed.ts'
import { type PrivateRedis, startRedis } from '../support/services-redis.ts'

/** All nodes of these tests live at one instant, half way through a window. */
const clock = { now: () => new Date(1_000.5 * rateWindow), monotonic: () => 0 }

type Node = { readonly counts: RateCounts; readonly share: RateShare }

function nodeOf(redis: PrivateRedis, epoch: string, node: string): Node {
  const counts = new RateCounts(clock)
  const share = shareByRedis({ url: redis.url, epoch, node, counts, log: quiet })
  onTestFinished(() => share[Symbol.asyncDispose]())
  return { counts, share }
}

async function redisForTest(): Promise<PrivateRedis> {
  const redis = await startRedis()
  if (isMissing(redis)) throw new Error(redis.reason)
  onTestFinished(() => redis[Symbol.asyncDispose]())
  return redis
}

/** Lets nodes that ask for a viewer tell each other what they know, until something holds. */
async function told(nodes: readonly Node[], holds: () => unknown): Promise<void> {
  const round = async () => {
    for (const { counts, share } of nodes) {
      counts.spend('key:a', 0)
      await share.reconcile()
    }
    return holds()
  }
  await expect.poll(round, { interval: 10, timeout: 10_000 }).toBe(true)
}

describeWith(['Redis'], 'budgets of several nodes', () => {
  test('are one: each node hears what the others spent and gave back', async () => {
    const redis = await redisForTest()
    const [one, other] = [nodeOf(redis, 'shared', 'one'), nodeOf(redis, 'shared', 'other')]
    const spending = one.counts.spend('key:a', 300)
    other.counts.spend('key:a', 50)
    other.counts.spend('key:b', 7)
    const all = (points: number) => () =>
      one.counts.spent('key:a') === points && other.counts.spent('key:a') === points
    await told([one, other, one], all(350))
    expect(one.counts.spent('key:b'), 'one viewer’s points are no other’s').toBe(0)
    one.counts.correct(spending, -200)
    other.counts.spend('key:a', 1)
    await told([one, other, one], all(151))
  })

  test('of another hub on the same Redis are its own', async () => {
    const redis = await redisForTest()
    const [one, foreign] = [nodeOf(redis, 'this', 'one'), nodeOf(redis, 'that', 'one')]
    foreign.counts.spend('key:a', 900)
    await told([foreign], () => foreign.counts.spent('key:a') === 900)
    one.counts.spend('key:a', 1)
    await told([one], () => one.share.parts === 1)
    expect(one.counts.spent('key:a')).toBe(1)
  })

  test('are cut into as many parts as there are nodes while Redis is away, and whole again after', async () => {
    const redis = await redisForTest()
    const nodes = ['one', 'two', 'three'].map((node) => nodeOf(redis, 'away', node))
    for (const [index, { counts }] of nodes.entries()) counts.spend('key:a', 10 ** index)
    await told(nodes, () => nodes.every(({ counts }) => counts.spent('key:a') === 111))
    expect(nodes.map(({ share }) => share.parts)).toEqual([1, 1, 1])
    await redis.kill()
    await told(nodes, () => nodes.every(({ share }) => share.parts === 3))
    nodes[0]?.counts.spend('key:a', 1_000)
    await redis.start()
    await told(nodes, () => nodes.every(({ share }) => share.parts === 1))
    await told(nodes, () => (nodes[0]?.counts.spent('key:a') ?? 0) >= 1_000)
  })

  test('are given up within two seconds where Redis hangs', async () => {
    const redis = await redisForTest()
    const node = nodeOf(redis, 'hangs', 'one')
    node.counts.spend('key:a', 1)
    const other = nodeOf(redis, 'hangs', 'other')
    // Twice, because the first may be one that was under way before the other node came.
    await told([node, other, node, node], () => other.counts.spent('key:a') === 1)
    redis.pause()
    await told([node], () => node.share.parts === 2)
    redis.resume()
    await told([node], () => node.share.parts === 1)
  })
})
