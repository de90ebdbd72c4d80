import { expect, test } from 'vitest'
import { asAdministrator, describeGrounds, openHubForTest, type TestHub } from '../support/hub.ts'

const create = `mutation ($input: CreateAccessKeyInput!) {
  createAccessKey(input: $input) { key accessKey { id keyId role regions sources holder note status expiresAt } }
}`
const revoke = `mutation ($id: ID!, $reason: String!) {
  revokeAccessKey(input: { id: $id, reason: $reason }) { keyId status revokedAt revokedBy revocationReason }
}`
const viewer = '{ viewer { role keyId holder regions sources expiresAt issuer subject } }'

const codesOf = (answer: Awaited<ReturnType<TestHub['ask']>>) =>
  answer.errors?.map(({ extensions }) => extensions['code'])

describeGrounds('access keys', (ground) => {
  test('work when they are created, say who their bearer is, and are refused when they are revoked', async () => {
    const hub = await openHubForTest({ ground })
    const { data } = await hub.ask(
      create,
      {
        input: {
          role: 'PARTNER',
          holder: '  Hong Kong  ',
          regions: ['810000', '440000', '810000'],
          note: 'first',
        },
      },
      asAdministrator,
    )
    const { key, accessKey } = (
      data as { createAccessKey: { key: string; accessKey: Record<string, unknown> } }
    ).createAccessKey
    expect(key).toMatch(new RegExp(`^bm_${accessKey['keyId']}_[\\w-]{32}$`))
    expect(accessKey).toMatchObject({
      id: `access-key/${accessKey['keyId']}`,
      role: 'PARTNER',
      regions: ['440000', '810000'],
      sources: [],
      holder: 'Hong Kong',
      note: 'first',
      status: 'LIVE',
      expiresAt: null,
    })
    const shown = { authorization: `Bearer ${key}` }
    expect((await hub.ask(viewer, {}, shown)).data).toEqual({
      viewer: {
        role: 'partner',
        keyId: accessKey['keyId'],
        holder: 'Hong Kong',
        regions: ['440000', '810000'],
        sources: [],
        expiresAt: null,
        issuer: null,
        subject: null,
      },
    })
    const before = await hub.ask(revoke, { id: accessKey['id'], reason: 'lost' }, asAdministrator)
    expect(before.data).toMatchObject({
      revokeAccessKey: { status: 'REVOKED', revokedBy: 'key:test', revocationReason: 'lost' },
    })
    const after = await hub.ask(viewer, {}, shown)
    expect([after.status, codesOf(after), after.errors[0]?.message]).toEqual([
      401,
      ['UNAUTHENTICATED'],
      'The credential has been revoked. Ask an administrator of the hub for another.',
    ])
    const again = await hub.ask(revoke, { id: accessKey['keyId'], reason: 'again' }, asAdministrator)
    expect(again.data).toEqual(before.data)
    expect(again.extensions.hub.position).toBe(before.extensions.hub.position)
  })
})
