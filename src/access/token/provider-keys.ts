import { type CryptoKey, createLocalJWKSet, errors, type JWTHeaderParameters } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { traceOf } from '../../kernel/error-trace.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Log } from '../../platform/log.ts'
import { isSafeAddress } from '../../platform/setting-forms.ts'
import { readSmallJson } from '../../platform/small-json.ts'
import type { TokenSettings } from './token-settings.ts'

/** How long keys are used before they are read again, in milliseconds: a key that the provider took back ends then. */
const freshFor = 600_000

/** How soon a key that is not known may have the keys read again, in milliseconds: made-up names must not become a load on the provider. */
const cooldown = 10_000

/** How soon a provider that did not answer is asked again, in milliseconds. */
const retryAfter = 5_000

const limits = { patience: 5_000, bytes: 262_144 } as const

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })
const discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.string() })

type KeySet = ReturnType<typeof createLocalJWKSet>

/**
 * The keys an identity provider signs with. They are read when first needed, again every ten minutes beside the answers,
 * and at once when a token names one that is not known. While the provider is away, the keys known go on.
 */
export class ProviderKeys {
  readonly #settings: TokenSettings
  readonly #clock: Clock
  readonly #log: Log
  #known: KeySet | null = null
  /** What the keys were made from: the same text means the same keys. */
  #text = ''
  #readAt = Number.NEGATIVE_INFINITY
  #failedAt = Number.NEGATIVE_INFINITY
  #reading: Promise<KeySet> | null = null

  constructor(settings: TokenSettings, clock: Clock, log: Log) {
    this.#settings = settings
    this.#clock = clock
    this.#log = log
  }

  /** What was proven by these keys holds as long as this is the same object: null before the first reading. */
  get edition(): object | null {
    return this.#known
  }

  /**
   * The key that a token's header names. Throws UNAVAILABLE where that cannot be known because the provider is away, and
   * jose's JWKSNoMatchingKey or JWKSMultipleMatchingKeys where it has none, or not one.
   */
  async find(header: JWTHeaderParameters): Promise<CryptoKey> {
    const known = this.#known ?? (await this.#read())
    this.keepFresh()
    try {
      return await known(header)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (this.#since(this.#readAt) < cooldown) throw error
      return (await this.#read())(header)
    }
  }

  /**
   * Has the keys read again where it is time, whatever they are needed for: also where every token was proven before.
   * Nobody waits for it, since the keys known still serve; what goes wrong is in the log, and the next caller tries again.
   */
  keepFresh(): void {
    if (this.#known !== null && this.#since(this.#readAt) > freshFor) this.#read().catch(() => undefined)
  }

  /** Reads the keys; callers at the same time share one reading, and right after a failure there is none. */
  #read(): Promise<KeySet> {
    if (this.#reading !== null) return this.#reading
    if (this.#since(this.#failedAt) < retryAfter) return Promise.reject(away())
    this.#reading = this.#readNow().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readNow(): Promise<KeySet> {
    try {
      const url = this.#settings.jwksUrl ?? (await this.#discovered())
      const keys = keySet.parse(await readSmallJson(url, limits))
      const text = JSON.stringify(keys)
      const known = this.#known !== null && text === this.#text ? this.#known : createLocalJWKSet(keys)
      if (known !== this.#known && this.#known !== null)
        this.#log.info({ keys: keys.keys.length }, 'the identity provider has other keys than before')
      if (this.#failedAt > this.#readAt) this.#log.info({}, 'the identity provider gives its keys again')
      this.#text = text
      this.#known = known
      this.#readAt = this.#clock.monotonic()
      return known
    } catch (error) {
      this.#log.warn({ reason: traceOf(error) }, 'the keys of the identity provider cannot be read')
      this.#failedAt = this.#clock.monotonic()
      throw away()
    }
  }

  /** Where the provider's own document says that its keys are; it must speak for the issuer that tokens name. */
  async #discovered(): Promise<string> {
    const { issuer } = this.#settings
    const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`
    const told = discovery.parse(await readSmallJson(url, limits))
    if (told.issuer !== issuer) throw new Error(`${url} speaks for another issuer than OIDC_ISSUER`)
    if (!isSafeAddress(told.jwks_uri)) throw new Error(`${url} names keys at an address that is not https`)
    return told.jwks_uri
  }

  #since(then: number): number {
    return this.#clock.monotonic() - then
  }
}

function away(): HubError {
  return new HubError({
    code: 'UNAVAILABLE',
    message:
      'The identity provider does not give its keys now, so that the token cannot be checked; it may well be valid. Try again in a moment. Keys `bm_<id>_<secret>` work meanwhile.',
    retryAfter: retryAfter / 1_000,
  })
}
