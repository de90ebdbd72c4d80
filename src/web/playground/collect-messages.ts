import type { FetcherReturnType } from '@graphiql/toolkit'

/** How many messages of a subscription the playground shows at once. */
export const shownMessages = 20

type Answer = Awaited<FetcherReturnType>
type Message = Answer extends infer A ? (A extends AsyncIterable<infer M> ? M : never) : never

/**
 * GraphiQL shows the last message only, so the first quiet PROGRESS would wipe out a SNAPSHOT. This keeps the last
 * messages and yields them together, newest first; each is exactly what the hub sent.
 */
export function collectMessages(answer: Answer): Answer {
  return isAsyncIterable(answer) ? collected(answer) : answer
}

async function* collected(messages: AsyncIterable<Message>): AsyncGenerator<Message> {
  let newestFirst: readonly Message[] = []
  for await (const message of messages) {
    newestFirst = [message, ...newestFirst].slice(0, shownMessages)
    yield { newestFirst } as Message
  }
}

function isAsyncIterable(answer: Answer): answer is AsyncIterable<Message> & Answer {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}
