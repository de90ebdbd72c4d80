import { expect, test } from 'vitest'
import { openAccess } from '../../../src/access/access.ts'
import { gateFor } from '../../../src/access/credentials.ts'
import { mayPublish, publishers, requireTo } from '../../../src/access/rights.ts'
import { anonymous, type View } from '../../../src/access/view.ts'
import { bootstrapGate, noKeys } from './bootstrap-gate.ts'

const key = 'bm_test_0123456789abcdef'
const gate = bootstrapGate(key)
const from = (authorization: string | undefined) => gate.accessOf({ authorization, address: '127.0.0.1' })
const administrator: View = {
  role: 'administrator',
  actor: { kind: 'key', id: 'test', holder: 'administrator' },
}
const publisher: View = {
  role: 'publisher',
  actor: { kind: 'key', id: 'feed', holder: 'a publisher' },
  sources: ['cnca-by-field'],
}

test('no credential is anonymous', async () => {
  expect((await from(undefined)).view).toEqual(anonymous)
  expect((await from('')).view).toEqual(anonymous)
})

test('the administrator’s key is the administrator', async () => {
  expect((await from(`Bearer ${key}`)).view).toEqual(administrator)
  expect((await from(`bearer   ${key}`)).view).toEqual(administrator)
  expect((await from(`BEARER ${key}`)).view).toEqual(administrator)
})

test.each([
  'Bearer bm_test_0123456789abcdee',
  'Bearer bm_other_0123456789abcdef',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  ' ',
  key,
  `Bearer${key}`,
  `Bearer ${key} extra`,
  `Bearer ${key}x`,
  `Bearer ${key}\u0000`,
  `Bearer ${key},`,
  `Bearer ${key.toUpperCase()}`,
  'Bearer 0123456789abcdef',
  'Bearer test_0123456789abcdef',
  'Bearer bm_test_',
  'Bearer bm__0123456789abcdef',
  `Bearer bm_${'a'.repeat(65)}_0123456789abcdef`,
  `Bearer bm_test_${'a'.repeat(257)}`,
  `Bearer ${'x'.repeat(2_000)}`,
  `Bearer bm_test_${'x'.repeat(1_000_000)}`,
])('a credential that is not valid is refused: %s', async (authorization) => {
  await expect(async () => from(authorization)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('the refusal does not repeat the credential', async () => {
  await expect(async () => from('Bearer bm_test_secretsecretsecret')).rejects.toThrow(
    /credential is not valid/,
  )
  await expect(async () => from('Bearer bm_test_secretsecretsecret')).rejects.not.toThrow(
    /secretsecretsecret/,
  )
})

test('where nobody is anonymous, no credential is refused and a key is not', async () => {
  const closed = gateFor({ administratorKey: key, keys: noKeys, tokens: null, publicAccess: false })
  const shown = (authorization: string | undefined) => closed.accessOf({ authorization, address: '' })
  for (const nothing of [undefined, ''])
    expect(() => shown(nothing)).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED', came: 'no credential' }),
    )
  expect((await shown(`Bearer ${key}`)).view).toEqual(administrator)
})

test('keys of the database, tokens and the key of the settings each go to who knows them', async () => {
  const asked: string[] = []
  const composed = gateFor({
    administratorKey: key,
    keys: {
      accessOf: (id, text) => {
        asked.push(`key ${id} ${text}`)
        return openAccess
      },
      atHand: (id) => (id === 'other' ? openAccess : null),
    },
    tokens: {
      accessOf: (token) => {
        asked.push(`token ${token}`)
        return openAccess
      },
      atHand: (token) => (token === 'a.b.c' ? openAccess : null),
    },
    publicAccess: true,
  })
  for (const text of ['bm_other_0123456789abcdef', 'a.b.c', key])
    await composed.accessOf({ authorization: `Bearer ${text}`, address: '' })
  expect(asked).toEqual(['key other bm_other_0123456789abcdef', 'token a.b.c'])
  const atHand = (authorization: string) => composed.atHand({ authorization, address: '' })?.view.role ?? null
  for (const text of ['bm_other_0123456789abcdef', 'a.b.c'])
    expect(atHand(`Bearer ${text}`)).toBe('anonymous')
  expect(atHand(`Bearer ${key}`)).toBe('administrator')
  for (const text of [`Bearer ${key}x`, 'Bearer bm_unknown_0123456789abcdef', `Basic ${key}`, 'Bearer x', ''])
    expect(atHand(text)).toBeNull()
})

test('administrators publish for each source, publishers for their own, the anonymous for none', () => {
  expect([administrator, publisher, anonymous].map((view) => mayPublish(view, 'cnca-by-field'))).toEqual([
    true,
    true,
    false,
  ])
  expect(mayPublish(publisher, 'cnca-by-region')).toBe(false)
  expect(() => requireTo(false, anonymous, 'publish', publishers)).toThrow(
    expect.objectContaining({ code: 'UNAUTHENTICATED' }),
  )
  expect(() => requireTo(false, publisher, 'publish', publishers)).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  )
})
