import { describe, expect, it } from 'vitest'
import { gateFor, requireTo } from '../../../src/access/credentials.ts'
import { mayPublish } from '../../../src/access/rules.ts'
import { anonymous, hubItself } from '../../../src/access/view.ts'

const key = 'bm_first_0123456789abcdef'
const gate = gateFor(key)
const administrator = { role: 'administrator', keyId: 'first' } as const

describe('the gate', () => {
  it.each([undefined, ''])('takes no credential (%j) for the anonymous', (authorization) => {
    expect(gate.viewOf(authorization)).toEqual(anonymous)
  })

  it.each([`Bearer ${key}`, `bearer ${key}`, `BEARER   ${key}`])(
    'knows its administrator by "%s"',
    (authorization) => {
      expect(gate.viewOf(authorization)).toEqual(administrator)
    },
  )

  it.each([
    `Bearer ${key}x`,
    `Bearer ${key.slice(0, -1)}`,
    'Bearer',
    'Bearer ',
    key,
    `Basic ${key}`,
    `Bearer ${key} ${key}`,
    `Bearer bm_first_${'0'.repeat(16)}`,
    `Bearer ${'x'.repeat(2_000)}`,
    ' ',
  ])('refuses "%.40s" and never takes it for none', (authorization) => {
    expect(() => gate.viewOf(authorization)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }))
  })

  it('says nothing of the secret it was shown', () => {
    expect(() => gate.viewOf('Bearer bm_first_hunter2hunter2hunter2')).not.toThrow('hunter2')
    expect(() => gate.viewOf('Bearer bm_first_hunter2hunter2hunter2')).toThrow(
      expect.objectContaining({ came: expect.not.stringContaining('hunter2') }),
    )
  })
})

describe('rights', () => {
  it('to publish are the administrator’s alone', () => {
    expect([anonymous, administrator, hubItself].map(mayPublish)).toEqual([false, true, false])
  })

  it('that are missing are told by who asks', () => {
    expect(() => requireTo(true, anonymous, 'publish')).not.toThrow()
    expect(() => requireTo(false, anonymous, 'publish')).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED', status: 401 }),
    )
    expect(() => requireTo(false, administrator, 'publish')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', status: 403 }),
    )
  })
})
