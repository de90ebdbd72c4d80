import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** What a test may have otherwise in a token than a valid one has. */
export type TokenChanges = {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** Which key signs; the provider's present one otherwise. */
  readonly key?: CryptoKey | Uint8Array
}

/** Answers a request instead of the provider's usual answer. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** An identity provider on a port of its own, which signs tokens and publishes its keys over real HTTP. */
export class IdentityProvider implements AsyncDisposable {
  readonly #server: Server
  #signing: { readonly kid: string; readonly alg: string; readonly key: CryptoKey } | null = null
  #published: JWK[] = []
  #made = 0
  /** How often each path was asked for. */
  readonly asked = new Map<string, number>()
  /** Answers in place of the provider, by path. */
  readonly instead = new Map<string, Answer>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<IdentityProvider> {
    const server = createServer()
    const provider = new IdentityProvider(server)
    server.on('request', (request, response) => provider.#answer(request, response))
    await provider.rotate()
    await provider.start()
    return provider
  }

  /** Listens, at the same port as before where there was one. */
  async start(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Goes away, as a server that is down; gives the port by which to come back. */
  async stop(): Promise<number> {
    const { port } = this.#server.address() as AddressInfo
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
    return port
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/realms/bay`
  }

  /** Signs with a new key from now on, and publishes it; the earlier ones only if they are kept. */
  async rotate({ alg = 'ES256', keep = false } = {}): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
    this.#made += 1
    const kid = `key-${this.#made}`
    const published = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
    this.#published = keep ? [...this.#published, published] : [published]
    this.#signing = { kid, alg, key: privateKey }
  }

  /** The keys as they are published. */
  get keys(): readonly JWK[] {
    return this.#published
  }

  get signing(): { readonly kid: string; readonly alg: string; readonly key: CryptoKey } {
    if (this.#signing === null) throw new Error('the provider has no key yet')
    return this.#signing
  }

  /** A token for this hub, valid for five minutes from an instant on but for the changes. A change to undefined leaves out. */
  token({ claims = {}, header = {}, key }: TokenChanges = {}, now = new Date()): Promise<string> {
    const seconds = Math.floor(now.getTime() / 1_000)
    const said = {
      iss: this.issuer,
      aud: 'baymark',
      sub: 'somebody',
      iat: seconds,
      exp: seconds + 300,
      baymark_role: 'analyst',
      ...claims,
    }
    const { kid, alg, key: own } = this.signing
    const protectedHeader = JSON.parse(JSON.stringify({ alg, kid, typ: 'at+jwt', ...header }))
    return new SignJWT(JSON.parse(JSON.stringify(said)))
      .setProtectedHeader(protectedHeader)
      .sign(key ?? own, { crit: { own: false } })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop()
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? ''
    this.asked.set(path, (this.asked.get(path) ?? 0) + 1)
    const instead = this.instead.get(path)
    if (instead !== undefined) {
      instead(request, response)
      return
    }
    if (path === paths.discovery) sendJson(response, { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` })
    else if (path === paths.keys) sendJson(response, { keys: this.#published })
    else response.writeHead(404).end()
  }
}

/** The paths of the provider's documents. */
export const paths = {
  discovery: '/realms/bay/.well-known/openid-configuration',
  keys: '/realms/bay/keys',
} as const

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
