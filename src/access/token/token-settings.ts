import type { Config } from '../../platform/config.ts'

/** Whose tokens are taken, and what they must say. */
export type TokenSettings = {
  readonly issuer: string
  readonly audience: string
  readonly algorithms: readonly string[]
  /** Where the issuer publishes its keys; null: where its discovery document says. */
  readonly jwksUrl: string | null
  /** By how much the issuer's clock may differ from ours, in seconds. */
  readonly clockSkew: number
  /** The claims that say what the bearer is. */
  readonly claims: { readonly role: string; readonly regions: string; readonly sources: string }
}

/** The settings of tokens, or null where the hub takes none. */
export function tokenSettingsOf(config: Config): TokenSettings | null {
  if (config.OIDC_ISSUER === '') return null
  return {
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    algorithms: config.OIDC_ALGORITHMS,
    jwksUrl: config.OIDC_JWKS_URL === '' ? null : config.OIDC_JWKS_URL,
    clockSkew: config.OIDC_CLOCK_SKEW,
    claims: {
      role: config.OIDC_ROLE_CLAIM,
      regions: config.OIDC_REGIONS_CLAIM,
      sources: config.OIDC_SOURCES_CLAIM,
    },
  }
}
