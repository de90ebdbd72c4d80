import { exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { openWorld, refusalOf, seconds, type World } from './token-world.ts'

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
    [
      'with an end that no date can name once clocks may differ',
      ({ token }) => token({ claims: { exp: 8_640_000_000_000 } }),
      /claims lack/,
    ],
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
        const key = await importJWK({ ...published }, 'ES256', { extractable: true })
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
      async ({ token }) => token({ key: (await generateKeyPair('ES256')).privateKey }),
      /signature does not match/,
    ],
    [
      'with a key that is not published',
      async ({ token }) =>
        token({ header: { kid: 'mine' }, key: (await generateKeyPair('ES256')).privateKey }),
      /a key that its issuer does not publish/,
    ],
    [
      'with a key that it brings along',
      async ({ token }) => {
        const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
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
