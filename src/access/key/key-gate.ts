import { LRUCache } from 'lru-cache'
import type { Clock } from '../../kernel/clock.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Access } from '../access.ts'
import { EndingAccess } from '../ending-access.ts'
import { endedCredential, refusedCredential } from '../refused-credential.ts'
import { viewOf } from './access-key.ts'
import { isKeyOf, nobodysDigest } from './key-text.ts'
import { accessVersion, type KnownKey, knownKeys, revokedAfter } from './known-access-keys.ts'
import { LastUse } from './last-use.ts'

/** How many keys a node keeps at hand, and how many ids that no key has, for how many milliseconds. */
const limits = { known: 10_000, unknown: 10_000, unknownFor: 5_000 } as const

/** How many ids may wait to be looked up: they go into one statement, so that guesses keep nobody waiting. */
const mostWaiting = 1_000

type Entry = { readonly id: string; readonly digest: Buffer; readonly access: EndingAccess }
type Waiting = PromiseWithResolvers<Entry | null>

/**
 * The access keys of the database as one node knows them. A key that was asked for is kept at hand: the next time it
 * costs one digest. What is kept holds until the node learns of a change of access and calls `reach`; a key that has
 * open sockets stays kept until they are closed.
 */
export class KeyGate implements AsyncDisposable {
  readonly #database: Queryable
  readonly #clock: Clock
  readonly #lastUse: LastUse
  readonly #known = new LRUCache<string, Entry>({ max: limits.known })
  readonly #unknown: LRUCache<string, true>
  /** Those whose end somebody waits for: never let go. */
  readonly #followed = new Map<string, Entry>()
  #waiting = new Map<string, Waiting>()
  #lookingUp = false
  #version: number
  #reaching: Promise<void> | null = null

  private constructor(database: Queryable, clock: Clock, log: Log, version: number) {
    this.#database = database
    this.#clock = clock
    this.#version = version
    this.#lastUse = new LastUse(database, log)
    this.#unknown = new LRUCache<string, true>({
      max: limits.unknown,
      ttl: limits.unknownFor,
      perf: { now: () => clock.monotonic() },
    })
  }

  /** Opens the gate at the version of access that holds now. */
  static async open(database: Queryable, clock: Clock, log: Log): Promise<KeyGate> {
    return new KeyGate(database, clock, log, await accessVersion(database))
  }

  /**
   * The access of whoever shows a key. Answers at once where the key is at hand. Refuses with UNAUTHENTICATED what is no
   * key of this hub, and what is one no longer; throws UNAVAILABLE where it cannot be looked up.
   */
  accessOf(id: string, text: string): Access | Promise<Access> {
    const entry = this.#entryOf(id)
    if (entry !== undefined) return this.#compared(entry, text)
    if (this.#unknown.has(id)) return this.#compared(null, text)
    return this.#lookUp(id).then((found) => this.#compared(found, text))
  }

  /** The access of a key that is kept here and holds, with its own text; null for any other. */
  atHand(id: string, text: string): Access | null {
    const entry = this.#entryOf(id)
    if (entry === undefined || !isKeyOf(entry.digest, text) || entry.access.ended() !== null) return null
    this.#lastUse.mark(id, this.#clock.now())
    return entry.access
  }

  /**
   * Learns of a change of access, and resolves when everything up to that version holds here: keys revoked until then
   * have ended, and those who listen to them were told. Throws where the store is away; nothing is forgotten then.
   */
  async reach(version: number): Promise<void> {
    while (this.#version < version) {
      this.#reaching ??= this.#learn().finally(() => {
        this.#reaching = null
      })
      await this.#reaching
    }
  }

  /** When a key was last used here, where that is not written down yet. */
  lastUseOf(id: string): Date | null {
    return this.#lastUse.of(id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastUse[Symbol.asyncDispose]()
  }

  #entryOf(id: string): Entry | undefined {
    return this.#known.get(id) ?? this.#followed.get(id)
  }

  #compared(entry: Entry | null, text: string): Access {
    const right = isKeyOf(entry?.digest ?? nobodysDigest, text)
    if (entry === null || !right) throw refusedCredential('a key that this hub does not know')
    const end = entry.access.ended()
    if (end !== null) throw endedCredential(end)
    entry.access.used()
    return entry.access
  }

  #lookUp(id: string): Promise<Entry | null> {
    const waiting = this.#waiting.get(id) ?? Promise.withResolvers<Entry | null>()
    if (this.#waiting.size >= mostWaiting && !this.#waiting.has(id)) throw tooManyUnknown()
    this.#waiting.set(id, waiting)
    if (!this.#lookingUp) void this.#lookUpAll()
    return waiting.promise
  }

  /** Looks up whatever waits, one statement after the other: what comes meanwhile goes into the next. Never rejects. */
  async #lookUpAll(): Promise<void> {
    this.#lookingUp = true
    while (this.#waiting.size > 0) {
      const asked = this.#waiting
      this.#waiting = new Map()
      try {
        // Asked for while the last statement ran, a key may be at hand by now.
        await this.#lookUpIds([...asked.keys()].filter((id) => this.#entryOf(id) === undefined))
        for (const [id, { resolve }] of asked) resolve(this.#entryOf(id) ?? null)
      } catch (error) {
        for (const { reject } of asked.values()) reject(error)
      }
    }
    this.#lookingUp = false
  }

  /** Keeps the keys with these ids at hand, and the ids that no key has. */
  async #lookUpIds(ids: readonly string[]): Promise<void> {
    while (ids.length > 0) {
      const { version, keys } = await knownKeys(this.#database, ids)
      // Read before a change of which this node knows by now: it may be of one of them.
      if (version < this.#version) continue
      for (const id of ids) if (!keys.has(id)) this.#unknown.set(id, true)
      for (const key of keys.values()) this.#keep(key)
      return
    }
  }

  #keep(key: KnownKey): void {
    const entry = this.#entryOf(key.id) ?? this.#made(key)
    if (key.revoked) entry.access.end('REVOKED')
    this.#known.set(key.id, entry)
  }

  #made(key: KnownKey): Entry {
    const { id } = key
    const access = new EndingAccess({
      view: viewOf(key, key),
      expiresAt: key.expiresAt,
      clock: this.#clock,
      used: () => this.#lastUse.mark(id, this.#clock.now()),
      followed: (followed) => {
        if (followed) this.#followed.set(id, entry)
        else this.#followed.delete(id)
      },
    })
    const entry: Entry = { id, digest: Buffer.from(key.digest, 'hex'), access }
    return entry
  }

  async #learn(): Promise<void> {
    const { version, revoked } = await revokedAfter(this.#database, this.#version)
    // From here on without a pause: whoever looks a key up meanwhile sees this version or looks again.
    for (const id of revoked) this.#entryOf(id)?.access.end('REVOKED')
    this.#unknown.clear()
    this.#version = Math.max(version, this.#version)
  }
}

function tooManyUnknown(): HubError {
  return new HubError({
    code: 'BUSY',
    message: 'Too many keys that this node has not met are shown at once. Try again in a moment.',
  })
}
