import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../src/kernel/clock.ts'
import { openTestHub, type TestHub } from '../support/hub.ts'
import { IdentityProvider } from './identity-provider.ts'
import { shiftedClock } from './moved-clock.ts'

let hub: TestHub
let provider: IdentityProvider
beforeAll(async () => {
  provider = await IdentityProvider.open()
  hub = await openTestHub({
    environment: { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'baymark' },
  })
})
afterAll(async () => {
  await hub.close()
  await provider[Symbol.asyncDispose]()
})

const bearer = async (claims: Readonly<Record<string, unknown>>) => ({
  authorization: `Bearer ${await provider.token({ claims })}`,
})

test('a publisher’s token delivers for its source and no other', async () => {
  const headers = await bearer({ baymark_role: 'publisher', baymark_sources: ['cnca-by-field'] })
  const deliver = async (source: string) => {
    const response = await fetch(`${hub.address}/ingest/${source}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': source, 'content-type': 'text/csv' },
      body: 'nonsense',
    })
    return response.status
  }
  expect(await deliver('cnca-by-field')).toBe(422)
  expect(await deliver('cnca-by-region')).toBe(403)
})

test('a token opens a socket, and one that is not valid closes it', async () => {
  const positionOver = (claims: Readonly<Record<string, unknown>>) =>
    bearer(claims).then(
      (parameters) =>
        new Promise<unknown>((resolve, reject) => {
          hub
            .client(parameters)
            .subscribe(
              { query: '{ hub { position } }' },
              { next: ({ data }) => resolve(data), error: reject, complete: () => undefined },
            )
        }),
    )
  expect(await positionOver({})).toMatchObject({ hub: {} })
  await expect(positionOver({ aud: 'shop' })).rejects.toMatchObject({ code: 4403 })
})

test('a token that is not valid is refused over HTTP, with its reason and the way to another', async () => {
  const { status, errors, headers } = await hub.ask('{ hub { position } }', {}, await bearer({ exp: 1 }))
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
  expect(errors[0]).toMatchObject({
    message: expect.stringMatching(/it has expired\. Get a new one/),
    extensions: { code: 'UNAUTHENTICATED', came: 'one until 1970-01-01T00:00:01.000Z' },
  })
})

test('a hub without a provider takes no tokens', async () => {
  await using alone = await openAlone()
  const { status, errors } = await alone.hub.ask('{ hub { position } }', {}, await bearer({}))
  expect(status).toBe(401)
  expect(errors[0]?.extensions['code']).toBe('UNAUTHENTICATED')
})

test('a provider that is away is no fault of the token: the answer says when to try again', async () => {
  await using away = await IdentityProvider.open()
  const environment = { OIDC_ISSUER: away.issuer, OIDC_AUDIENCE: 'baymark' }
  const token = await away.token()
  await away.stop()
  await using alone = await openAlone(environment)
  const headers = { authorization: `Bearer ${token}` }
  const answer = await alone.hub.ask('{ hub { position } }', {}, headers)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(answer.errors[0]?.extensions['code']).toBe('UNAVAILABLE')
  expect(await closeCodeOf(alone.hub, headers), 'clients may try again').toBe(1013)
  expect((await alone.hub.ask('{ hub { position } }')).status).toBe(200)
})

test('a socket whose token expires is closed with 4403', async () => {
  const clock = shiftedClock()
  await using alone = await openAlone({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'baymark' }, clock)
  const closed = Promise.withResolvers<unknown>()
  const joined = Promise.withResolvers<void>()
  const query = 'subscription { changes { kind } }'
  alone.hub
    .client({ authorization: `Bearer ${await provider.token()}` })
    .subscribe({ query }, { next: () => joined.resolve(), error: closed.resolve, complete: () => undefined })
  await joined.promise
  clock.move(330)
  expect(await closed.promise).toMatchObject({ code: 4403, reason: 'ACCESS_ENDED: EXPIRED' })
})

test('wrong credentials are refused unread after ten, at every door, and the anonymous go on', async () => {
  await using alone = await openAlone()
  const headers = { authorization: 'Bearer bm_test_wrongwrongwrongwrong' }
  for (let guess = 0; guess < 10; guess += 1)
    expect((await alone.hub.ask(`{ hub { position } } # ${guess}`, {}, headers)).status).toBe(401)
  const { status, headers: told, errors } = await alone.hub.ask('{ hub { position } }', {}, headers)
  expect(status).toBe(429)
  expect(Number(told.get('retry-after'))).toBeGreaterThan(0)
  expect(errors[0]?.extensions['code']).toBe('RATE_LIMITED')
  const delivery = await fetch(`${alone.hub.address}/ingest/cnca-by-field`, {
    method: 'POST',
    headers,
    body: 'x',
  })
  expect([delivery.status, delivery.headers.has('retry-after')]).toEqual([429, true])
  const read = await fetch(`${alone.hub.address}/graphql?query={hub{position}}`, {
    headers: { ...headers, 'apollo-require-preflight': 'true' },
  })
  expect(read.status).toBe(429)
  expect(await closeCodeOf(alone.hub, headers), 'final to clients of graphql-ws').toBe(4429)
  expect((await alone.hub.ask('{ hub { position } }')).status).toBe(200)
})

test('a query that is known already counts a wrong credential once, too', async () => {
  await using alone = await openAlone()
  const query = '{ hub { epoch } }'
  for (let time = 0; time < 5; time += 1) expect((await alone.hub.ask(query)).status).toBe(200)
  const headers = { authorization: 'Bearer bm_test_wrongwrongwrongwrong' }
  const statuses = []
  for (let guess = 0; guess < 11; guess += 1) statuses.push((await alone.hub.ask(query, {}, headers)).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429])
})

function closeCodeOf(asked: TestHub, parameters: Readonly<Record<string, string>>): Promise<unknown> {
  return new Promise((resolve) => {
    asked.client(parameters).subscribe(
      { query: '{ hub { position } }' },
      {
        next: () => resolve('an answer'),
        error: (error) => resolve((error as { code?: unknown }).code),
        complete: () => undefined,
      },
    )
  })
}

async function openAlone(environment: Readonly<Record<string, string>> = {}, clock?: Clock) {
  const alone = await openTestHub(clock === undefined ? { environment } : { environment, clock })
  return { hub: alone, [Symbol.asyncDispose]: () => alone.close() }
}
