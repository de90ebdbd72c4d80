import type { PageText } from '../page/text-en.ts'
import { endingInWords } from './ending-in-words.ts'

/** How many messages of a subscription the playground shows at once. */
export const shownMessages = 20

/** What the playground shows of a subscription. */
export type Collected<Message> = {
  /** Why nothing more comes, in words. */
  readonly ended?: string
  /** With what the hub refused it. */
  readonly errors?: readonly unknown[]
  readonly newestFirst: readonly Message[]
}

/**
 * GraphiQL shows the last message only, so the first quiet PROGRESS would wipe out a SNAPSHOT, and a failure everything.
 * This keeps the last messages and yields them together, newest first; each is exactly what the hub sent. A failure is
 * told once, above what came before it, and ends the rest. Ending it ends `messages` at once, also while it waits.
 */
export function collectMessages<Message>(
  messages: AsyncIterableIterator<Message>,
  text: () => PageText,
): AsyncIterableIterator<Collected<Message>> {
  let newestFirst: readonly Message[] = []
  let failed = false
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: async () => {
      if (failed) return { done: true, value: undefined }
      try {
        const { done, value } = await messages.next()
        if (done === true) return { done, value: undefined }
        newestFirst = [value, ...newestFirst].slice(0, shownMessages)
        return { done: false, value: { newestFirst } }
      } catch (cause) {
        failed = true
        const why = Array.isArray(cause) ? { errors: cause } : { ended: endingInWords(cause, text()) }
        return { done: false, value: { ...why, newestFirst } }
      }
    },
    return: async () => {
      await messages.return?.()
      return { done: true, value: undefined }
    },
  }
}
