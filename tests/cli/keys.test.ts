import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenEntries } from '../audit/chain-model.ts'
import { readAudit } from '../audit/read-audit.ts'
import { type HubProcess, openHubProcess, start } from '../faults/hub-process.ts'
import { ask } from '../support/hub.ts'

describe('baymark keys', () => {
  let hub: HubProcess
  beforeAll(async () => {
    hub = await openHubProcess()
  }, 60_000)
  afterAll(() => hub.close())

  const viewer = async (key: string) => {
    const { data, errors } = await ask(
      hub.address,
      '{ viewer { role } }',
      {},
      { authorization: `Bearer ${key}` },
    )
    return errors === undefined
      ? (data as { viewer: { role: string } }).viewer.role
      : errors[0]?.extensions['code']
  }

  test('creates, rotates and revokes a key, and the audit knows who did it and never the key', async () => {
    const role = ['--role', 'publisher', '--source', 'cnca-by-region']
    const created = await hub.command(
      'keys',
      'create',
      ...role,
      '--holder',
      '统计处',
      '--expires',
      '90d',
      '--quiet',
    )
    const key = created.said.trim()
    expect(created.code).toBe(0)
    expect(created.said).toMatch(/^bm_[0-9a-f]+_[\w-]+\n$/)
    expect(await viewer(key)).toBe('publisher')
    const id = key.split('_')[1] ?? ''

    const rotated = await hub.command('keys', 'rotate', id)
    const [next = ''] = /bm_\w+_[\w-]+/.exec(rotated.said) ?? []
    expect(rotated.said).toContain(`baymark keys revoke ${id} --reason`)
    expect([await viewer(key), await viewer(next)]).toEqual(['publisher', 'publisher'])

    const revoked = await hub.command('keys', 'revoke', id, '--reason', 'replaced')
    expect(revoked.said).toContain(`Key ${id} of 统计处 is revoked since`)
    expect([await viewer(key), await viewer(next)]).toEqual(['UNAUTHENTICATED', 'publisher'])

    const live = await hub.command('keys', 'list')
    expect(live.said).toContain('publisher of cnca-by-region; until ')
    expect(live.said).not.toContain(id)
    const all = (await hub.command('keys', 'list', '--all', '--json')).said.trim().split('\n')
    expect(all.map((line) => JSON.parse(line).status).toSorted()).toEqual(['LIVE', 'REVOKED'])

    const entries = await readAudit(hub.address)
    expect(brokenEntries(entries)).toEqual([])
    const kept = entries.filter(({ act }) => /AccessKey$/.test(act))
    expect(kept.map(({ act, actor, purpose }) => ({ act, actor, purpose }))).toEqual([
      { act: 'createAccessKey', actor: 'key:test', purpose: 'baymark keys create' },
      { act: 'createAccessKey', actor: 'key:test', purpose: 'baymark keys rotate' },
      { act: 'revokeAccessKey', actor: 'key:test', purpose: 'baymark keys revoke' },
    ])
    expect(kept[2]?.subjects).toContain(id)
    for (const secret of [key, next]) expect(JSON.stringify(entries)).not.toContain(secret.split('_')[2])
  }, 60_000)

  test('says in words what is missing, and ends with 1', async () => {
    const scopeless = await hub.command('keys', 'create', '--role', 'partner', '--holder', 'A region')
    expect([scopeless.code, scopeless.said]).toEqual([1, expect.stringContaining('the regions of a partner')])
    const scoped = ['--role', 'analyst', '--holder', 'A desk', '--region', '440000']
    const tooMuch = await hub.command('keys', 'create', ...scoped)
    expect(tooMuch.said).toContain('Expected no regions of an analyst')
    const unknown = await hub.command('keys', 'rotate', 'nobody')
    expect([unknown.code, unknown.said]).toEqual([
      1,
      expect.stringContaining('no access key with the id nobody'),
    ])
    const ADMIN_KEY = 'bm_other_of-some-other-hub'
    const mistaken = await start('cli/program.js', ['keys', 'list'], { ...hub.settings, ADMIN_KEY }).ended
    expect([mistaken.code, mistaken.said]).toEqual([1, expect.stringContaining('Set ADMIN_KEY to the key')])
  })
})
