import { createClient } from 'graphql-ws'
import hubChanges from '../../../schema/documents/HubChanges.graphql?raw'
import type { PageLanguage } from '../page/page-language.ts'
import { refusalOf } from './ask-hub.ts'
import { type Frame, hubChangesAnswer } from './hub-answers.ts'

/** A socket on which nothing came for this long is asked with a ping, and given up when no pong follows. */
const keepAlive = 12_000
const pongWait = 5_000

/**
 * Frames of `HubChanges` after a cursor, over one socket of its own. Ends or throws when the connection ends,
 * throws HubRefused when the hub answers with errors, and closes the socket when the reader stops or the
 * signal aborts. It never reconnects by itself: only its caller knows the cursor to go on from.
 */
export async function* openStream(
  address: string,
  variables: { readonly after: string; readonly language: PageLanguage },
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  let pongTimer: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: address,
    retryAttempts: 0,
    keepAlive,
    connectionAckWaitTimeout: 10_000,
    on: {
      ping: (received) => {
        if (received) return
        pongTimer = setTimeout(() => client.terminate(), pongWait)
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer)
      },
    },
  })
  const stop = (): void => void client.dispose()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const message of client.iterate({ query: hubChanges, variables })) {
      const refusal = refusalOf(message.errors)
      if (refusal !== null) throw refusal
      yield hubChangesAnswer.parse(message.data).changes
    }
  } finally {
    signal.removeEventListener('abort', stop)
    clearTimeout(pongTimer)
    stop()
  }
}
