import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import { traceOf } from '../../kernel/error-trace.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { type AuditBatch, appendBatch } from './append.ts'
import type { AuditedAct, Link } from './chain.ts'
import { type AuditNote, actsOf } from './note.ts'
import { Refusals } from './refusals.ts'

/** What whoever does something needs of the audit. */
export interface Audit {
  /**
   * Remembers what was done or read: at once in memory, within a moment in the chain. Never throws and never waits. What
   * the chain cannot take, because the database is away for too long, is counted, and the number is an entry of its own.
   */
  record(note: AuditNote): void
  /**
   * Resolves once the chain holds it. Throws BUSY where it cannot be kept now: what needs a record is then not done. Its
   * entry may still come, and then says more than happened, never less.
   */
  require(note: AuditNote): Promise<void>
  /** Resolves once the chain holds all that this node has recorded so far, or after two seconds. */
  settle(): Promise<void>
}

/** What a trail is wired with. */
export type TrailParts = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Names this opening of the hub; its batches are named after it. */
  readonly instance: string
  /** Told what became of entries: how many more the chain holds, how many were lost. */
  readonly counted: (state: 'kept' | 'lost', entries: number) => void
}

/** How many entries wait at most, and how many are written at once. */
const limits = { waiting: 10_000, batch: 500 }

/** How long an entry waits for others, in milliseconds. */
const gathering = 200

/** How often refusals are counted together, in milliseconds. */
const refusalsEvery = 60_000

/** How long whoever needs an entry, and how long the closing hub, waits for the database, in milliseconds. */
const patience = { required: 2_000, closing: 5_000 }

/** The longest wait between two attempts to reach the database, in milliseconds. */
const longestPause = 5_000

type Waiting = { readonly act: AuditedAct; readonly kept?: () => void }
type Batch = AuditBatch & { readonly taken: number; readonly kept: readonly (() => void)[] }

/** The audit of one node: a bounded queue, written to the chain of the hub in batches, again and again until it holds. */
export class AuditTrail implements Audit, AsyncDisposable {
  readonly #parts: TrailParts
  readonly #refusals = new Refusals()
  readonly #counting: NodeJS.Timeout
  #queue: Waiting[] = []
  #lost = 0
  /** How many entries have come, and how many of them the chain holds. */
  #accepted = 0
  #written = 0
  #batches = 0
  #batch: Batch | null = null
  #draining: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #attempts = 0
  #closed = false
  #end: Link | null = null

  constructor(parts: TrailParts) {
    this.#parts = parts
    this.#counting = setInterval(() => this.#takeRefusals(), refusalsEvery).unref()
  }

  record(note: AuditNote): void {
    for (const act of actsOf(note, this.#parts.clock.now())) {
      if (note.actor === 'anonymous' && note.outcome !== 'OK') this.#refusals.add(act)
      else this.#put({ act })
    }
    this.#drainIn(gathering)
  }

  async require(note: AuditNote): Promise<void> {
    const acts = actsOf(note, this.#parts.clock.now())
    if (this.#queue.length + acts.length > limits.waiting) throw notKept()
    const kept = acts.map((act) => new Promise<void>((resolve) => this.#put({ act, kept: resolve })))
    // While the database is away, the next attempt has its time.
    if (this.#attempts === 0) this.#drainIn(0)
    if ((await within(patience.required, () => Promise.all(kept))) === 'late') throw notKept()
  }

  async settle(): Promise<void> {
    this.#takeRefusals()
    await within(patience.required, (given) => this.#drainUpTo(this.#accepted, given))
  }

  /** Writes what waits, and forgets it where the database stays away. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#counting)
    this.#takeRefusals()
    await within(patience.closing, (given) => this.#drainUpTo(this.#accepted, given))
    this.#closed = true
    this.#cancelTimer()
    const entries = this.#queue.length + (this.#batch?.acts.length ?? 0)
    const { log, counted } = this.#parts
    if (entries + this.#lost > 0) {
      counted('lost', entries)
      log.error({ entries: entries + this.#lost }, 'the audit lost entries: the database did not take them')
    }
    if (this.#end !== null) log.info(this.#end, 'the chain of the audit ended here when this node closed')
  }

  #put(waiting: Waiting): void {
    if (this.#queue.length < limits.waiting) {
      this.#queue.push(waiting)
      this.#accepted += 1
      return
    }
    if (this.#lost === 0)
      this.#parts.log.error({ waiting: limits.waiting }, 'the audit loses entries: the database takes none')
    this.#lost += 1
    this.#parts.counted('lost', 1)
  }

  #takeRefusals(): void {
    for (const act of this.#refusals.take()) this.#put({ act })
    this.#drainIn(gathering)
  }

  /** Begins to write after a while, unless it is under way or has a time already. */
  #drainIn(delay: number): void {
    if (this.#closed || (this.#queue.length === 0 && this.#batch === null)) return
    if (delay === 0) this.#cancelTimer()
    if (this.#timer !== null || this.#draining !== null) return
    this.#timer = setTimeout(() => void this.#drain(), delay).unref()
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Writes what waits now, once; after a failure, tries again later by itself. */
  #drain(): Promise<void> {
    this.#cancelTimer()
    this.#draining ??= this.#write().finally(() => {
      this.#draining = null
      this.#drainIn(this.#attempts === 0 ? gathering : pauseAfter(this.#attempts))
    })
    return this.#draining
  }

  /** Writes until the chain holds the entries up to a number, or somebody gives up waiting. */
  async #drainUpTo(accepted: number, given: AbortSignal): Promise<void> {
    while (this.#written < accepted && !given.aborted) {
      await this.#drain()
      if (this.#attempts > 0) await wait(gathering)
    }
  }

  /** Writes batch after batch while somebody waits for one or a whole one has gathered. */
  async #write(): Promise<void> {
    do {
      this.#batch ??= this.#nextBatch()
      if (this.#batch === null || !(await this.#append(this.#batch))) return
      this.#batch = null
    } while (this.#queue.length >= limits.batch || this.#queue.some(({ kept }) => kept !== undefined))
  }

  async #append(batch: Batch): Promise<boolean> {
    const { database, log, counted } = this.#parts
    try {
      this.#end = await appendBatch(database, batch)
    } catch (error) {
      this.#attempts += 1
      if (this.#attempts === 1) log.warn({ reason: traceOf(error) }, 'the audit waits for the database')
      return false
    }
    if (this.#attempts > 0) log.info({ attempts: this.#attempts }, 'the audit is written again')
    this.#attempts = 0
    counted('kept', batch.acts.length)
    this.#written += batch.taken
    for (const kept of batch.kept) kept()
    return true
  }

  #nextBatch(): Batch | null {
    const taken = this.#queue.slice(0, limits.batch)
    if (taken.length === 0 && this.#lost === 0) return null
    this.#queue = this.#queue.slice(limits.batch)
    const acts = [...this.#loss(), ...taken.map(({ act }) => act)]
    this.#batches += 1
    return {
      id: `${this.#parts.instance}/${this.#batches}`,
      acts,
      taken: taken.length,
      kept: taken.flatMap(({ kept }) => (kept === undefined ? [] : [kept])),
    }
  }

  /** The entry that says how many entries could not be kept. */
  #loss(): readonly AuditedAct[] {
    if (this.#lost === 0) return []
    const times = this.#lost
    this.#lost = 0
    const note = { actor: 'hub', act: 'loseEntries', subjects: [this.#parts.instance], purpose: null }
    return actsOf({ ...note, outcome: 'BUSY' }, this.#parts.clock.now()).map((act) => ({ ...act, times }))
  }
}

/** Longer after each attempt that failed. */
function pauseAfter(attempts: number): number {
  return Math.min(longestPause, gathering * 2 ** Math.min(attempts, 10))
}

/** Waits for work at most for a while; tells it then that nobody waits any more. */
async function within(
  milliseconds: number,
  work: (given: AbortSignal) => Promise<unknown>,
): Promise<'done' | 'late'> {
  const over = new AbortController()
  const time = wait(milliseconds, 'late' as const, { signal: over.signal }).catch(() => 'late' as const)
  try {
    return await Promise.race([work(over.signal).then(() => 'done' as const), time])
  } finally {
    over.abort()
  }
}

function notKept(): HubError {
  return new HubError({
    code: 'BUSY',
    message:
      'This is done only with a record in the audit, and the audit takes none now. Try again in a moment.',
  })
}
