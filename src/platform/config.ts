import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { openAddressProblem } from './open-address.ts'
import { safeAddress, whole, wordsOf } from './setting-forms.ts'
import { addressList, originList } from './setting-lists.ts'

/** One setting: its form, what it is when nobody sets it, and what it is for. `schema/SETTINGS.md` is made of it. */
type Setting<Form extends z.ZodType> = {
  readonly form: Form
  readonly preset: string
  readonly meaning: string
}

/** Signatures whose keys the provider alone has. Where both sides share a key, whoever can check can also sign. */
const asymmetricAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const claimPath = z.string().regex(/^[^\s.](?:\S{0,198}[^\s.])?$/)

/** Every setting the hub takes from the environment. */
export const settings = {
  PORT: setting(whole(0, 65_535), '4000', 'TCP port of the hub; 0 takes a free one.'),
  HOST: setting(
    z.string().min(1),
    '127.0.0.1',
    'Address the hub listens on. One that other machines reach (`0.0.0.0`) wants TLS_CERT, TRUSTED_PROXIES or INSECURE_HTTP set, too.',
  ),
  TLS_CERT: setting(
    z.string(),
    '',
    'File with the certificate of the hub and its chain (PEM). With it the hub speaks HTTPS (TLS 1.2 or newer), and nothing else.',
  ),
  TLS_KEY: setting(z.string(), '', 'File with the key to TLS_CERT (PEM, without a password).'),
  TRUSTED_PROXIES: setting(
    addressList,
    '',
    'Addresses and ranges (`10.0.0.5, 192.168.0.0/16`) of the proxies before the hub: `X-Forwarded-For`, `-Proto` and `-Host` count only from them. They must speak HTTPS to the world.',
  ),
  INSECURE_HTTP: setting(
    z.enum(['refuse', 'allow']),
    'refuse',
    '`allow` lets the hub listen without TLS where other machines reach it, and keys travel in the clear.',
  ),
  CORS_ORIGINS: setting(
    originList,
    '',
    'Origins (`https://dashboard.example`) whose pages may ask the graph from a browser, over HTTP and sockets; `*` lets every page. The hub’s own pages always may.',
  ),
  CONNECTIONS: setting(
    whole(10, 1_000_000),
    '20000',
    'Connections open at once at most; a further one is answered 503.',
  ),
  CONNECTIONS_PER_ADDRESS: setting(
    limit(1),
    '',
    'Connections of one address (of IPv6, one /64) at most, those of TRUSTED_PROXIES aside; a further one is answered 429. Empty: 2000, and any number from the hub’s own machine.',
  ),
  SOCKETS_PER_ADDRESS: setting(
    limit(1),
    '',
    'WebSockets of one client’s address (of IPv6, one /64) at most; a further one is answered 429. Empty: 1000, and any number from the hub’s own machine.',
  ),
  REQUEST_SECONDS: setting(
    whole(1, 3_600),
    '30',
    'Seconds a request to the graph may take to arrive, and a reader of an answer may stand still. Deliveries have the time that BODY_LIMIT needs at 200 KB a second.',
  ),
  DATABASE_URL: setting(
    z.union([z.literal(''), z.url({ protocol: /^postgres(ql)?$/ })]),
    '',
    'A Postgres server (`postgres://user:password@host:5432/name`); empty keeps the data in PGlite in DATA_DIR.',
  ),
  DATABASE_CONNECTIONS: setting(
    whole(2, 200),
    '10',
    'Connections to the Postgres server at most, per process.',
  ),
  DATA_DIR: setting(
    z.string().min(1),
    './data',
    'Folder of the embedded database, the originals and the first key. Commands speak to the hub that runs on it.',
  ),
  REDIS_URL: setting(
    z.union([z.literal(''), z.url({ protocol: /^rediss?$/ })]),
    '',
    'A Redis that tells the nodes of one hub of new positions; empty tells this process only.',
  ),
  ADMIN_KEY: setting(
    z.union([z.literal(''), z.string().regex(/^bm_[A-Za-z0-9-]{1,64}_[A-Za-z0-9_-]{16,256}$/)]),
    '',
    'An administrator’s key `bm_<id>_<secret>` (secret of at least 16 characters); empty: one is made on first start, printed once, and kept in DATA_DIR (file `admin-key`). Several nodes of one hub need the same.',
  ),
  PUBLIC_ACCESS: setting(
    z.enum(['on', 'off']),
    'on',
    '`on`: whoever sends no credential is anonymous and reads what is public; `off`: nobody is answered without one but on the pages, /health and /metrics.',
  ),
  SAMPLES: setting(
    z.enum(['load', 'none']),
    'load',
    '`load` takes the samples in on first start; `none` starts empty.',
  ),
  LOG_LEVEL: setting(
    z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    'info',
    'How much the hub logs, as JSON lines on standard error.',
  ),
  DOCUMENTS: setting(
    z.enum(['any', 'trusted']),
    'any',
    '`any` lets everybody run any document; `trusted` lets the anonymous run only those of schema/documents, and introspection.',
  ),
  BODY_LIMIT: setting(whole(1_000, 1_000_000_000), '67108864', 'Bytes a delivery to /ingest may have.'),
  COST_LIMIT: setting(
    whole(1, 1_000_000_000),
    '500000',
    'Points that one request may cost, as estimated before it runs (see PROTOCOL.md, Cost and limits). The default is some ten times the dearest of the example documents.',
  ),
  RATE_LIMIT: setting(
    limit(0),
    '',
    'Points that a credential may spend in a minute, over all nodes; 0 sets no limit. Empty: 3000000, and none from the hub’s own machine. A dashboard of 20 charts that asks for all of them every second spends less than a tenth.',
  ),
  RATE_LIMIT_ANONYMOUS: setting(
    limit(0),
    '',
    'The same for all of one address (of IPv6, one /64) that send no credential. Empty: 600000, some 300 full pages of 1,000 figures a minute, and none from the hub’s own machine.',
  ),
  OIDC_ISSUER: setting(
    safeAddress,
    '',
    'The identity provider whose tokens (JWT) are credentials beside the hub’s own keys, exactly as its tokens name it in `iss`; https, or http on this machine. Empty: no tokens.',
  ),
  OIDC_AUDIENCE: setting(
    z.string().max(500),
    '',
    'What tokens for this hub name in `aud`; needed with OIDC_ISSUER, because one provider signs tokens for many services.',
  ),
  OIDC_ALGORITHMS: setting(
    wordsOf(asymmetricAlgorithms),
    'RS256,ES256',
    `Signatures that tokens may have, with commas between: of ${asymmetricAlgorithms.join(', ')}.`,
  ),
  OIDC_JWKS_URL: setting(
    safeAddress,
    '',
    'Where the provider publishes its keys (JWKS); empty: as `<OIDC_ISSUER>/.well-known/openid-configuration` says.',
  ),
  OIDC_CLOCK_SKEW: setting(
    whole(0, 300),
    '30',
    'Seconds by which the provider’s clock may differ from the hub’s: a token holds so much longer, and so much earlier.',
  ),
  OIDC_ROLE_CLAIM: setting(
    claimPath,
    'baymark_role',
    'The claim that names the role (analyst, partner, publisher, supervisor or administrator), as a text or a list, of which the most entitled counts; `a.b` is claim `b` inside claim `a`.',
  ),
  OIDC_REGIONS_CLAIM: setting(
    claimPath,
    'baymark_regions',
    'The claim that names the regions of a partner or supervisor, as a text or a list.',
  ),
  OIDC_SOURCES_CLAIM: setting(
    claimPath,
    'baymark_sources',
    'The claim that names the sources of a publisher, as a text or a list.',
  ),
} as const

/** What limits of callers are where nobody sets them. Callers on the hub's own machine are then not held to them. */
export const callerPresets = {
  CONNECTIONS_PER_ADDRESS: 2_000,
  SOCKETS_PER_ADDRESS: 1_000,
  RATE_LIMIT: 3_000_000,
  RATE_LIMIT_ANONYMOUS: 600_000,
} as const

/** A name that starts like one of ours but is none of them is a typing error worth stopping for. */
const ownPrefix = 'BAYMARK_'

/** Shorter names are too near to words that mean something else (`IMPORT` to `PORT`). */
const shortestMissed = 6

/** The settings as the hub uses them. */
export type Config = { readonly [name in keyof typeof settings]: z.output<(typeof settings)[name]['form']> }

/** A check of settings that depend on each other, asked where each of them has its form; null where nothing is wrong. */
type Check = {
  readonly of: readonly (keyof Config)[]
  readonly problem: (config: Config) => string | null
}

/** What must hold between settings, beside the form of each. */
const checks: readonly Check[] = [
  {
    of: ['OIDC_ISSUER', 'OIDC_AUDIENCE'],
    problem: ({ OIDC_ISSUER, OIDC_AUDIENCE }) =>
      OIDC_ISSUER !== '' && OIDC_AUDIENCE === ''
        ? 'OIDC_AUDIENCE: expected what tokens for this hub name in `aud`, because OIDC_ISSUER is set; came nothing'
        : null,
  },
  {
    of: ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'],
    problem: ({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }) =>
      OIDC_ISSUER === '' && OIDC_AUDIENCE + OIDC_JWKS_URL !== ''
        ? 'OIDC_ISSUER: expected the issuer of the tokens, because other settings of tokens are set; came nothing'
        : null,
  },
  {
    of: ['TLS_CERT', 'TLS_KEY'],
    problem: ({ TLS_CERT, TLS_KEY }) => {
      if ((TLS_CERT === '') === (TLS_KEY === '')) return null
      const [set, missing] = TLS_CERT === '' ? ['TLS_KEY', 'TLS_CERT'] : ['TLS_CERT', 'TLS_KEY']
      return `${missing}: expected a file, because ${set} is set and a certificate needs its key; came nothing`
    },
  },
  {
    of: ['COST_LIMIT', 'RATE_LIMIT', 'RATE_LIMIT_ANONYMOUS'],
    problem: ({ COST_LIMIT, RATE_LIMIT, RATE_LIMIT_ANONYMOUS }) => {
      const limits = [
        RATE_LIMIT ?? callerPresets.RATE_LIMIT,
        RATE_LIMIT_ANONYMOUS ?? callerPresets.RATE_LIMIT_ANONYMOUS,
      ]
      const least = Math.min(...limits.filter((limit) => limit > 0))
      return COST_LIMIT <= least
        ? null
        : `COST_LIMIT: expected at most ${least}, what RATE_LIMIT and RATE_LIMIT_ANONYMOUS give for a minute, or a request within it could never be paid; came ${COST_LIMIT}`
    },
  },
  {
    of: ['HOST', 'TLS_CERT', 'TRUSTED_PROXIES', 'INSECURE_HTTP'],
    problem: ({ HOST, TLS_CERT, TRUSTED_PROXIES, INSECURE_HTTP }) =>
      TLS_CERT !== '' || TRUSTED_PROXIES.length > 0 || INSECURE_HTTP === 'allow'
        ? null
        : openAddressProblem(HOST),
  },
]

/** Names and values as a process gets them. */
type Environment = Readonly<Record<string, string | undefined>>

/** All that is wrong with the settings, said at once. */
export class InvalidSettings extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The settings are not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nSee schema/SETTINGS.md.`,
    )
    this.name = 'InvalidSettings'
    this.problems = problems
  }
}

/** Reads the settings from an environment; throws InvalidSettings with every problem found. */
export function readConfig(environment: Environment): Config {
  const problems = Object.keys(environment)
    .filter((name) => name.startsWith(ownPrefix))
    .map(
      (name) => `${name} is not a setting; the settings have no prefix (${Object.keys(settings).join(', ')})`,
    )
  const values = Object.entries(settings).map(([name, { form, preset }]) => {
    const came = environment[name] ?? preset
    const parsed = form.safeParse(came === '' ? preset : came)
    if (parsed.success) return [name, parsed.data] as const
    const shown =
      name === 'ADMIN_KEY' || /_URL$|_ISSUER$/.test(name)
        ? 'a value of another form'
        : `"${came.slice(0, 80)}"`
    problems.push(`${name}: expected ${expectation(name)}; came ${shown}`)
    return [name, undefined] as const
  })
  const config = Object.fromEntries(values) as Config
  for (const { of, problem } of checks) {
    const told = of.every((name) => config[name] !== undefined) ? problem(config) : null
    if (told !== null) problems.push(told)
  }
  if (problems.length > 0) throw new InvalidSettings(problems)
  return config
}

/** The environment of this process, the only place that reads it. */
export function processConfig(): Config {
  return readConfig(process.env)
}

/**
 * Warnings about names of the environment (of this process, unless another is given) that were probably meant to be a
 * setting, such as REDIS_URI. Asked for at start, and logged; none of them stops the hub.
 */
export function nearMisses(environment: Environment = process.env): readonly string[] {
  const names = Object.keys(settings)
  const long = names.filter((name) => name.length >= shortestMissed)
  return Object.keys(environment)
    .filter((came) => came.length >= shortestMissed && !names.includes(came) && !came.startsWith(ownPrefix))
    .flatMap((came) => {
      const meant = long.find((name) => distance(came.toUpperCase(), name) <= 2)
      return meant === undefined ? [] : [`${came} is not a setting and is not read; did you mean ${meant}?`]
    })
}

function expectation(name: string): string {
  const forms: Readonly<Record<string, string>> = {
    PORT: 'a whole number from 0 to 65535',
    DATABASE_URL: 'a postgres:// address',
    DATABASE_CONNECTIONS: 'a whole number from 2 to 200',
    REDIS_URL: 'a redis:// or rediss:// address',
    ADMIN_KEY: 'bm_<id>_<secret> with letters, digits, - and _, and a secret of at least 16 characters',
    PUBLIC_ACCESS: 'on or off',
    SAMPLES: 'load or none',
    LOG_LEVEL: 'silent, error, warn, info or debug',
    DOCUMENTS: 'any or trusted',
    BODY_LIMIT: 'a whole number from 1000 to 1000000000',
    TRUSTED_PROXIES: 'addresses or ranges like 10.0.0.0/8, with commas between them',
    INSECURE_HTTP: 'refuse or allow',
    CORS_ORIGINS: 'origins like https://dashboard.example (no path, no slash at the end) with commas, or *',
    CONNECTIONS: 'a whole number from 10 to 1000000',
    CONNECTIONS_PER_ADDRESS: 'a whole number from 1 to 1000000000',
    SOCKETS_PER_ADDRESS: 'a whole number from 1 to 1000000000',
    REQUEST_SECONDS: 'a whole number from 1 to 3600',
    RATE_LIMIT: 'a whole number from 0 to 1000000000',
    RATE_LIMIT_ANONYMOUS: 'a whole number from 0 to 1000000000',
    COST_LIMIT: 'a whole number from 1 to 1000000000',
    OIDC_ISSUER: 'an https:// address without user, password and #, or http:// on this machine',
    OIDC_JWKS_URL: 'an https:// address without user, password and #, or http:// on this machine',
    OIDC_AUDIENCE: 'a text of at most 500 characters',
    OIDC_ALGORITHMS: `some of ${asymmetricAlgorithms.join(', ')}, with commas between`,
    OIDC_CLOCK_SKEW: 'a whole number from 0 to 300',
    OIDC_ROLE_CLAIM: 'the name of a claim',
    OIDC_REGIONS_CLAIM: 'the name of a claim',
    OIDC_SOURCES_CLAIM: 'the name of a claim',
  }
  return forms[name] ?? 'a text that is not empty'
}

function setting<Form extends z.ZodType>(form: Form, preset: string, meaning: string): Setting<Form> {
  return { form, preset, meaning }
}

/** A limit of callers; null where it is not set. */
function limit(from: number) {
  return z.union([z.literal('').transform(() => null), whole(from, 1_000_000_000)])
}
