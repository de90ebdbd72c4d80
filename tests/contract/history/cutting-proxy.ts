import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What becomes of the next COMMIT: it never reaches the server, or the server's reply never comes back. */
type Cut = 'before COMMIT' | 'after COMMIT'

/** A way to a server that can be cut around a COMMIT, or behind which the server's host is gone. */
export type CuttingProxy = {
  readonly port: number
  readonly cutNext: (cut: Cut) => void
  /** From now on nothing passes and nobody is told; connections of this time stay dead when it is over. */
  readonly lose: () => void
  /** New connections reach the server again. */
  readonly find: () => void
}

/** The end of the message by which a client asks for COMMIT. */
const commitMessage = Buffer.from('commit\0')

/** Opens a way to a server of this machine; closed when the test has ended. */
export async function openCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let next: Cut | null = null
  let lost = false
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const socket of [client, server]) sockets.add(socket.on('error', () => undefined))
    const cut = () => [client, server].map((socket) => socket.destroy())
    let dropping = false
    let dead = lost
    client.on('data', (data) => {
      dead ||= lost
      if (dead) return
      if (next !== null && data.includes(commitMessage)) {
        dropping = next === 'after COMMIT'
        next = null
        if (!dropping) return cut()
      }
      server.write(data)
    })
    server.on('data', (data) => {
      dead ||= lost
      if (dead) return
      if (dropping) cut()
      else client.write(data)
    })
    client.on('close', () => server.destroy())
    server.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    proxy.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    port: (proxy.address() as AddressInfo).port,
    cutNext: (cut) => {
      next = cut
    },
    lose: () => {
      lost = true
    },
    find: () => {
      lost = false
    },
  }
}
