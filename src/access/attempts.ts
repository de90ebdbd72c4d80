import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { digestOf } from '../kernel/digest.ts'
import { HubError } from '../kernel/errors.ts'
import { networkOf } from '../kernel/network.ts'
import type { Access } from './access.ts'
import type { Credential, Gate, RememberingGate } from './credentials.ts'

/** How long failures count, from the first on, in milliseconds. */
const period = 60_000

/**
 * How many times a credential may fail in that time before the next are refused unread: one key (or token) from one
 * network, and all from one network. The second is higher, because behind one address there may be an office of which
 * one member has a wrong key; guessing a secret of 96 bits and more at that pace is hopeless all the same.
 */
const most = { perCredential: 10, perNetwork: 50 } as const

/** Of how many credentials of one network failures are told apart; those without news are forgotten first. */
const mostNames = 100

/** Of how many networks failures are remembered (40 MB at the very worst); those without news are forgotten first. */
const remembered = 4_096

/**
 * Puts a limit on guessing before a gate: who failed too often is refused with RATE_LIMITED before anything is looked up,
 * and is told when to try again. Counted by network, so that nobody can lock a key's bearer out from elsewhere; and where
 * a network has failed too often, those of it who were let in here before still are.
 */
export function limitingAttempts(gate: RememberingGate, clock: Clock): Gate {
  const attempts = new Attempts(clock)
  const failed = (credential: Credential, error: unknown): never => {
    if (error instanceof HubError && error.code === 'UNAUTHENTICATED') attempts.failed(credential)
    throw error
  }
  return {
    accessOf: (credential) => {
      // Whoever shows nothing guesses nothing.
      if (!credential.authorization) return gate.accessOf(credential)
      attempts.refuseCredential(credential)
      const refusal = attempts.refusalOfNetwork(credential)
      if (refusal !== null) {
        const known = gate.atHand(credential)
        if (known !== null) return known
        attempts.failed(credential)
        throw refusal
      }
      let access: Access | Promise<Access>
      try {
        access = gate.accessOf(credential)
      } catch (error) {
        return failed(credential, error)
      }
      return access instanceof Promise ? access.catch((error) => failed(credential, error)) : access
    },
  }
}

/** What failed from one network in one period: in all, and by what the credentials are counted under. */
type Failures = { readonly until: number; all: number; readonly by: Map<string, number> }

class Attempts {
  readonly #clock: Clock
  readonly #networks = new LRUCache<string, Failures>({ max: remembered })

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws RATE_LIMITED where the credential failed too often. */
  refuseCredential(credential: Credential): void {
    const failures = this.#current(credential)
    const own = failures?.by.get(nameOf(credential)) ?? 0
    if (failures !== null && own >= most.perCredential)
      throw this.#limited(failures, 'of this credential from this address')
  }

  /** RATE_LIMITED where all from the network of a credential failed too often; else null. */
  refusalOfNetwork(credential: Credential): HubError | null {
    const failures = this.#current(credential)
    return failures === null || failures.all < most.perNetwork
      ? null
      : this.#limited(failures, 'from this address')
  }

  failed(credential: Credential): void {
    const until = this.#clock.monotonic() + period
    const failures = this.#current(credential) ?? { until, all: 0, by: new Map<string, number>() }
    const name = nameOf(credential)
    failures.all += 1
    const times = (failures.by.get(name) ?? 0) + 1
    failures.by.delete(name)
    failures.by.set(name, times)
    for (const oldest of failures.by.keys()) if (failures.by.size > mostNames) failures.by.delete(oldest)
    this.#networks.set(networkOf(credential.address), failures)
  }

  #current({ address }: Credential): Failures | null {
    if (this.#networks.size === 0) return null
    const failures = this.#networks.get(networkOf(address))
    return failures === undefined || failures.until <= this.#clock.monotonic() ? null : failures
  }

  #limited({ until }: Failures, whose: string): HubError {
    const retryAfter = Math.max(1, Math.ceil((until - this.#clock.monotonic()) / 1_000))
    return new HubError({
      code: 'RATE_LIMITED',
      message: `Too many attempts ${whose} have failed. Check the credential, and try again in ${retryAfter} s.`,
      expected: `at most ${most.perCredential} failed attempts a minute with one credential, ${most.perNetwork} from one address`,
      came: 'another attempt',
      retryAfter,
    })
  }
}

/** What an attempt is counted under: the id of the key it claims to be, whatever its secret, or this very token. */
function nameOf({ authorization = '' }: Credential): string {
  const [, id] = /^Bearer +bm_([A-Za-z0-9-]{1,64})_/i.exec(authorization) ?? []
  return id ?? digestOf(authorization)
}
