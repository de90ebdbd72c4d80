import { once } from 'node:events'
import { exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Access } from '../../src/access/access.ts'
import { openTokenGate, type TokenGate } from '../../src/access/token/token-gate.ts'
import { tokenSettingsOf } from '../../src/access/token/token-settings.ts'
import { HubError } from '../../src/kernel/errors.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { IdentityProvider, paths, type TokenChanges } from './identity-provider.ts'
import { type MovedClock, movedClock } from './moved-clock.ts'

type World = {
  readonly provider: IdentityProvider
  readonly gate: TokenGate
  readonly clock: MovedClock
  /** A token of the provider by the world's clock. */
  readonly token: (changes?: TokenChanges) => Promise<string>
}

async function openWorld(environment: Readonly<Record<string, string>> = {}): Promise<World> {
  const provider = await IdentityProvider.open()
  onTestFinished(() => provider[Symbol.asyncDispose]())
  const settings = tokenSettingsOf(
    readConfig({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'baymark', ...environment }),
  )
  if (settings === null) throw new Error('the settings take no tokens')
  const clock = movedClock()
  const gate = openTokenGate(settings, clock, openLog('silent'))
  return { provider, gate, clock, token: (changes) => provider.token(changes, clock.now()) }
}

async function refusalOf(access: () => Access | Promise<Access>): Promise<HubError> {
  try {
    await access()
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
  throw new Error('the token was taken')
}

const seconds = (clock: MovedClock, from: number) => Math.floor(clock.now().getTime() / 1_000) + from

describe('a token of the provider', () => {
  test('is an access that ends with it, and is asked of the provider once', async () => {
    const { provider, gate, clock, token } = await openWorld()
    const text = await token()
    const access = await gate.accessOf(text)
    expect(access.view).toEqual({
      role: 'analyst',
      actor: { kind: 'token', issuer: provider.issuer, subject: 'somebody' },
    })
    expect(access.expiresAt).toEqual(new Date(clock.now().getTime() + 330_000))
    await gate.accessOf(text)
    expect(gate.accessOf(text), 'a known token is answered at once').not.toBeInstanceOf(Promise)
    expect([...provider.asked.values()]).toEqual([1, 1])
    clock.move(329)
    expect(access.ended()).toBeNull()
    clock.move(1)
    expect(access.ended()).toBe('EXPIRED')
    expect(await refusalOf(() => gate.accessOf(text))).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test('tells who waits for its end', async () => {
    const { gate, clock, token } = await openWorld()
    const access = await gate.accessOf(await token())
    const [waiting, forgotten] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    using _listening = access.onEnd(waiting.resolve)
    access.onEnd(forgotten.resolve)[Symbol.dispose]()
    clock.move(330)
    expect(await waiting.promise).toBe('EXPIRED')
    expect(await Promise.race([forgotten.promise, Promise.resolve('nothing')])).toBe('nothing')
    const late = Promise.withResolvers<string>()
    access.onEnd(late.resolve)
    expect(await late.promise).toBe('EXPIRED')
  })

  test.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])(
    'may be signed with %s where that is allowed',
    async (alg) => {
      const { provider, gate, token } = await openWorld({ OIDC_ALGORITHMS: alg })
      await provider.rotate({ alg })
      expect((await gate.accessOf(await token())).view.role).toBe('analyst')
    },
  )

  test.each([['JWT'], ['jwt'], ['application/at+jwt'], [undefined]])('may have the typ %s', async (typ) => {
    const { gate, token } = await openWorld()
    expect((await gate.accessOf(await token({ header: { typ } }))).view.role).toBe('analyst')
  })

  test('holds within the skew of two clocks, at both ends', async () => {
    const { gate, clock, token } = await openWorld()
    const early = await token({ claims: { nbf: seconds(clock, 30), iat: seconds(clock, 30) } })
    const late = await token({ claims: { exp: seconds(clock, -29), iat: undefined } })
    expect((await gate.accessOf(early)).view.role).toBe('analyst')
    expect((await gate.accessOf(late)).ended()).toBeNull()
  })
})

describe('a token is refused', () => {
  const refused: readonly (readonly [string, (world: World) => Promise<string>, RegExp])[] = [
    [
      'once it has expired',
      ({ clock, token }) => token({ claims: { exp: seconds(clock, -30) } }),
      /it has expired/,
    ],
    [
      'before it holds',
      ({ clock, token }) => token({ claims: { nbf: seconds(clock, 31) } }),
      /does not hold yet/,
    ],
    [
      'before it was issued',
      ({ clock, token }) => token({ claims: { iat: seconds(clock, 31) } }),
      /does not hold yet/,
    ],
    ['without an end', ({ token }) => token({ claims: { exp: undefined } }), /claims lack/],
    ['with an end that is no number', ({ token }) => token({ claims: { exp: '2030' } }), /claims lack/],
    ['with an end beyond all time', ({ token }) => token({ claims: { exp: 1e300 } }), /claims lack/],
    ['without a subject', ({ token }) => token({ claims: { sub: undefined } }), /claims lack/],
    ['with NUL in its subject', ({ token }) => token({ claims: { sub: 'a\u0000b' } }), /claims lack/],
    [
      'of another issuer',
      ({ token }) => token({ claims: { iss: 'https://login.example' } }),
      /from another issuer/,
    ],
    [
      'of its issuer with a slash more',
      ({ provider, token }) => token({ claims: { iss: `${provider.issuer}/` } }),
      /from another issuer/,
    ],
    [
      'for another audience',
      ({ token }) => token({ claims: { aud: ['account', 'shop'] } }),
      /for another audience/,
    ],
    ['for no audience', ({ token }) => token({ claims: { aud: undefined } }), /claims lack/],
    [
      'without a signature',
      async ({ provider, clock }) =>
        new UnsecuredJWT({
          iss: provider.issuer,
          aud: 'baymark',
          sub: 'a',
          baymark_role: 'administrator',
          exp: seconds(clock, 60),
        }).encode(),
      /algorithm that is not allowed/,
    ],
    [
      'signed with the provider’s public key as if it were a secret',
      async ({ provider, token }) => {
        const [published] = provider.keys
        const key = await importJWK({ ...published }, 'RS256', { extractable: true })
        const secret = new TextEncoder().encode(await exportSPKI(key as Parameters<typeof exportSPKI>[0]))
        return token({ header: { alg: 'HS256' }, key: secret })
      },
      /algorithm that is not allowed/,
    ],
    [
      'with an algorithm that the settings do not name',
      async ({ token }) => {
        const { privateKey } = await generateKeyPair('PS256')
        return token({ header: { alg: 'PS256' }, key: privateKey })
      },
      /algorithm that is not allowed/,
    ],
    [
      'with another key under the name of a published one',
      async ({ token }) => token({ key: (await generateKeyPair('RS256')).privateKey }),
      /signature does not match/,
    ],
    [
      'with a key that is not published',
      async ({ token }) =>
        token({ header: { kid: 'mine' }, key: (await generateKeyPair('RS256')).privateKey }),
      /a key that its issuer does not publish/,
    ],
    [
      'with a key that it brings along',
      async ({ token }) => {
        const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
        const jwk = await crypto.subtle.exportKey('jwk', publicKey)
        return token({
          header: { kid: 'mine', jwk, jku: 'http://127.0.0.1:1/keys', x5u: 'http://127.0.0.1:1/x' },
          key: privateKey,
        })
      },
      /a key that its issuer does not publish/,
    ],
    [
      'with other claims than were signed',
      async ({ token }) => {
        const [header, claims, signature] = (await token()).split('.')
        const said = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())
        const raised = Buffer.from(JSON.stringify({ ...said, baymark_role: 'administrator' })).toString(
          'base64url',
        )
        return [header, raised, signature].join('.')
      },
      /signature does not match/,
    ],
    ['of another kind', ({ token }) => token({ header: { typ: 'logout+jwt' } }), /no access token/],
    [
      'that wants an extension understood',
      ({ token }) => token({ header: { crit: ['own'], own: 1 } }),
      /does not know/,
    ],
    ['that is too long', ({ token }) => token({ claims: { filling: 'x'.repeat(8_000) } }), /too long/],
    [
      'with a role that the hub does not know',
      ({ token }) => token({ claims: { baymark_role: 'root' } }),
      /no role of this hub/,
    ],
    ['without a role', ({ token }) => token({ claims: { baymark_role: undefined } }), /no role of this hub/],
    [
      'with a role that is no text',
      ({ token }) => token({ claims: { baymark_role: { administrator: true } } }),
      /no role of this hub/,
    ],
    [
      'as a partner of no region',
      ({ token }) => token({ claims: { baymark_role: 'partner' } }),
      /role partner for nothing/,
    ],
    [
      'as a publisher of no source',
      ({ token }) => token({ claims: { baymark_role: 'publisher', baymark_sources: [] } }),
      /role publisher for nothing/,
    ],
    [
      'with NUL in a region',
      ({ token }) => token({ claims: { baymark_role: 'partner', baymark_regions: ['44\u0000'] } }),
      /for nothing/,
    ],
    ['in five parts', async () => 'a.b.c.d.e', /cannot be read/],
    ['that is a word', async () => 'password', /cannot be read/],
    ['that is empty parts', async () => '..', /cannot be read/],
    [
      'whose header is no JSON',
      async ({ token }) => `bm9uc2Vuc2U.${(await token()).split('.').slice(1).join('.')}`,
      /cannot be read/,
    ],
    [
      'whose claims are a list',
      async ({ token }) => {
        const [header, , signature] = (await token()).split('.')
        return `${header}.W10.${signature}`
      },
      /cannot be read/,
    ],
  ]

  test.each(refused)('%s', async (_, make, reason) => {
    const world = await openWorld()
    const text = await make(world)
    const refusal = await refusalOf(() => world.gate.accessOf(text))
    expect(refusal.code).toBe('UNAUTHENTICATED')
    expect(refusal.message).toMatch(reason)
    const told = JSON.stringify([refusal.message, refusal.expected, refusal.came, String(refusal.cause)])
    for (const part of text.split('.').filter((part) => part.length > 20)) expect(told).not.toContain(part)
  })

  test('and a foreign or expired one does not even have the provider asked', async () => {
    const { provider, gate, clock, token } = await openWorld()
    await refusalOf(async () => gate.accessOf(await token({ claims: { iss: 'https://login.example' } })))
    await refusalOf(async () => gate.accessOf(await token({ claims: { exp: seconds(clock, -31) } })))
    expect(provider.asked.size).toBe(0)
  })
})

describe('the claims of a token', () => {
  test('may lie deeper, be lists and hold roles of others: the most entitled known one counts', async () => {
    const { gate, token } = await openWorld({
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_SOURCES_CLAIM: 'https://baymark.example/sources',
    })
    const claims = {
      realm_access: { roles: ['offline_access', 'publisher', 'analyst'] },
      'https://baymark.example/sources': ['b', 'a', 'b'],
    }
    expect((await gate.accessOf(await token({ claims }))).view).toMatchObject({
      role: 'publisher',
      sources: ['a', 'b'],
    })
  })

  test('give a partner its regions, of which the hub need not know each', async () => {
    const { gate, token } = await openWorld()
    const claims = { baymark_role: 'partner', baymark_regions: ['820000', 'XX'] }
    expect((await gate.accessOf(await token({ claims }))).view).toMatchObject({
      role: 'partner',
      regions: ['820000', 'XX'],
    })
    const one = { baymark_role: 'supervisor', baymark_regions: '810000' }
    expect((await gate.accessOf(await token({ claims: one }))).view).toMatchObject({
      role: 'supervisor',
      regions: ['810000'],
    })
  })

  test('are never read from what every object has', async () => {
    const { gate, token } = await openWorld({ OIDC_ROLE_CLAIM: 'constructor.name' })
    expect(await refusalOf(async () => gate.accessOf(await token()))).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})

describe('the provider’s keys', () => {
  test('are read anew at once when a token names another, but not for each made-up name', async () => {
    const { provider, gate, clock, token } = await openWorld()
    await gate.accessOf(await token())
    clock.move(10)
    await provider.rotate()
    expect((await gate.accessOf(await token())).view.role).toBe('analyst')
    expect(provider.asked.get(paths.keys)).toBe(2)
    const { privateKey } = await generateKeyPair('RS256')
    for (const index of Array(50).keys())
      await refusalOf(async () =>
        gate.accessOf(await token({ header: { kid: `made-up-${index}` }, key: privateKey })),
      )
    expect(provider.asked.get(paths.keys)).toBe(2)
    clock.move(10)
    await refusalOf(async () => gate.accessOf(await token({ header: { kid: 'made-up' }, key: privateKey })))
    expect(provider.asked.get(paths.keys)).toBe(3)
  })

  test('are asked for once by many who come at the same time', async () => {
    const { provider, gate, token } = await openWorld()
    const texts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => token({ claims: { sub: `user ${index}` } })),
    )
    await Promise.all(texts.map((text) => gate.accessOf(text)))
    expect([...provider.asked.values()]).toEqual([1, 1])
  })

  test('that the provider took back prove nothing once it is known', async () => {
    const { provider, gate, clock, token } = await openWorld()
    const old = await token()
    await gate.accessOf(old)
    await provider.rotate()
    clock.move(10)
    await gate.accessOf(await token())
    const refusal = await refusalOf(() => gate.accessOf(old))
    expect(refusal.message).toMatch(/a key that its issuer does not publish/)
  })

  test('known go on while the provider is away, and others are not called invalid', async () => {
    const { provider, gate, clock, token } = await openWorld()
    await gate.accessOf(await token())
    const before = await token({ claims: { sub: 'somebody else', exp: seconds(clock, 3_600) } })
    const { privateKey } = await generateKeyPair('RS256')
    const other = await token({
      header: { kid: 'new' },
      key: privateKey,
      claims: { exp: seconds(clock, 3_600) },
    })
    await provider.stop()
    clock.move(700)
    expect((await gate.accessOf(before)).view.role).toBe('analyst')
    const refusal = await refusalOf(() => gate.accessOf(other))
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 5 })
    expect(refusal.message).toMatch(/Try again in a moment/)
  })

  test('are asked for again once a provider that was away is back', async () => {
    const { provider, gate, clock, token } = await openWorld()
    const text = await token()
    const port = await provider.stop()
    expect(await refusalOf(() => gate.accessOf(text))).toMatchObject({ code: 'UNAVAILABLE' })
    await provider.start(port)
    expect(await refusalOf(() => gate.accessOf(text)), 'not asked again at once').toMatchObject({
      code: 'UNAVAILABLE',
    })
    expect(provider.asked.size).toBe(0)
    clock.move(5)
    expect((await gate.accessOf(text)).view.role).toBe('analyst')
  })

  test('may be at an address of the settings, and then nothing is looked up', async () => {
    const keys = await IdentityProvider.open()
    onTestFinished(() => keys[Symbol.asyncDispose]())
    const { gate, token } = await openWorld({ OIDC_JWKS_URL: `${keys.issuer}/keys` })
    expect((await gate.accessOf(await token({ key: keys.signing.key }))).view.role).toBe('analyst')
  })

  test.each([
    [
      'a redirect',
      (): [number, string, Record<string, string>] => [302, '', { location: 'http://127.0.0.1:1/keys' }],
    ],
    ['an error', (): [number, string] => [500, '{"keys":[]}']],
    ['no JSON', (): [number, string] => [200, '<html>']],
    ['JSON of another form', (): [number, string] => [200, '{"keys":{}}']],
    ['too much', (): [number, string] => [200, `{"keys":[],"filling":"${'x'.repeat(300_000)}"}`]],
    [
      'more than 100 keys',
      (): [number, string] => [200, JSON.stringify({ keys: Array(101).fill({ kty: 'RSA' }) })],
    ],
  ])('in an answer of %s are none', async (_, make) => {
    const { provider, gate, token } = await openWorld()
    const [status, body, headers] = make() as [number, string, Record<string, string>?]
    provider.instead.set(paths.keys, (_request, response) => response.writeHead(status, headers).end(body))
    expect(await refusalOf(async () => gate.accessOf(await token()))).toMatchObject({ code: 'UNAVAILABLE' })
  })

  test.each([
    ['speaks for another issuer', { issuer: 'https://login.example' }],
    ['names keys where they can be changed on the way', { jwks_uri: 'http://login.example/keys' }],
    ['names no keys', { jwks_uri: undefined }],
  ])('are not taken from a document that %s', async (_, changes) => {
    const { provider, gate, token } = await openWorld()
    const told = { issuer: provider.issuer, jwks_uri: `${provider.issuer}/keys`, ...changes }
    provider.instead.set(paths.discovery, (_request, response) => response.end(JSON.stringify(told)))
    expect(await refusalOf(async () => gate.accessOf(await token()))).toMatchObject({ code: 'UNAVAILABLE' })
    expect(provider.asked.get(paths.keys)).toBeUndefined()
  })

  test('of a provider that answers without end are given up', async () => {
    const { provider, gate, token } = await openWorld()
    const closed = Promise.withResolvers<void>()
    provider.instead.set(paths.keys, (_request, response) => {
      const more = () => response.write('x'.repeat(65_536), () => response.destroyed || setImmediate(more))
      response.writeHead(200)
      more()
      once(response, 'close').then(() => closed.resolve(), closed.reject)
    })
    expect(await refusalOf(async () => gate.accessOf(await token()))).toMatchObject({ code: 'UNAVAILABLE' })
    await closed.promise
  })

  test('that are too weak prove nothing', async () => {
    const { provider, gate, token } = await openWorld()
    const weak = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 1_024,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    )
    const published = {
      ...(await crypto.subtle.exportKey('jwk', weak.publicKey)),
      kid: provider.signing.kid,
      alg: 'RS256',
    }
    provider.instead.set(paths.keys, (_request, response) =>
      response.end(JSON.stringify({ keys: [published] })),
    )
    expect(await refusalOf(async () => gate.accessOf(await token()))).toMatchObject({
      code: 'UNAUTHENTICATED',
      expected: expect.stringContaining('2,048'),
    })
  })
})
