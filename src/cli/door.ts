import type { DeliveryReport } from '../intake/report.ts'
import { randomIds } from '../kernel/ids.ts'
import { administratorKey } from '../platform/admin-key.ts'
import type { Config } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import { type HubLine, type LineAnswer, lineTo } from './hub-line.ts'
import { requireSameDatabase, runningHub } from './running-hub.ts'

/** A file to deliver. */
export type FileToDeliver = {
  readonly source: string
  readonly bytes: Uint8Array
  readonly name: string
  readonly idempotencyKey: string
  readonly embargoUntil: Date | null
}

/** Where commands go: to a running hub, or to the data themselves. Either way as its administrator, by the same endpoints. */
export type Door = AsyncDisposable & {
  /** What the person at the terminal should know of where this goes. */
  readonly description: string
  deliver(file: FileToDeliver): Promise<DeliveryReport>
  /** Asks the graph; throws what it refuses, in its words. The caller knows what its document gives. */
  ask<Data>(query: string, variables?: object): Promise<Data>
}

/** Goes through the hub that runs on the data folder; where none does, opens the data. The audit knows the purpose. */
export async function openDoor(config: Config, purpose: string): Promise<Door> {
  const running = await runningHub(config)
  if (running !== null) requireSameDatabase(running, config)
  const { key } = await administratorKey(config.DATA_DIR, config.ADMIN_KEY, randomIds.secret)
  const headers = { authorization: `Bearer ${key}`, 'baymark-purpose': encodeURIComponent(purpose) }
  if (running !== null) {
    const description = `through the hub at ${running.address}`
    const line = knownTo(running.address, lineTo(running.address, running.certificate))
    return { description, ...askedBy(line, headers), [Symbol.asyncDispose]: async () => undefined }
  }
  // A command that goes through a running hub needs none of this, which takes longer to load than the hub to answer.
  const { openHub } = await import('../hub.ts')
  const hub = await openHub({ config, administratorKey: key, log: openLog('warn'), purpose })
  const line: HubLine = async ({ method, path, headers: own = {}, body = '' }) => {
    const payload = typeof body === 'string' ? body : Buffer.from(body)
    const { statusCode, body: text } = await hub.http.inject({ method, url: path, headers: own, payload })
    return { status: statusCode, text }
  }
  return {
    description:
      config.DATABASE_URL === '' ? `by opening the data in ${config.DATA_DIR}` : 'by opening the database',
    ...askedBy(line, headers),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  }
}

/** A line whose refusal of the administrator's key is told to the person at the terminal, who sends no header. */
function knownTo(address: string, line: HubLine): HubLine {
  return async (request) => {
    const answer = await line(request)
    if (answer.status !== 401) return answer
    throw new Error(
      `The hub at ${address} does not accept the administrator’s key of ADMIN_KEY or, without one, of the file \`admin-key\` in DATA_DIR. Set ADMIN_KEY to the key that the hub was started with.`,
    )
  }
}

/** What is asked over a line, whoever is at its other end. */
function askedBy(line: HubLine, headers: Readonly<Record<string, string>>): Pick<Door, 'deliver' | 'ask'> {
  return {
    deliver: async ({ source, bytes, name, idempotencyKey, embargoUntil }) => {
      const path = `/ingest/${encodeURIComponent(source)}?name=${encodeURIComponent(name)}`
      const embargo = embargoUntil === null ? {} : { 'baymark-embargo-until': embargoUntil.toISOString() }
      const own = {
        'idempotency-key': idempotencyKey,
        'content-type': 'application/octet-stream',
        ...embargo,
      }
      return answered(await line({ method: 'POST', path, headers: { ...headers, ...own }, body: bytes }))
    },
    ask: async <Data>(query: string, variables: object = {}) => {
      const own = { ...headers, 'content-type': 'application/json' }
      const body = JSON.stringify({ query, variables })
      const answer = await line({ method: 'POST', path: '/graphql', headers: own, body })
      return answered<{ readonly data: Data }>(answer).data
    },
  }
}

/** What a hub said, where it refused nothing. */
function answered<Said extends object>({ status, text }: LineAnswer): Said {
  const said = parsed(text)
  if (said === null) throw new Error(`The hub answered ${status} with something that is not JSON.`)
  if ('errors' in said && Array.isArray(said.errors))
    throw new Error(said.errors.map((error: { readonly message: string }) => error.message).join('\n'))
  return said as Said
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
