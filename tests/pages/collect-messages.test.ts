import { describe, expect, test } from 'vitest'
import { english } from '../../src/web/page/text-en.ts'
import { collectMessages, shownMessages } from '../../src/web/playground/collect-messages.ts'

describe('collecting the messages of a subscription', () => {
  test('shows the newest first and forgets the oldest', async () => {
    const shown = []
    for await (const { newestFirst } of collect(numbers(shownMessages + 5))) shown.push(newestFirst)
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
    const collected = collect(silent)
    void collected.next()
    await collected.return?.()
    expect(ended).toBe(true)
  })

  test.each([
    [{ code: 4403, reason: 'ACCESS_ENDED: REVOKED' }, { ended: english.streamRevoked }],
    [{ code: 4403, reason: 'ACCESS_ENDED: EXPIRED' }, { ended: english.streamExpired }],
    [{ code: 4403, reason: 'UNAUTHENTICATED' }, { ended: english.streamRefused }],
    [{ code: 4429, reason: '' }, { ended: english.streamTooMany }],
    [{ code: 1013, reason: '' }, { ended: english.streamLater }],
    [{ code: 1006, reason: '' }, { ended: english.streamLost('1006') }],
    [[{ message: 'no such field' }], { errors: [{ message: 'no such field' }] }],
    [new Error('as it was'), { ended: 'as it was' }],
  ])('a failure %j is told above what came before it, and ends the rest', async (thrown, told) => {
    const shown = []
    for await (const each of collect(failing(thrown))) shown.push(each)
    expect(shown).toEqual([{ newestFirst: [1] }, { ...told, newestFirst: [1] }])
  })
})

function collect(messages: AsyncIterableIterator<number>) {
  return collectMessages(messages, () => english)
}

async function* numbers(count: number): AsyncGenerator<number, undefined> {
  for (let number = 1; number <= count; number += 1) yield number
}

async function* failing(thrown: unknown): AsyncGenerator<number, undefined> {
  yield 1
  throw thrown
}
