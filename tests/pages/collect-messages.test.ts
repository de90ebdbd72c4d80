import { describe, expect, test } from 'vitest'
import { collectMessages, shownMessages } from '../../src/web/playground/collect-messages.ts'

describe('collecting the messages of a subscription', () => {
  test('shows the newest first and forgets the oldest', async () => {
    const shown = []
    for await (const { newestFirst } of collectMessages(numbers(shownMessages + 5))) shown.push(newestFirst)
    expect(shown.slice(0, 3)).toEqual([[1], [2, 1], [3, 2, 1]])
    expect(shown.at(-1)).toEqual(
      Array.from({ length: shownMessages }, (_, index) => shownMessages + 5 - index),
    )
  })

  test('ends its source at once, while it still waits for a message', async () => {
    let ended = false
    const silent: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]() {
        return this
      },
      next: () => new Promise(() => undefined),
      return: async () => {
        ended = true
        return { done: true, value: undefined }
      },
    }
    const collected = collectMessages(silent)
    void collected.next()
    await collected.return?.()
    expect(ended).toBe(true)
  })

  test.each([
    [{ code: 4403, reason: 'Forbidden' }, 'The socket was closed: 4403 Forbidden'],
    [[{ message: 'no such field' }], '[{"message":"no such field"}]'],
    [new Error('as it was'), 'as it was'],
  ])('a failure %j is an error that says so', async (thrown, message) => {
    await expect(collectMessages(failing(thrown)).next()).rejects.toThrow(message)
  })
})

async function* numbers(count: number): AsyncGenerator<number, undefined> {
  for (let number = 1; number <= count; number += 1) yield number
}

// biome-ignore lint/correctness/useYield: it fails before its first message, as a refused subscription does.
async function* failing(thrown: unknown): AsyncGenerator<number, undefined> {
  throw thrown
}
