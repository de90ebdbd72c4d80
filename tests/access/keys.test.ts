import { expect, test } from 'vitest'
import { HubError } from '../../src/kernel/errors.ts'
import { sql, statementOf } from '../../src/platform/sql.ts'
import {
  asAdministrator,
  describeGrounds,
  describeOneGround,
  type GraphAnswer,
  openHubForTest,
  type TestHub,
} from '../support/hub.ts'
import { movedClock } from './moved-clock.ts'

const create = `mutation ($input: CreateAccessKeyInput!) {
  createAccessKey(input: $input) { key accessKey { id keyId role regions sources holder note status expiresAt createdBy } }
}`
const revoke = `mutation ($id: ID!, $reason: String!) {
  revokeAccessKey(input: { id: $id, reason: $reason }) { keyId status revokedAt revokedBy revocationReason }
}`
const viewer = '{ viewer { role keyId holder regions sources expiresAt issuer subject } }'
const keys = `query ($filter: AccessKeyFilter) {
  accessKeys(filter: $filter) { totalCount nodes { id keyId holder status lastUsedAt revokedAt } }
}`

type ListedKey = {
  readonly id: string
  readonly keyId: string
  readonly holder: string
  readonly status: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

const codesOf = ({ errors }: GraphAnswer) => errors?.map(({ extensions }) => extensions['code'])

async function listed(
  hub: TestHub,
  filter: object = {},
  headers: Readonly<Record<string, string>> = asAdministrator,
): Promise<readonly ListedKey[]> {
  const { data } = await hub.ask(keys, { filter }, headers)
  const { nodes, totalCount } = (
    data as { readonly accessKeys: { readonly nodes: readonly ListedKey[]; readonly totalCount: number } }
  ).accessKeys
  expect(totalCount).toBe(nodes.length)
  return nodes
}

describeGrounds('access keys', (ground) => {
  test('asked for at once, no more than two come to hold', async () => {
    const hub = await openHubForTest({ ground })
    const input = { role: 'ANALYST', holder: 'one and the same' }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => hub.ask(create, { input }, asAdministrator)),
    )
    const refused = answers.filter(({ errors }) => errors !== undefined)
    expect(refused.map(codesOf)).toEqual(Array(3).fill(['TOO_MANY_KEYS']))
    expect(await listed(hub, { holder: { eq: input.holder } })).toHaveLength(2)
  })

  test('are commits: the history tells when each held, and each is told once', async () => {
    const hub = await openHubForTest({ ground })
    const { keyId } = await hub.keyFor({ role: 'ANALYST' })
    const created = hub.tail.latest
    await hub.ask(revoke, { id: keyId, reason: 'gone' }, asAdministrator)
    const revoked = hub.tail.latest
    expect([created, revoked]).toMatchObject([
      { kind: 'ACCESS', counts: { accessKeysCreated: 1 } },
      { kind: 'ACCESS', counts: { accessKeysRevoked: 1 } },
    ])
    const then = async (position: number | undefined) => {
      const query = `query ($at: Position) @asOf(position: $at) { accessKeys { nodes { keyId status revokedAt } } }`
      const { data } = await hub.ask(query, { at: position }, asAdministrator)
      return (data as { readonly accessKeys: { readonly nodes: readonly unknown[] } }).accessKeys.nodes
    }
    expect(await then((created?.position ?? 0) - 1)).toEqual([])
    expect(await then(created?.position)).toEqual([{ keyId, status: 'LIVE', revokedAt: null }])
    expect(await then(revoked?.position)).toMatchObject([{ keyId, status: 'REVOKED' }])
    const changes = async (headers: Readonly<Record<string, string>>) => {
      const query = `{ changes(after: "0", filter: { type: { eq: "AccessKey" } }) {
        kind changes { op id before { ... on AccessKey { status } } node { ... on AccessKey { status } } } } }`
      const { data } = await hub.ask(query, {}, headers)
      return (
        data as { readonly changes: readonly { readonly changes: readonly unknown[] }[] }
      ).changes.flatMap((frame) => frame.changes)
    }
    const id = `access-key/${keyId}`
    expect(await changes(asAdministrator)).toEqual([
      { op: 'ENTERED', id, before: null, node: { status: 'LIVE' } },
      { op: 'REVISED', id, before: { status: 'LIVE' }, node: { status: 'REVOKED' } },
    ])
    expect(await changes({})).toEqual([])
  })
})

/** What cannot be asked for, and the code it is refused with. */
const unfit: readonly (readonly [what: string, input: object, code: string])[] = [
  ['a partner without a region', { role: 'PARTNER' }, 'BAD_USER_INPUT'],
  [
    'a partner with a source',
    { role: 'PARTNER', regions: ['440000'], sources: ['cnca-by-field'] },
    'BAD_USER_INPUT',
  ],
  ['a supervisor without a region', { role: 'SUPERVISOR', regions: [] }, 'BAD_USER_INPUT'],
  ['a publisher without a source', { role: 'PUBLISHER' }, 'BAD_USER_INPUT'],
  [
    'a publisher with a region',
    { role: 'PUBLISHER', sources: ['cnca-by-field'], regions: ['440000'] },
    'BAD_USER_INPUT',
  ],
  ['an analyst with a region', { role: 'ANALYST', regions: ['440000'] }, 'BAD_USER_INPUT'],
  ['an administrator with a source', { role: 'ADMINISTRATOR', sources: ['cnca-by-field'] }, 'BAD_USER_INPUT'],
  ['an unknown region', { role: 'PARTNER', regions: ['44000'] }, 'UNKNOWN_CODE'],
  ['an unknown source', { role: 'PUBLISHER', sources: ['cnca-by-fiel'] }, 'UNKNOWN_CODE'],
  ['no holder', { role: 'ANALYST', holder: ' ' }, 'BAD_USER_INPUT'],
  ['a holder with a line end', { role: 'ANALYST', holder: 'a\u0007b' }, 'BAD_USER_INPUT'],
  ['a long holder', { role: 'ANALYST', holder: 'a'.repeat(201) }, 'BAD_USER_INPUT'],
  ['a long note', { role: 'ANALYST', note: 'a'.repeat(1_001) }, 'BAD_USER_INPUT'],
  ['an expiry in the past', { role: 'ANALYST', expiresAt: '2020-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
  ['an expiry too far', { role: 'ANALYST', expiresAt: '2099-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
  ['an unknown role', { role: 'HUB' }, 'BAD_USER_INPUT'],
]

describeOneGround('access keys', (ground) => {
  test('work when they are created, say who their bearer is, and are refused when they are revoked', async () => {
    const hub = await openHubForTest({ ground })
    const { data } = await hub.ask(
      create,
      {
        input: {
          role: 'PARTNER',
          holder: '  Hong  Kong ',
          regions: ['810000', '440000', '810000'],
          note: 'first',
        },
      },
      asAdministrator,
    )
    const { key, accessKey } = (
      data as {
        readonly createAccessKey: { readonly key: string; readonly accessKey: { readonly keyId: string } }
      }
    ).createAccessKey
    expect(key).toMatch(new RegExp(`^bm_${accessKey.keyId}_[\\w-]{32}$`))
    expect(accessKey).toMatchObject({
      id: `access-key/${accessKey.keyId}`,
      role: 'PARTNER',
      regions: ['440000', '810000'],
      sources: [],
      holder: 'Hong Kong',
      note: 'first',
      status: 'LIVE',
      expiresAt: null,
      createdBy: 'key:test',
    })
    const shown = { authorization: `Bearer ${key}` }
    expect((await hub.ask(viewer, {}, shown)).data).toEqual({
      viewer: {
        role: 'partner',
        keyId: accessKey.keyId,
        holder: 'Hong Kong',
        regions: ['440000', '810000'],
        sources: [],
        expiresAt: null,
        issuer: null,
        subject: null,
      },
    })
    const before = await hub.ask(
      revoke,
      { id: `access-key/${accessKey.keyId}`, reason: 'lost' },
      asAdministrator,
    )
    expect(before.data).toMatchObject({
      revokeAccessKey: { status: 'REVOKED', revokedBy: 'key:test', revocationReason: 'lost' },
    })
    const after = await hub.ask(viewer, {}, shown)
    expect([after.status, codesOf(after), after.errors[0]?.message]).toEqual([
      401,
      ['UNAUTHENTICATED'],
      'The credential has been revoked. Ask an administrator of the hub for another.',
    ])
    const again = await hub.ask(revoke, { id: accessKey.keyId, reason: 'again' }, asAdministrator)
    expect(again.data).toEqual(before.data)
    expect(again.extensions.hub.position).toBe(before.extensions.hub.position)
  })

  test('are changed over with two at once; a third is refused with the names of the two', async () => {
    const hub = await openHubForTest({ ground })
    const holder = 'Macao'
    const grant = { role: 'PARTNER', regions: ['820000'], holder } as const
    const [old, next] = [await hub.keyFor(grant), await hub.keyFor(grant)]
    for (const { headers } of [old, next]) expect((await hub.ask(viewer, {}, headers)).status).toBe(200)
    const third = await hub.ask(create, { input: grant }, asAdministrator)
    expect([third.status, codesOf(third)]).toEqual([200, ['TOO_MANY_KEYS']])
    expect(third.errors[0]?.message).toContain(`${old.keyId} and ${next.keyId}`)
    await hub.ask(revoke, { id: old.keyId, reason: 'changed over' }, asAdministrator)
    const newest = await hub.keyFor(grant)
    expect((await hub.ask(viewer, {}, old.headers)).status).toBe(401)
    const live = await listed(hub, { holder: { eq: holder }, status: { eq: 'LIVE' } })
    expect(live.map(({ keyId }) => keyId)).toEqual([newest.keyId, next.keyId])
  })

  test('expire by the clock', async () => {
    const clock = movedClock()
    const hub = await openHubForTest({ ground, clock })
    const expiresAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const { keyId, headers } = await hub.keyFor({ role: 'ANALYST', expiresAt })
    expect((await hub.ask(viewer, {}, headers)).data).toMatchObject({ viewer: { expiresAt } })
    clock.move(3_599)
    expect((await hub.ask(viewer, {}, headers)).status).toBe(200)
    clock.move(1)
    const { status, errors } = await hub.ask(viewer, {}, headers)
    expect([status, errors[0]?.message]).toEqual([
      401,
      'The credential has expired. Ask an administrator of the hub for another.',
    ])
    expect(await listed(hub, { status: { eq: 'EXPIRED' } })).toMatchObject([{ keyId, status: 'EXPIRED' }])
  })

  test('that fit no role, name what there is not, or hold too long are refused, and nothing is written', async () => {
    const hub = await openHubForTest({ ground })
    const position = hub.tail.position
    for (const [what, input, code] of unfit) {
      const answer = await hub.ask(create, { input: { holder: 'somebody', ...input } }, asAdministrator)
      expect([what, codesOf(answer)]).toEqual([what, [code]])
    }
    expect(hub.tail.position).toBe(position)
  })

  test('are given and taken back by administrators alone', async () => {
    const hub = await openHubForTest({ ground })
    const administrator = await hub.keyFor({ role: 'ADMINISTRATOR' })
    const others = [
      {},
      (await hub.keyFor({ role: 'ANALYST' })).headers,
      (await hub.keyFor({ role: 'PARTNER', regions: ['440000'] })).headers,
      (await hub.keyFor({ role: 'PUBLISHER', sources: ['cnca-by-field'] })).headers,
      (await hub.keyFor({ role: 'SUPERVISOR', regions: ['440000'] })).headers,
    ]
    const before = await listed(hub)
    const tried = async (headers: Readonly<Record<string, string>>, id: string) =>
      [
        await hub.ask(create, { input: { role: 'ANALYST', holder: 'x' } }, headers),
        await hub.ask(revoke, { id, reason: 'x' }, headers),
      ].map((answer) => [codesOf(answer), answer.errors?.[0]?.message])
    for (const headers of others) {
      const answers = await tried(headers, administrator.keyId)
      const code = 'authorization' in headers ? 'FORBIDDEN' : 'UNAUTHENTICATED'
      expect(answers.map(([codes]) => codes)).toEqual([[code], [code]])
      // What there is not looks the same.
      expect(await tried(headers, 'nobody')).toEqual(answers)
    }
    expect(await listed(hub, {}, administrator.headers)).toMatchObject(before.map(({ keyId }) => ({ keyId })))
    const created = await hub.ask(create, { input: { role: 'ANALYST', holder: 'x' } }, administrator.headers)
    expect(created.data).toMatchObject({
      createAccessKey: { accessKey: { createdBy: `key:${administrator.keyId}` } },
    })
  })

  test('are seen by administrators and by their own bearer; for others there are none', async () => {
    const hub = await openHubForTest({ ground })
    const [one, other] = [await hub.keyFor({ role: 'ANALYST' }), await hub.keyFor({ role: 'ANALYST' })]
    expect((await listed(hub)).map(({ keyId }) => keyId)).toEqual([other.keyId, one.keyId])
    expect((await listed(hub, {}, one.headers)).map(({ keyId }) => keyId)).toEqual([one.keyId])
    expect(await listed(hub, {}, {})).toEqual([])
    const nodes = async (headers: Readonly<Record<string, string>>) => {
      const ids = [one.keyId, other.keyId, 'nobody'].map((id) => `access-key/${id}`)
      const { data } = await hub.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, headers)
      return (data as { readonly nodes: readonly ({ readonly id: string } | null)[] }).nodes.map(
        (node) => node?.id,
      )
    }
    expect(await nodes(one.headers)).toEqual([`access-key/${one.keyId}`, undefined, undefined])
    expect(await nodes({})).toEqual([undefined, undefined, undefined])
  })

  test('that are no keys of this hub are refused as those with another secret are', async () => {
    const hub = await openHubForTest({ ground })
    const { key, keyId } = await hub.keyFor({ role: 'ANALYST' })
    const refusals = await Promise.all(
      [`bm_${keyId}_${'x'.repeat(32)}`, `bm_nobody_${'x'.repeat(32)}`, `${key}x`, key.slice(0, -1)].map(
        async (text) => {
          const { status, errors } = await hub.ask(viewer, {}, { authorization: `Bearer ${text}` })
          return { status, errors }
        },
      ),
    )
    expect(refusals[0]).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
  })

  test('that cannot be looked up now are not refused for good; known ones go on', async () => {
    const hub = await openHubForTest({ ground })
    const [known, other] = [await hub.keyFor({ role: 'ANALYST' }), await hub.keyFor({ role: 'ANALYST' })]
    await hub.ask(viewer, {}, known.headers)
    const { query } = hub.database
    hub.database.query = (statement, patience) =>
      statementOf(statement).text.includes('left join access_key k')
        ? Promise.reject(new HubError({ code: 'UNAVAILABLE', message: 'away' }))
        : query(statement, patience)
    expect((await hub.ask(viewer, {}, known.headers)).status).toBe(200)
    const answer = await hub.ask(viewer, {}, other.headers)
    expect([answer.status, codesOf(answer)]).toEqual([503, ['UNAVAILABLE']])
    const socket = hub.client(other.headers).iterate({ query: viewer })
    await expect(socket.next()).rejects.toMatchObject({ code: 1013, reason: 'UNAVAILABLE' })
    hub.database.query = query
    expect((await hub.ask(viewer, {}, other.headers)).status).toBe(200)
  })

  test('are not kept: neither text nor secret is in the store', async () => {
    const hub = await openHubForTest({ ground })
    const { key } = await hub.keyFor({ role: 'ANALYST' })
    const secret = key.split('_').slice(2).join('_')
    const kept = await hub.database.query<{ readonly text: string }>(
      sql`select to_jsonb(k)::text as text from access_key k union all select to_jsonb(a)::text from audit a`,
    )
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.filter(({ text }) => text.includes(secret))).toEqual([])
  })

  test('tell at once when they were last used on the node that is asked', async () => {
    const clock = movedClock()
    const first = await openHubForTest({ ground, clock })
    const { keyId, headers } = await first.keyFor({ role: 'ANALYST' })
    const lastUse = async (hub: TestHub) => (await listed(hub, { keyId: { eq: keyId } }))[0]?.lastUsedAt
    expect(await lastUse(first)).toBeNull()
    clock.move(60)
    await first.ask(viewer, {}, headers)
    expect(await lastUse(first)).toBe(clock.now().toISOString())
  })

  test('of the settings are in no list and cannot be revoked; an unknown one is said to be so', async () => {
    const hub = await openHubForTest({ ground })
    expect((await hub.ask(viewer, {}, asAdministrator)).data).toMatchObject({
      viewer: { role: 'administrator', keyId: 'test' },
    })
    expect(await listed(hub)).toEqual([])
    const bootstrap = await hub.ask(revoke, { id: 'test', reason: 'x' }, asAdministrator)
    expect([codesOf(bootstrap), bootstrap.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      expect.stringContaining('ADMIN_KEY'),
    ])
    const unknown = await hub.ask(revoke, { id: 'access-key/nobody', reason: 'x' }, asAdministrator)
    expect(codesOf(unknown)).toEqual(['UNKNOWN_ACCESS_KEY'])
    const empty = await hub.ask(revoke, { id: 'nobody', reason: ' ' }, asAdministrator)
    expect(codesOf(empty)).toEqual(['BAD_USER_INPUT'])
  })

  test('without public access, nobody is answered without one but where there are no facts', async () => {
    const hub = await openHubForTest({ ground, environment: { PUBLIC_ACCESS: 'off' } })
    const refused = await hub.ask('{ __schema { queryType { name } } }')
    expect([refused.status, codesOf(refused), refused.errors[0]?.message]).toEqual([
      401,
      ['UNAUTHENTICATED'],
      expect.stringContaining('PUBLIC_ACCESS'),
    ])
    const status = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${hub.address}${path}`, init)).status
    expect(
      await status('/graphql?query={hub{position}}', { headers: { 'apollo-require-preflight': 'x' } }),
    ).toBe(401)
    expect(await status('/ingest/cnca-by-field', { method: 'POST', body: 'x' })).toBe(401)
    expect(await status('/schema.graphql')).toBe(401)
    for (const open of ['/', '/playground', '/health/live', '/health/ready', '/metrics'])
      expect([open, await status(open)]).toEqual([open, 200])
    const socket = hub.client().iterate({ query: '{ hub { position } }' })
    await expect(socket.next()).rejects.toMatchObject({ code: 4403, reason: 'UNAUTHENTICATED' })
    const { headers } = await hub.keyFor({ role: 'ANALYST' })
    expect((await hub.ask('{ hub { position } }', {}, headers)).status).toBe(200)
    expect(await status('/schema.graphql', { headers })).toBe(200)
  })
})
