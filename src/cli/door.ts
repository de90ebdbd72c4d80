import { openHub } from '../hub.ts'
import type { DeliveryReport } from '../intake/report.ts'
import { randomIds } from '../kernel/ids.ts'
import { administratorKey } from '../platform/admin-key.ts'
import type { Config } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import { databaseName, type RunningHub, readRunFile } from '../platform/run-file.ts'

/** A file to deliver. */
export type FileToDeliver = {
  readonly source: string
  readonly bytes: Uint8Array
  readonly name: string
  readonly idempotencyKey: string
  readonly embargoUntil: Date | null
}

/** Where commands deliver to: a running hub, or the data themselves. */
export type Door = AsyncDisposable & {
  /** What the person at the terminal should know of where this goes. */
  readonly description: string
  deliver(file: FileToDeliver): Promise<DeliveryReport>
}

/** How long a hub that says it runs may take to say that it lives, in milliseconds. */
const patience = 2_000

/** Goes through the hub that runs on the data folder; where none does, opens the data. */
export async function openDoor(config: Config): Promise<Door> {
  const running = await readRunFile(config.DATA_DIR)
  if (running !== null && (await serves(running))) {
    requireSameDatabase(running, config)
    return doorOfHub(running.address, config)
  }
  return doorOfData(config)
}

/** DATA_DIR decides which hub is spoken to; a DATABASE_URL that names another database than its hub keeps is a mistake. */
function requireSameDatabase({ address, database }: RunningHub, { DATABASE_URL, DATA_DIR }: Config): void {
  if (DATABASE_URL === '' || database === undefined || database === databaseName(DATABASE_URL)) return
  throw new Error(
    `The hub at ${address}, which runs on DATA_DIR ${DATA_DIR}, keeps another database than DATABASE_URL names. ` +
      'Nothing was taken in. Set DATA_DIR to the folder of the hub you mean, or leave DATABASE_URL away.',
  )
}

/** Says whether the hub of a run file is there: a killed one leaves its file, and its port to whoever takes it. */
async function serves({ address, pid, instance }: RunningHub): Promise<boolean> {
  if (!lives(pid)) return false
  try {
    const signal = AbortSignal.timeout(patience)
    const response = await fetch(`${address}/health/live`, { signal, redirect: 'error' })
    const told: unknown = await response.json()
    return typeof told === 'object' && told !== null && 'instance' in told && told.instance === instance
  } catch {
    // Nobody listens there, or somebody who is no hub.
    return false
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user may not be signalled, and lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function doorOfHub(address: string, config: Config): Promise<Door> {
  const { key } = await administratorKey(config.DATA_DIR, config.ADMIN_KEY, randomIds.secret)
  return {
    description: `through the hub at ${address}`,
    deliver: async ({ source, bytes, name, idempotencyKey, embargoUntil }) => {
      const url = new URL(`/ingest/${encodeURIComponent(source)}`, address)
      url.searchParams.set('name', name)
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'idempotency-key': idempotencyKey,
          'content-type': 'text/csv',
          ...(embargoUntil === null ? {} : { 'baymark-embargo-until': embargoUntil.toISOString() }),
        },
        body: Buffer.from(bytes),
      })
      const body = (await response.json()) as
        | DeliveryReport
        | { readonly errors: readonly { readonly message: string }[] }
      if ('errors' in body) throw new Error(body.errors.map((error) => error.message).join('\n'))
      return body
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function doorOfData(config: Config): Promise<Door> {
  const { key } = await administratorKey(config.DATA_DIR, config.ADMIN_KEY, randomIds.secret)
  const hub = await openHub({ config, administratorKey: key, log: openLog('warn') })
  return {
    description: config.DATABASE_URL === '' ? `into the data in ${config.DATA_DIR}` : 'into the database',
    deliver: (file) => hub.intake.takeFile(file),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  }
}
