import { traceOf } from '../../kernel/error-trace.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { writeKeyUses } from './writes-access-key.ts'

/** How often uses are written down, in milliseconds, and how long that may be without a reply. */
const writeEvery = 60_000
const patience = 5_000

/**
 * When each key was last used on this node. Noting a use costs a look into a map and no answer waits for the store: uses
 * are written down once a minute, together, and once more when the node closes.
 */
export class LastUse implements AsyncDisposable {
  readonly #database: Queryable
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  /** Uses that are not written down yet. */
  readonly #fresh = new Map<string, Date>()

  constructor(database: Queryable, log: Log) {
    this.#database = database
    this.#log = log
    this.#timer = setInterval(() => void this.write(), writeEvery).unref()
  }

  /** Notes that a key was used. */
  mark(id: string, at: Date): void {
    this.#fresh.set(id, at)
  }

  /** When a key was last used here, if that is not written down yet. */
  of(id: string): Date | null {
    return this.#fresh.get(id) ?? null
  }

  /** Writes down what is not written yet; where the store is away, the next time. */
  async write(): Promise<void> {
    const writing = [...this.#fresh]
    if (writing.length === 0) return
    try {
      await writeKeyUses(
        this.#database,
        writing.map(([id, at]) => ({ id, at })),
        patience,
      )
      for (const [id, at] of writing) if (this.#fresh.get(id) === at) this.#fresh.delete(id)
    } catch (error) {
      this.#log.debug({ reason: traceOf(error) }, 'the last use of access keys cannot be written down now')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.write()
  }
}
