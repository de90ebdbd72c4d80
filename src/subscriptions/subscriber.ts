import type { Frame } from '../kernel/graph/frame.ts'
import type { Following, FrameSources } from './frames.ts'
import type { Start } from './points.ts'
import { readStream } from './reader.ts'
import type { StreamedFact } from './stream.ts'

/**
 * Opens a stream for one subscriber. Ending the iteration (`return`) ends it at once, also while it waits for the
 * next commit; `ended` ends it from outside, when the hub closes or the subscriber's access ends.
 */
export function openStream<Row extends StreamedFact>(
  sources: FrameSources,
  following: Following<Row>,
  start: Start,
  ended: AbortSignal,
): AsyncIterableIterator<Frame<Row>> {
  const left = new AbortController()
  const end = () => left.abort()
  ended.addEventListener('abort', end)
  if (ended.aborted) end()
  const frames = readStream(sources, following, start, left.signal)
  const finish = () => {
    left.abort()
    ended.removeEventListener('abort', end)
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => frames.next(),
    return: async () => {
      finish()
      await frames.return()
      return { done: true, value: undefined }
    },
    throw: async (error) => {
      finish()
      return frames.throw(error)
    },
  }
}
