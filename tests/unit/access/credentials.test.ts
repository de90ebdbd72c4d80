import { expect, test } from 'vitest'
import { gateFor } from '../../../src/access/credentials.ts'
import { mayPublish, publishers, requireTo } from '../../../src/access/rights.ts'
import { anonymous, type View } from '../../../src/access/view.ts'

const key = 'bm_test_0123456789abcdef'
const gate = gateFor(key)
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
})

test.each([
  'Bearer bm_test_0123456789abcdee',
  'Bearer bm_other_0123456789abcdef',
  'Bearer',
  'Basic YTpi',
  `Bearer ${key} extra`,
  `Bearer ${'x'.repeat(2_000)}`,
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
