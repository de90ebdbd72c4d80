import { openKeepAlive } from './keep-alive.ts'

/** What a load sends, and what must come back: the answer's exact bytes. */
export type Ask = { readonly request: Buffer; readonly answer: Buffer }

/** What a load of one duration measured; times in milliseconds. */
export type LoadResult = {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** An answer under load was not the one that was verified before: nothing measured with it counts. */
export class WrongAnswer extends Error {}

/**
 * Asks a server over some keep-alive connections for some seconds, each connection one request at a time. Every answer
 * is compared with the verified one byte for byte, because an error may come as a 200; throws WrongAnswer otherwise.
 */
export async function runLoad(
  address: string,
  asks: readonly Ask[],
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  using open = new DisposableStack()
  const clients = await Promise.all(Array.from({ length: connections }, () => openKeepAlive(address)))
  for (const client of clients) open.use(client)
  const times: number[] = []
  const began = performance.now()
  const end = began + seconds * 1_000
  await Promise.all(
    clients.map(async (client, first) => {
      for (let turn = first; ; turn += connections) {
        const sent = performance.now()
        if (sent >= end) return
        const ask = asks[turn % asks.length]
        if (ask === undefined) throw new Error('there is nothing to ask')
        const answer = await client.ask(ask.request)
        times.push(performance.now() - sent)
        if (!answer.equals(ask.answer)) throw wrong(ask.answer, answer)
      }
    }),
  )
  const elapsed = performance.now() - began
  times.sort((left, right) => left - right)
  return {
    requests: times.length,
    perSecond: (times.length / elapsed) * 1_000,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }
}

/** The value below which a share of sorted values lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The middle of values in any order. */
export function medianOf(values: readonly number[]): number {
  return quantile(
    values.toSorted((left, right) => left - right),
    0.5,
  )
}

function wrong(expected: Buffer, came: Buffer): WrongAnswer {
  const show = (body: Buffer) => `${body.length} bytes: ${body.toString('utf8', 0, 300)}`
  return new WrongAnswer(
    `An answer under load differs from the verified one.\nexpected ${show(expected)}\ncame ${show(came)}`,
  )
}
