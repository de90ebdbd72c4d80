/** How many messages of a subscription the playground shows at once. */
export const shownMessages = 20

/** What the playground shows of a subscription. */
export type Collected<Message> = { readonly newestFirst: readonly Message[] }

/**
 * GraphiQL shows the last message only, so the first quiet PROGRESS would wipe out a SNAPSHOT. This keeps the last
 * messages and yields them together, newest first; each is exactly what the hub sent. Ending it ends `messages` at
 * once, also while it waits for the next one. A failure passes through as an Error with a message to show.
 */
export function collectMessages<Message>(
  messages: AsyncIterableIterator<Message>,
): AsyncIterableIterator<Collected<Message>> {
  let newestFirst: readonly Message[] = []
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: async () => {
      const { done, value } = await messages.next().catch((cause: unknown) => {
        throw shownError(cause)
      })
      if (done === true) return { done, value: undefined }
      newestFirst = [value, ...newestFirst].slice(0, shownMessages)
      return { done: false, value: { newestFirst } }
    },
    return: async () => {
      await messages.return?.()
      return { done: true, value: undefined }
    },
  }
}

/** Sockets fail with a close event, refused subscriptions with a list of GraphQL errors: neither is an Error. */
function shownError(cause: unknown): Error {
  if (cause instanceof Error) return cause
  if (typeof cause === 'object' && cause !== null && 'code' in cause) {
    const reason = 'reason' in cause ? ` ${String(cause.reason)}` : ''
    return new Error(`The socket was closed: ${String(cause.code)}${reason}`, { cause })
  }
  return new Error(JSON.stringify(cause), { cause })
}
