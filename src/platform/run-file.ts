import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { digestOf } from '../kernel/digest.ts'
import { hasCode, replaceDurably } from './durable-file.ts'

const form = z.object({
  address: z.url({ protocol: /^https?$/ }),
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** The hub says the same at `/health/live`: another program that has taken the port does not know it. */
  instance: z.string().min(1),
  /** Which database it keeps: the digest of DATABASE_URL, or `embedded`. */
  database: z.string().min(1).optional(),
  /** The SHA-256 of the certificate that it shows; not there where it speaks plain HTTP. */
  certificate: z.string().min(1).optional(),
})

/** The name of a database in the run file: tells databases apart and shows nothing of their address. */
export function databaseName(url: string): string {
  return url === '' ? 'embedded' : digestOf(url).slice(0, 16)
}

/** A hub that serves a data folder: where it listens (`http://127.0.0.1:4000`), its process, since when (UTC). */
export type RunningHub = Readonly<z.output<typeof form>>

/** Says in a data folder that a hub serves it, from the moment it listens until the result is disposed. */
export async function writeRunFile(directory: string, hub: RunningHub): Promise<AsyncDisposable> {
  await mkdir(directory, { recursive: true })
  await replaceDurably(pathIn(directory), `${JSON.stringify(form.parse(hub), null, 2)}\n`)
  return {
    [Symbol.asyncDispose]: async () => {
      // Several nodes may share a folder: the file of a later one stays.
      const written = await readRunFile(directory)
      if (written?.pid === hub.pid && written.startedAt === hub.startedAt)
        await rm(pathIn(directory), { force: true })
    },
  }
}

/**
 * The hub that said it serves a data folder; null where none did, or where the file cannot be understood. A killed hub
 * leaves its file: see that the process lives, and that `/health/live` at the address tells the same instance. Rejects with
 * UnusableFolder where this user may not read there, or it is no folder.
 */
export async function readRunFile(directory: string): Promise<RunningHub | null> {
  try {
    return form.safeParse(JSON.parse(await readFile(pathIn(directory), 'utf8'))).data ?? null
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw unusable(directory, error)
  }
}

/** DATA_DIR cannot be read. */
export class UnusableFolder extends Error {
  override readonly name = 'UnusableFolder'
  readonly says: string
  /** What to do. */
  readonly advice: string

  constructor(says: string, advice: string, cause: unknown) {
    super(`${says}. ${advice}`, { cause })
    this.says = says
    this.advice = advice
  }
}

function unusable(directory: string, error: unknown): unknown {
  if (hasCode(error, 'ENOTDIR'))
    return new UnusableFolder(
      `DATA_DIR ${directory} is not a folder`,
      'Set DATA_DIR to the folder of your hub.',
      error,
    )
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM'))
    return new UnusableFolder(
      `this user may not read DATA_DIR ${directory}`,
      `Run the command as the hub’s user, or give the folder to this one: chown -R <user> ${directory}`,
      error,
    )
  return error
}

function pathIn(directory: string): string {
  return join(directory, 'hub.json')
}
