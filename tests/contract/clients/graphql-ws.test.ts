import { createClient } from 'graphql-ws'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { describeGrounds, openTestHub } from '../../support/hub.ts'
import { publishFigure } from './publish-figure.ts'

type Frame = {
  readonly kind: string
  readonly cursor: string
  readonly follows: string | null
  readonly changes: readonly { readonly node: { readonly period: string } | null }[]
}

const query = `subscription($after: Cursor) { observationChanges(after: $after, filter: { region: { eq: "440000" } }) {
  kind cursor follows changes { node { period } } } }`

describeGrounds('the client of graphql-ws', (ground) => {
  test('outlives a new start of the hub on the same data, and goes on from its cursor', async () => {
    const first = await openTestHub({ ground })
    let address = first.address
    const down = Promise.withResolvers<void>()
    const up = Promise.withResolvers<void>()
    const client = createClient({
      url: () => `${address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 5,
      // The next try is made when the hub is there again, not after a time.
      retryWait: () => up.promise,
      shouldRetry: () => true,
      on: { closed: () => down.resolve() },
    })
    onTestFinished(() => client.dispose())

    const frames: Frame[] = []
    let waiting = { count: 0, done: Promise.withResolvers<void>() }
    const until = (count: number): Promise<void> => {
      waiting = { count, done: Promise.withResolvers<void>() }
      if (frames.length >= count) waiting.done.resolve()
      return waiting.done.promise
    }
    const variables = {
      /** Read anew at each connection: the client sends the same operation again. */
      get after() {
        return frames.at(-1)?.cursor
      },
    }
    client.subscribe<{ observationChanges: Frame }>(
      { query, variables },
      {
        next: ({ data }) => {
          if (data?.observationChanges != null) frames.push(data.observationChanges)
          if (frames.length >= waiting.count) waiting.done.resolve()
        },
        error: (error) => waiting.done.reject(error),
        complete: () => waiting.done.reject(new Error('the hub ended the stream, which has no end')),
      },
    )
    await until(1)
    await publishFigure(first, '2023-09', '1')
    await until(2)
    await first[Symbol.asyncDispose]()
    await down.promise
    const second = await openTestHub({ ground, beside: first })
    onTestFinished(() => first.close())
    onTestFinished(() => second.close())
    await publishFigure(second, '2023-10', '2')
    address = second.address
    up.resolve()
    await until(3)
    await publishFigure(second, '2023-11', '3')
    await until(4)

    expect(frames.map(({ kind }) => kind)).toEqual(['PROGRESS', 'DELTA', 'DELTA', 'DELTA'])
    const periods = frames.flatMap(({ changes }) => changes.map(({ node }) => node?.period))
    expect(periods).toEqual(['2023-09', '2023-10', '2023-11'])
    for (const [index, frame] of frames.entries()) {
      expect(frame.follows).toBe(index === 0 ? null : frames[index - 1]?.cursor)
    }
  })
})
