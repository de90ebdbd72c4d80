import type { Announcer } from '../../history/announce/announcer.ts'
import type { Committer } from '../../history/commit.ts'
import type { Clock } from '../../kernel/clock.ts'
import { traceOf } from '../../kernel/error-trace.ts'
import { HubError } from '../../kernel/errors.ts'
import { type Ids, idOfName } from '../../kernel/ids.ts'
import { shown } from '../../kernel/text.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { actorOf, type View } from '../view.ts'
import type { KeyGate } from './key-gate.ts'
import { checkedReason, checkedRequest, type KeyRequest, type KnownCodes } from './key-request.ts'
import { makeKey } from './key-text.ts'
import { accessVersion, liveKeysOf, revocationOf } from './known-access-keys.ts'
import { raiseAccessVersion, revokeByNow, writeAccessKey, writeRevocation } from './writes-access-key.ts'

/** What keys are administered with. */
export type KeyAdministrationParts = {
  readonly database: Queryable
  /** Moves the hub; resolves once this node's tail has reached the commit. */
  readonly commit: Committer
  readonly announcer: Announcer
  readonly gate: KeyGate
  /** The id of the key of the settings, which is in no table. */
  readonly bootstrapId: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** How many keys of one holder may hold at once: the old one and the new, while the holder changes over. */
const keysPerHolder = 2

/** How long the answer to a revocation waits for its commit, in milliseconds: what it does holds before. */
const commitPatience = 2_000

/** Gives keys and takes them back. Who may is decided before. */
export class KeyAdministration {
  readonly #parts: KeyAdministrationParts

  constructor(parts: KeyAdministrationParts) {
    this.#parts = parts
  }

  /**
   * Creates a key, in a commit. Gives its text, which is kept nowhere, and its id; it works when this resolves. Throws
   * BAD_USER_INPUT and UNKNOWN_CODE for a request that cannot be, TOO_MANY_KEYS where the holder has two that hold.
   */
  async create(
    request: KeyRequest,
    known: KnownCodes,
    by: View,
  ): Promise<{ readonly key: string; readonly id: string }> {
    const { database, commit, announcer, gate, clock, ids } = this.#parts
    const checked = checkedRequest(request, known, clock.now())
    const { id, text, digest } = makeKey(ids)
    await commit({
      id: idOfName('access-key', id),
      kind: 'ACCESS',
      write: async (transaction, position) => {
        const live = await liveKeysOf(transaction, checked.holder, clock.now())
        if (live.length >= keysPerHolder) throw tooManyKeys(checked.holder, live)
        await writeAccessKey(transaction, position, { ...checked, id, digest, createdBy: actorOf(by) })
        return { releaseId: null, counts: { accessKeysCreated: 1 } }
      },
    })
    // Apart from the commit, which may stand still: a revocation takes the same row and must wait for nobody.
    const version = await raiseAccessVersion(database)
    announcer.announceAccess(version)
    await gate.reach(version)
    return { key: text, id }
  }

  /**
   * Revokes a key by now, for all nodes, and tells the history after that: when this resolves, the key works no more on
   * this node. A key that is revoked already stays as it is. Throws UNKNOWN_ACCESS_KEY where there is none.
   */
  async revoke(id: string, reason: string, by: View): Promise<void> {
    const { database, announcer, gate, bootstrapId } = this.#parts
    if (id === bootstrapId) throw notInTable(id)
    const version = await revokeByNow(database, { id, by: actorOf(by), reason: checkedReason(reason) })
    if (version !== null) announcer.announceAccess(version)
    // Also where another node revoked it a moment ago, of which this one may not have heard.
    await gate.reach(version ?? (await accessVersion(database)))
    const standing = await revocationOf(database, id)
    if (standing === null) throw unknownKey(id)
    if (!standing.told) await this.#waitAWhile(this.tell(id))
  }

  /**
   * Writes a revocation that holds into the history; does nothing where that is done. What fails is logged: the sweep
   * takes it up.
   */
  async tell(id: string): Promise<void> {
    try {
      await this.#parts.commit({
        id: idOfName('access-key revoked', id),
        kind: 'ACCESS',
        write: async (transaction, position) =>
          (await writeRevocation(transaction, position, id))
            ? { releaseId: null, counts: { accessKeysRevoked: 1 } }
            : null,
      })
    } catch (error) {
      this.#parts.log.warn(
        { id, reason: traceOf(error) },
        'a revocation holds and is told to the history later',
      )
    }
  }

  /** When a key was last used on this node, where that is not written down yet. */
  lastUseOf(id: string): Date | null {
    return this.#parts.gate.lastUseOf(id)
  }

  /** The instant by which keys expire. */
  now(): Date {
    return this.#parts.clock.now()
  }

  async #waitAWhile(work: Promise<void>): Promise<void> {
    const enough = Promise.withResolvers<void>()
    const timer = setTimeout(enough.resolve, commitPatience)
    await Promise.race([work, enough.promise])
    clearTimeout(timer)
  }
}

function tooManyKeys(holder: string, live: readonly string[]): HubError {
  return new HubError({
    code: 'TOO_MANY_KEYS',
    message: `${shown(holder)} has ${live.length} keys that hold: ${live.join(' and ')}. Revoke one of them first.`,
    expected: `at most ${keysPerHolder} keys of one holder at once`,
    came: live.join(', '),
  })
}

function unknownKey(id: string): HubError {
  return new HubError({
    code: 'UNKNOWN_ACCESS_KEY',
    message:
      'No access key has this id. List `accessKeys { nodes { keyId holder } }` for the ones there are.',
    expected: 'the id of an access key',
    came: shown(id),
  })
}

function notInTable(id: string): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message:
      'This is the key of the setting ADMIN_KEY, or of the file `admin-key` of the data folder: change it there and start the nodes again.',
    expected: 'the id of a key that was created',
    came: shown(id),
  })
}
