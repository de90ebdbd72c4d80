import 'reflect-metadata'
import { expect, it } from 'vitest'
import type { Position } from '../../../src/kernel/position.ts'
import { deltaFrames, type FrameSources } from '../../../src/subscriptions/frames.ts'
import { KnownFacts } from '../../../src/subscriptions/known-facts.ts'
import { cursorAt, startOf } from '../../../src/subscriptions/points.ts'
import { readStream, replayStream } from '../../../src/subscriptions/reader.ts'
import { type PlainHistory, plainHistory, plainSources, plainTail } from './plain-history.ts'

const still = new AbortController().signal
const nobodyWaits = async () => {
  throw new Error('nobody waits for the next commit here')
}

/** The cursor of a commit's first frame: in its middle where the commit needs several. */
async function firstCursor(sources: FrameSources, { following }: PlainHistory, position: Position) {
  for await (const { cursor, complete } of deltaFrames(
    sources,
    { ...following, ended: still, known: KnownFacts.of({ kind: 'now' }, 0) },
    position,
    null,
    null,
  )) {
    expect(complete).toBe(false)
    return startOf(cursor, false)
  }
  throw new Error('the commit has no frames')
}

it('tells no commit above the position of its answer, also where the cursor is in its middle', async () => {
  const history = plainHistory(() => 300)
  const sources = plainSources(plainTail(7, nobodyWaits))
  const start = await firstCursor(sources, history, 7)
  const early = replayStream(sources, history.following, start, 6, still)
  await expect(early.next()).rejects.toMatchObject({ code: 'POSITION_AHEAD' })
  const frame = await replayStream(sources, history.following, start, 7, still).next()
  expect(frame.value).toMatchObject({ kind: 'DELTA', commit: { position: 7 } })
})

it('reads no more pages of a commit for a caller who has gone, and does not tell a part of it as the whole', async () => {
  const caller = new AbortController()
  const history = plainHistory(() => 50_000, {
    sees: false,
    reading: async () => {
      if (history.reads.length === 3) caller.abort()
    },
  })
  const sources = plainSources(plainTail(7, nobodyWaits))
  const frames = replayStream(sources, history.following, startOf('0', false), 7, caller.signal)
  await expect(frames.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(history.reads.length).toBe(3)
})

it('ends the stream of a subscriber who has gone in the middle of a large commit', async () => {
  const subscriber = new AbortController()
  const history = plainHistory(() => 50_000, {
    sees: false,
    reading: async () => {
      if (history.reads.length === 3) subscriber.abort()
    },
  })
  const sources = plainSources(plainTail(7, async () => {}))
  const frames = readStream(sources, history.following, startOf('0', false), subscriber.signal)
  expect(await frames.next()).toEqual({ done: true, value: undefined })
  expect(history.reads.length).toBe(3)
})

it('waits with a cursor that is ahead while the tail is in trouble, instead of a RESET', async () => {
  const history = plainHistory(() => 1)
  const later = plainTail(9, nobodyWaits)
  const cursor = await cursorAt(later, 9)
  const tail = plainTail(1, async () => {
    tail.position = 10
    tail.trouble = null
  })
  tail.trouble = 'the store is away'
  const sources = plainSources(tail)
  const query = replayStream(sources, history.following, startOf(cursor, false), 1, still)
  await expect(query.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  const frame = await readStream(sources, history.following, startOf(cursor, false), still).next()
  expect(frame.value).toMatchObject({ kind: 'DELTA', follows: cursor, commit: { position: 10 } })
})

it('says RESET to a cursor that is ahead of a tail that follows', async () => {
  const cursor = await cursorAt(plainTail(9, nobodyWaits), 9)
  const sources = plainSources(plainTail(1, nobodyWaits))
  const frame = await readStream(
    sources,
    plainHistory(() => 1).following,
    startOf(cursor, false),
    still,
  ).next()
  expect(frame.value).toMatchObject({ kind: 'RESET', reason: expect.stringMatching(/^AHEAD/) })
})
