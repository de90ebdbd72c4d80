import { expect, test } from 'vitest'
import { asAdministrator, describeOneGround, openHubForTest } from '../support/hub.ts'

const viewer = '{ viewer { role } }'

describeOneGround('where fifty wrong keys came from one address', (ground) => {
  test('keys in use there go on, others wait, and one that is revoked meanwhile is refused', async () => {
    const hub = await openHubForTest({ ground })
    const [used, unused] = [await hub.keyFor({ role: 'ANALYST' }), await hub.keyFor({ role: 'ANALYST' })]
    const statusOf = async (headers: Readonly<Record<string, string>>) =>
      (await hub.ask(viewer, {}, headers)).status
    expect(await statusOf(used.headers)).toBe(200)
    for (let guess = 0; guess < 50; guess += 1)
      expect(await statusOf({ authorization: `Bearer bm_guess${guess}_0123456789abcdef` })).toBe(401)
    expect(await statusOf({ authorization: 'Bearer bm_another_0123456789abcdef' })).toBe(429)
    expect(await statusOf({ authorization: `${used.headers.authorization}x` })).toBe(429)
    expect(await statusOf(unused.headers)).toBe(429)
    expect(await statusOf(used.headers)).toBe(200)
    expect(await statusOf(asAdministrator)).toBe(200)
    const revoke = `mutation { revokeAccessKey(input: { id: "${used.keyId}", reason: "for a test" }) { status } }`
    expect((await hub.ask(revoke, {}, asAdministrator)).errors).toBeUndefined()
    expect(await statusOf(used.headers)).toBe(429)
  })
})
