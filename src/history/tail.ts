import { traceOf } from '../kernel/error-trace.ts'
import { HubError } from '../kernel/errors.ts'
import type { Position } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Announcer } from './announce/announcer.ts'
import { type CommitRecord, readCommit, readCommits } from './commit.ts'
import { readHead } from './head.ts'

/** How often the tail looks by itself, in milliseconds: the latency when announcements are lost. */
const lookEvery = 1_000

/** How long a read of the tail may be without a reply, in milliseconds: a host that is gone sends nothing, ever. */
const readPatience = 5_000

/** How many commit records the tail keeps at hand, and reads at once. */
const kept = 1_000

/** What is done, and waited for, when the version of access has changed; a failure is tried again at the next look. */
export type AccessListener = (version: number) => Promise<void>

/**
 * What one node knows of the history: follows the head, tells whoever waits. Requests are answered at the position
 * the tail knows, so an answer never runs ahead of what this node's streams have seen.
 */
export class Tail {
  readonly epoch: string
  readonly #database: Queryable
  readonly #log: Log
  readonly #recent = new Map<Position, CommitRecord>()
  readonly #waiting = new Set<() => void>()
  readonly #stops = new DisposableStack()
  readonly #accessMoved: AccessListener
  #access = 0
  #position: Position = 0
  #latest: CommitRecord | null = null
  #looking: Promise<void> | null = null
  #again = false
  #trouble: string | null = null
  #closed = false

  private constructor(database: Queryable, epoch: string, log: Log, accessMoved: AccessListener) {
    this.#database = database
    this.#accessMoved = accessMoved
    this.epoch = epoch
    this.#log = log
  }

  /**
   * Begins to follow the history at its head; looks at each announcement and once a second. A read without a reply
   * within `patience` ms counts as trouble; the next look uses another connection. Of a change of access it tells
   * `accessMoved` first and waits for that: it moves to no position that was committed after the change before the node
   * heeds it.
   */
  static async follow(
    database: Database,
    announcer: Announcer,
    log: Log,
    patience = readPatience,
    accessMoved: AccessListener = async () => undefined,
  ): Promise<Tail> {
    const patient: Queryable = { query: (statement) => database.query(statement, patience) }
    const head = await readHead(patient)
    const tail = new Tail(patient, head.epoch, log, accessMoved)
    await tail.#catchUp(Math.max(0, head.position - 1))
    const timer = setInterval(() => void tail.look(), lookEvery)
    timer.unref()
    tail.#stops.defer(() => clearInterval(timer))
    tail.#stops.use(announcer.listen((position) => (position > tail.position ? void tail.look() : undefined)))
    tail.#stops.use(
      announcer.listenAccess((version) => (version > tail.#access ? void tail.look() : undefined)),
    )
    return tail
  }

  /** The newest position this node knows. */
  get position(): Position {
    return this.#position
  }

  /** The newest commit this node knows; null before the first. */
  get latest(): CommitRecord | null {
    return this.#latest
  }

  /** Why the tail cannot follow now, or null while it can. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** Looks at the head now and resolves when everything committed before the call is known. */
  async look(): Promise<void> {
    if (this.#looking !== null) {
      this.#again = true
      return this.#looking
    }
    this.#looking = this.#lookUntilCalm()
    return this.#looking
  }

  /** The commit at a position, or null where this history has none there. */
  async commitAt(position: Position): Promise<CommitRecord | null> {
    return this.#recent.get(position) ?? readCommit(this.#database, position)
  }

  /** Resolves once the tail knows more than the position, or when the signal ends the wait. */
  async beyond(position: Position, signal: AbortSignal): Promise<void> {
    while (this.#position <= position && !signal.aborted && !this.#closed) {
      const moved = Promise.withResolvers<void>()
      const wake = () => moved.resolve()
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      await moved.promise
      signal.removeEventListener('abort', wake)
      this.#waiting.delete(wake)
    }
  }

  /** Resolves once the tail knows the position; throws POSITION_AHEAD when that takes longer than `patience` ms. */
  async reach(position: Position, patience: number): Promise<void> {
    if (position <= this.#position) return
    // Not awaited: the patience holds also where the database gives no reply.
    void this.look()
    await this.beyond(position - 1, AbortSignal.timeout(patience))
    if (position <= this.#position) return
    throw new HubError({
      code: 'POSITION_AHEAD',
      message: `The hub is at position ${this.#position} and did not reach ${position} within ${patience} ms.`,
      expected: `a position up to ${this.#position}`,
      came: String(position),
    })
  }

  /** Stops following; whoever waits is woken. */
  close(): void {
    this.#closed = true
    this.#stops.dispose()
    this.#wake()
  }

  async #lookUntilCalm(): Promise<void> {
    do {
      this.#again = false
      try {
        await this.#catchUp(this.#position)
        this.#trouble = null
      } catch (error) {
        this.#report(error)
      }
    } while (this.#again)
    // Here and not in a `finally` of the caller: between the two, a call would wait for a look that is over.
    this.#looking = null
  }

  async #catchUp(from: Position): Promise<void> {
    const head = await readHead(this.#database)
    if (head.epoch !== this.epoch || head.position < this.#position) throw new Error(anotherHistory)
    if (head.access !== this.#access) {
      await this.#accessMoved(head.access)
      this.#access = head.access
    }
    if (head.position === from) return
    for (let known = from; known < head.position; known = this.#position) {
      const commits = await readCommits(this.#database, Math.max(0, known - 1), head.position, kept)
      for (const commit of commits) this.#take(commit)
      if (this.#position <= known) throw new Error(`the history has no commit after position ${known}`)
    }
    this.#wake()
  }

  /** The commit already known is read again with those after it: under another id, this is another history. */
  #take(commit: CommitRecord): void {
    const known = this.#recent.get(commit.position)
    if (known !== undefined && known.id !== commit.id) throw new Error(anotherHistory)
    if (commit.position <= this.#position) return
    this.#recent.set(commit.position, commit)
    this.#recent.delete(commit.position - kept)
    this.#position = commit.position
    this.#latest = commit
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  #report(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    // A look that was under way when the hub closed finds the database closed: nobody needs to know.
    if (this.#trouble === null && !this.#closed)
      this.#log.warn({ reason: traceOf(error) }, 'the tail cannot follow the history')
    this.#trouble = reason
  }
}

const anotherHistory =
  'the database holds another history than the one this node began with; restart the node to serve that one'
