import 'reflect-metadata'
import { describe, expect, it } from 'vitest'
import type { Position } from '../../../src/kernel/position.ts'
import { CommitLog } from '../../../src/subscriptions/commit-log.ts'
import { keyOf, type PlainHistory, plainHistory, unasked } from './plain-history.ts'

const pageSize = 1_000

/** Reads a commit as one reader does. */
async function keysOf(
  log: CommitLog,
  { stream }: PlainHistory,
  position: Position,
  { after = null, head = position }: { readonly after?: string | null; readonly head?: Position } = {},
): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const { key } of log.changed(stream, { position, kind: 'RELEASE' }, after, head)) keys.push(key)
  return keys
}

const keys = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => keyOf(from + index))

describe('what commits changed', () => {
  it('is read once for all readers that ask for the same commit, also one far above what the ring keeps', async () => {
    const history = plainHistory(() => 50_000, { weight: 1_000 })
    const log = new CommitLog(unasked)
    const all = await Promise.all(Array.from({ length: 20 }, () => keysOf(log, history, 7)))
    for (const one of all) expect(one).toEqual(keys(0, 50_000))
    expect(history.reads.length).toBe(51)
  })

  it('is read once for a reader that comes a little later', async () => {
    const history = plainHistory(() => 20_000, { weight: 1_000 })
    const log = new CommitLog(unasked)
    await keysOf(log, history, 7)
    await keysOf(log, history, 7)
    expect(history.reads.length).toBe(21)
  })

  it('is served from a kept page to whoever goes on in its middle, and from there page by page', async () => {
    const history = plainHistory(() => 2_500)
    const log = new CommitLog(unasked)
    await keysOf(log, history, 7)
    expect(await keysOf(log, history, 7, { after: keyOf(399) })).toEqual(keys(400, 2_500))
    expect(await keysOf(log, history, 7, { after: keyOf(999) })).toEqual(keys(1_000, 2_500))
    expect(await keysOf(log, history, 7, { after: keyOf(2_499) })).toEqual([])
    expect(history.reads.length).toBe(3)
  })

  it('stays kept for the readers near the head while others catch up from far behind', async () => {
    const history = plainHistory(() => pageSize - 1, { weight: 1_000 })
    const log = new CommitLog(unasked)
    const head = 2_000
    for (let position = head - 9; position <= head; position += 1)
      await keysOf(log, history, position, { head })
    for (let position = head - 1_050; position <= head - 950; position += 1)
      await keysOf(log, history, position, { head })
    const before = history.reads.length
    for (let position = head - 9; position <= head; position += 1)
      await keysOf(log, history, position, { head })
    expect(history.reads.length).toBe(before)
  })

  it('is let go at the lowest position first, whoever read it last', async () => {
    const history = plainHistory(() => pageSize - 1, { weight: 1_000 })
    const log = new CommitLog(unasked)
    const head = 100
    for (let position = head; position > head - 50; position -= 1)
      await keysOf(log, history, position, { head })
    const before = history.reads.length
    await keysOf(log, history, head, { head })
    expect(history.reads.length).toBe(before)
    await keysOf(log, history, head - 49, { head })
    expect(history.reads.length).toBe(before + 1)
  })

  it('is asked for again after a read that failed', async () => {
    let fails = true
    const history = plainHistory(() => 1, {
      reading: async () => {
        if (fails) throw new Error('gone')
      },
    })
    const log = new CommitLog(unasked)
    const both = await Promise.allSettled([keysOf(log, history, 7), keysOf(log, history, 7)])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await keysOf(log, history, 7)).toEqual([keyOf(0)])
  })

  it('far behind is read by at most four readers at a time', async () => {
    let running = 0
    let most = 0
    const history = plainHistory(() => 10, {
      reading: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
      },
    })
    const log = new CommitLog(unasked)
    await Promise.all(Array.from({ length: 20 }, () => keysOf(log, history, 7, { head: 5_000 })))
    expect([most, history.reads.length]).toEqual([4, 20])
  })
})
