import 'reflect-metadata'
import { expect, it } from 'vitest'
import type { Frame } from '../../../src/kernel/graph/frame.ts'
import { startOf } from '../../../src/subscriptions/points.ts'
import { readStream } from '../../../src/subscriptions/reader.ts'
import { plainHistory, plainSources, plainTail } from './plain-history.ts'

/** Reads a stream until a number of frames has come. */
async function framesOf(frames: AsyncIterable<Frame<unknown>>, count: number) {
  const told: { readonly kind: string; readonly position: number | undefined }[] = []
  for await (const { kind, commit } of frames) {
    told.push({ kind, position: commit?.position })
    if (told.length >= count) break
  }
  return told
}

const { signal } = new AbortController()

it('tells a subscriber whom no commit concerns every 15 seconds where it is, also on a busy hub', async () => {
  let seconds = 0
  const { following } = plainHistory(() => 1, { sees: false })
  const tail = plainTail(1, async () => {
    seconds += 1
    tail.position += 1
  })
  const stream = readStream(
    plainSources(tail, () => seconds * 1_000),
    following,
    startOf(null, false),
    signal,
  )
  expect(await framesOf(stream, 3)).toEqual([
    { kind: 'PROGRESS', position: 1 },
    { kind: 'PROGRESS', position: 16 },
    { kind: 'PROGRESS', position: 31 },
  ])
})

it('tells a subscriber that catches up the same', async () => {
  let seconds = 0
  const { following } = plainHistory(() => 1, {
    sees: false,
    reading: async () => {
      seconds += 1
    },
  })
  const tail = plainTail(40, async () => {
    seconds += 1
  })
  const stream = readStream(
    plainSources(tail, () => seconds * 1_000),
    following,
    startOf('0', false),
    signal,
  )
  expect(await framesOf(stream, 4)).toEqual([
    { kind: 'PROGRESS', position: 15 },
    { kind: 'PROGRESS', position: 30 },
    { kind: 'PROGRESS', position: 40 },
    { kind: 'PROGRESS', position: 40 },
  ])
})

it('sends none where each commit concerns the subscriber, and one where it is quiet', async () => {
  let seconds = 0
  const { following } = plainHistory((position) => (position < 5 ? 1 : 0))
  const tail = plainTail(1, async () => {
    seconds += 10
    if (tail.position < 4) tail.position += 1
  })
  const stream = readStream(
    plainSources(tail, () => seconds * 1_000),
    following,
    startOf(null, false),
    signal,
  )
  expect(await framesOf(stream, 5)).toEqual([
    { kind: 'PROGRESS', position: 1 },
    { kind: 'DELTA', position: 2 },
    { kind: 'DELTA', position: 3 },
    { kind: 'DELTA', position: 4 },
    { kind: 'PROGRESS', position: 4 },
  ])
})
