import { once } from 'node:events'
import { WebSocket } from 'ws'
import { deliverFile, fileHeader } from './deliver-file.ts'
import { medianOf } from './load.ts'
import type { Contender } from './verify-answers.ts'

/** How one commit, or one bare message, reached everybody. Milliseconds, medians over the rounds. */
export type StreamResult = {
  readonly contender: Contender
  readonly subscribers: number
  /** From the request that causes it until the last subscriber has it; intake of the file included for the hub. */
  readonly fromRequest: number
  /** From the time the commit was recorded (for bare sends: the request) until the last subscriber has it. */
  readonly fromCommit: number
  /** From the first subscriber that has it to the last. */
  readonly fanOut: number
  readonly messageBytes: number
}

const document = `subscription Live { observationChanges(filter: { region: { eq: "440000" }, scheme: { eq: "TOTAL" } }) {
  kind cursor follows complete commit { position recordedAt }
  changes { op id before { value } node { period value revision } } } }`

type Round = Omit<StreamResult, 'contender' | 'subscribers'> & { readonly message: string }

/**
 * Opens so many subscribers of one document on the hub, and as many sockets on the raw server. Round by round the hub
 * commits one figure, and the raw server sends the very bytes that came of it; whoever gets something else, nothing, or
 * twice makes it throw.
 */
export async function measureStreams(
  addresses: Readonly<Record<Contender, string>>,
  subscribers: number,
  rounds: number,
): Promise<readonly StreamResult[]> {
  await using open = new AsyncDisposableStack()
  const each = <Item>(make: () => Promise<Item>) => Promise.all(Array.from({ length: subscribers }, make))
  const followers = await each(() => subscribe(`${addresses.hub.replace('http', 'ws')}/graphql`))
  open.defer(() => closeAll(followers))
  const listeners = await each(() => connected(addresses.raw.replace('http', 'ws')))
  open.defer(() => closeAll(listeners))
  const done: Record<Contender, Round[]> = { raw: [], hub: [] }
  for (let round = 0; round <= rounds; round += 1) {
    const value = 700_000 + round
    const hub = await told(followers, 'commit', () =>
      deliverFile(
        addresses.hub,
        `${fileHeader}\n2024-01,440000,广东,${value},,made for the bench\n`,
        `stream-${round}`,
      ),
    )
    if (!hub.message.includes(`"value":"${value}"`))
      throw new Error(`not the change that was made: ${hub.message}`)
    const raw = await told(listeners, 'message', () =>
      fetch(`${addresses.raw}/send`, { method: 'POST', body: hub.message }),
    )
    if (raw.message !== hub.message) throw new Error(`the raw server sent something else: ${raw.message}`)
    if (round === 0) continue // The first of each is the warm-up.
    done.hub.push(hub)
    done.raw.push(raw)
  }
  return (['raw', 'hub'] as const).map((contender) => {
    const median = (of: (round: Round) => number) => medianOf(done[contender].map(of))
    return {
      contender,
      subscribers,
      fromRequest: median((round) => round.fromRequest),
      fromCommit: median((round) => round.fromCommit),
      fanOut: median((round) => round.fanOut),
      messageBytes: median((round) => round.messageBytes),
    }
  })
}

/** Causes a message and resolves when every socket has it; all must get the same, once. */
async function told(
  sockets: readonly WebSocket[],
  kind: 'commit' | 'message',
  cause: () => Promise<unknown>,
): Promise<Round> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const times: number[] = []
  let message = ''
  const hear = (data: Buffer) => {
    const text = data.toString()
    if (text.includes('"type":"ping"')) return
    times.push(performance.now())
    if (message === '') message = text
    if (message !== text) reject(new Error(`subscribers got different messages:\n${message}\n${text}`))
    if (times.length === sockets.length) resolve()
  }
  for (const socket of sockets) socket.on('message', hear)
  const began = performance.now()
  const caused = cause()
  const limit = AbortSignal.timeout(20_000)
  limit.addEventListener('abort', () =>
    reject(new Error(`${times.length} of ${sockets.length} were told in 20 s`)),
  )
  await Promise.all([promise, caused])
  for (const socket of sockets) socket.off('message', hear)
  const first = times[0] ?? Number.NaN
  const last = times.at(-1) ?? Number.NaN
  return {
    message,
    messageBytes: Buffer.byteLength(message),
    fromRequest: last - began,
    fromCommit: last - (kind === 'commit' ? recordedAt(message) : began),
    fanOut: last - first,
  }
}

/** When the commit a frame tells of was recorded, on the clock of `performance.now()`. */
function recordedAt(frame: string): number {
  const time = /"recordedAt":"([^"]+)"/.exec(frame)?.[1]
  if (time === undefined) throw new Error(`the frame does not say when its commit was recorded: ${frame}`)
  return new Date(time).getTime() - performance.timeOrigin
}

async function connected(url: string, protocol?: string): Promise<WebSocket> {
  const socket = new WebSocket(url, protocol, { perMessageDeflate: false })
  await once(socket, 'open')
  return socket
}

/** Subscribes as graphql-transport-ws says and waits for the first frame, so that nobody joins late. */
async function subscribe(url: string): Promise<WebSocket> {
  const socket = await connected(url, 'graphql-transport-ws')
  const next = async () => JSON.parse(String((await once(socket, 'message'))[0])) as { readonly type: string }
  const say = (message: object) => socket.send(JSON.stringify(message))
  say({ type: 'connection_init' })
  if ((await next()).type !== 'connection_ack') throw new Error('the hub did not acknowledge the connection')
  say({ type: 'subscribe', id: '1', payload: { query: document } })
  const joined = await next()
  if (!JSON.stringify(joined).includes('"PROGRESS"'))
    throw new Error(`expected a PROGRESS frame; came ${JSON.stringify(joined)}`)
  return socket
}

async function closeAll(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      const closed = once(socket, 'close')
      socket.close()
      return closed
    }),
  )
}
