import { LRUCache } from 'lru-cache'
import type { Access } from '../../access/access.ts'
import { actorOf } from '../../access/view.ts'
import { HubError } from '../../kernel/errors.ts'
import { isLoopback, networkOf } from '../../kernel/network.ts'
import { type CallerLimit, mostOf } from '../../platform/caller-limit.ts'
import { type RateCounts, rateWindow, type Spending } from '../../platform/rate-counts.ts'
import type { RateShare } from '../../platform/rate-share.ts'

/** Who spends: a credential, or a network of the anonymous; and how many points a minute it has, 0 for any number. */
export type Spender = { readonly name: string; readonly limit: number }

/** What budgets are made with. */
export type BudgetParts = {
  readonly counts: RateCounts
  readonly share: RateShare
  /** Points a minute of a credential, and of a network of the anonymous; 0 sets no limit. */
  readonly perCredential: CallerLimit
  readonly perNetwork: CallerLimit
}

/** Who has spent less than this has spent nothing: whatever it asks for next is answered. */
const nothing = 1

/** How long to wait at most before looking again, in milliseconds: a clock may be set meanwhile. */
const longestWait = 1_000

/** How many points each viewer has a minute, whatever the door it comes through. */
export class Budgets {
  readonly #parts: BudgetParts
  readonly #byAccess = new WeakMap<Access, readonly [elsewhere: Spender, here: Spender]>()
  readonly #byAddress = new LRUCache<string, Spender>({ max: 10_000 })

  constructor(parts: BudgetParts) {
    this.#parts = parts
  }

  /** Who pays for what an access asks from an address. */
  spenderOf(access: Access, address: string): Spender {
    return access.view.role === 'anonymous' ? this.#ofAddress(address) : this.#ofAccess(access, address)
  }

  /**
   * Takes points that are about to be spent. Throws RATE_LIMITED, with the seconds after which to ask again, where the
   * budget does not hold them; whoever has spent nothing may always ask once, also for more than its part of a limit.
   * Null where there is no limit.
   */
  charge(spender: Spender, points: number): Spending | null {
    if (spender.limit === 0) return null
    const { counts } = this.#parts
    const limit = this.#limitNow(spender)
    const spending = counts.spendWithin(spender.name, points, limit)
    if (typeof spending !== 'number') return spending
    // Who has spent something adds nothing, but asks the other nodes what was given back.
    const taken = counts.spend(spender.name, spending < nothing ? points : 0)
    if (spending < nothing) return taken
    throw this.#refused(spender, points, spending, limit)
  }

  /** Adds points to what was charged, or gives some back: it is known now what it did cost. */
  correct(spending: Spending | null, points: number): void {
    if (spending !== null) this.#parts.counts.correct(spending, points)
  }

  /** Adds points that were spent already, whether the budget holds them or not. */
  spend({ name, limit }: Spender, points: number): void {
    if (limit !== 0) this.#parts.counts.spend(name, points)
  }

  /** Waits until the budget is no longer overspent, or the signal says that nobody waits any more. */
  async untilWithin(spender: Spender, ended: AbortSignal): Promise<void> {
    if (spender.limit === 0) return
    for (;;) {
      const wait = this.#parts.counts.waitFor(spender.name, 0, this.#limitNow(spender))
      if (wait <= 0 || ended.aborted) return
      await elapsed(Math.min(wait, longestWait), ended)
    }
  }

  /** The headers that say what there is to spend (draft-ietf-httpapi-ratelimit-headers); none where there is no limit. */
  headers(spender: Spender): readonly (readonly [name: string, value: string])[] {
    if (spender.limit === 0) return []
    const { counts } = this.#parts
    const limit = this.#limitNow(spender)
    const { spent, forgotten } = counts.standing(spender.name)
    const left = Math.max(0, Math.floor(limit - spent))
    const reset = Math.ceil(forgotten / 1_000)
    return [
      ['ratelimit-policy', `"points";q=${limit};w=${rateWindow / 1_000}`],
      ['ratelimit', `"points";r=${left};t=${reset}`],
    ]
  }

  /** A part of the limit while the other nodes cannot be heard of. */
  #limitNow({ limit }: Spender): number {
    return Math.max(1, Math.floor(limit / this.#parts.share.parts))
  }

  #ofAddress(address: string): Spender {
    const known = this.#byAddress.get(address)
    if (known !== undefined) return known
    const spender = {
      name: `network:${networkOf(address)}`,
      limit: spendable(this.#parts.perNetwork, address),
    }
    this.#byAddress.set(address, spender)
    return spender
  }

  #ofAccess(access: Access, address: string): Spender {
    const known = this.#byAccess.get(access) ?? this.#bothOf(access)
    return known[isLoopback(address) ? 1 : 0]
  }

  #bothOf(access: Access): readonly [elsewhere: Spender, here: Spender] {
    const { perCredential } = this.#parts
    const name = actorOf(access.view)
    const both = [
      { name, limit: perCredential.set ?? perCredential.preset },
      { name, limit: spendable(perCredential, '127.0.0.1') },
    ] as const
    this.#byAccess.set(access, both)
    return both
  }

  #refused({ name }: Spender, points: number, spent: number, limit: number): HubError {
    const wait = this.#parts.counts.waitFor(name, points, limit)
    const retryAfter = Math.max(1, Math.ceil(wait / 1_000))
    return new HubError({
      code: 'RATE_LIMITED',
      message: `${Math.ceil(spent)} of ${limit} points were spent within a minute, and this may cost ${points}. Ask again in ${retryAfter} s, or for less.`,
      expected: `at most ${limit} points within a minute`,
      came: `${points} points after ${Math.ceil(spent)}`,
      retryAfter,
    })
  }
}

/** Points that an address may spend; 0 for any number. */
function spendable(limit: CallerLimit, address: string): number {
  const most = mostOf(limit, address)
  return most === Number.POSITIVE_INFINITY ? 0 : most
}

function elapsed(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      ended.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, milliseconds).unref()
    ended.addEventListener('abort', over, { once: true })
  })
}
