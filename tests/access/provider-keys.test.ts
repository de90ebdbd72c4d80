import { once } from 'node:events'
import { generateKeyPair } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { IdentityProvider, paths } from './identity-provider.ts'
import { openWorld, refusalOf, seconds } from './token-world.ts'

describe('the provider’s keys', () => {
  test('are read anew at once when a token names another, but not for each made-up name', async () => {
    const { provider, gate, clock, token } = await openWorld()
    await gate.accessOf(await token())
    clock.move(10)
    await provider.rotate()
    expect((await gate.accessOf(await token())).view.role).toBe('analyst')
    expect(provider.asked.get(paths.keys)).toBe(2)
    const { privateKey } = await generateKeyPair('ES256')
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

  test('are read again every ten minutes, also where every token was proven before', async () => {
    const { provider, gate, clock, token, logged } = await openWorld()
    const text = await token({ claims: { exp: seconds(clock, 7_200) } })
    await gate.accessOf(text)
    await gate.accessOf(text)
    await provider.rotate()
    clock.move(601)
    const read = logged('other keys than before')
    expect(gate.accessOf(text), 'nobody waits for it').not.toBeInstanceOf(Promise)
    await read
    expect(await refusalOf(() => gate.accessOf(text))).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test('of which several could be meant are not tried one after the other', async () => {
    const { provider, gate, token } = await openWorld()
    await provider.rotate({ keep: true })
    const refusal = await refusalOf(async () => gate.accessOf(await token({ header: { kid: undefined } })))
    expect(refusal.message).toMatch(/does not say with which key/)
    expect((await gate.accessOf(await token())).view.role).toBe('analyst')
  })

  test('known go on while the provider is away, and others are not called invalid', async () => {
    const { provider, gate, clock, token } = await openWorld()
    await gate.accessOf(await token())
    const before = await token({ claims: { sub: 'somebody else', exp: seconds(clock, 3_600) } })
    const { privateKey } = await generateKeyPair('ES256')
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
    await provider.rotate({ alg: 'RS256' })
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
