import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type HubProcess, openHubProcess, start } from '../faults/hub-process.ts'
import { figures, publish } from '../subscriptions/figures.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'

const publishAll = async (address: string, keys: readonly string[]) => {
  for (const key of keys) await publish(address, { key, code: key, rows: figures(1, 2001) })
}

describe('baymark audit', () => {
  let hub: HubProcess
  beforeAll(async () => {
    hub = await openHubProcess()
    await publishAll(hub.address, ['first', 'second'])
  }, 60_000)
  afterAll(() => hub.close())

  test('verifies the chain and knows a hash that was noted, with a hub and without', async () => {
    const noted = JSON.parse((await hub.command('audit', 'verify', '--json')).said)
    expect(noted).toMatchObject({
      broken: null,
      expectedAt: null,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const running = await hub.command('audit', 'verify', '--expect', noted.hash)
    expect(running.said).toContain(`through the hub at ${hub.address}`)
    expect(running.said).toContain(`The expected hash is that of entry ${noted.entries};`)
    expect(running.code).toBe(0)
    await hub.end('SIGTERM')
    const alone = await hub.command('audit', 'verify', '--expect', noted.hash)
    expect(alone.said).toContain('by opening the data')
    expect(alone.said).toContain(`The expected hash is that of entry ${noted.entries};`)
    expect(alone.code).toBe(0)
    await hub.restart()
  })

  test('says in words that nobody knows the hash, and ends with 1', async () => {
    const { said, code } = await hub.command('audit', 'verify', '--expect', 'ab'.repeat(32))
    expect(said).toContain('NO entry has the expected hash')
    expect(code).toBe(1)
    expect((await hub.command('audit', 'verify', '--expect', 'abc')).said).toContain('a hash of 64 digits')
  })

  test('lists what was done to one id, at most 80 places wide', async () => {
    const { said, code } = await hub.command('audit', 'list', '--subject', 'cnca-by-region/first')
    expect(said).toMatch(
      /^\d+ {2}\S+Z {2}publishRelease {2}OK {2}by key:test\n {4}about .*cnca-by-region\/first/,
    )
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(code).toBe(0)
    const lines = (await hub.command('audit', 'list', '--act', 'publishRelease', '--json')).said
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).act)).toEqual(['publishRelease', 'publishRelease'])
  })

  test('begins no hub in a folder that was mistyped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baymark-nothing-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const { said, code } = await start('cli/program.js', ['audit', 'verify'], { DATA_DIR: folder }).ended
    expect(said).toContain('There is no hub in DATA_DIR')
    expect(code).toBe(1)
  })
})

describeWith(['Postgres'], 'a chain whose end was cut off', () => {
  test('looks whole, and is found by a hash that was noted', async () => {
    const url = await createTestDatabase()
    const hub = await openHubProcess({ DATABASE_URL: url })
    onTestFinished(() => hub.close())
    await publishAll(hub.address, ['a', 'b', 'c', 'd'])
    const noted = JSON.parse((await hub.command('audit', 'verify', '--json')).said)
    await hub.end('SIGKILL')
    const database = new Client(url)
    await database.connect()
    await database.query('alter table audit disable trigger all')
    await database.query('delete from audit where seq > 3')
    await database.query('update audit_head set (seq, hash) = (select seq, hash from audit where seq = 3)')
    await database.end()
    const blind = await hub.command('audit', 'verify')
    expect([blind.code, blind.said]).toEqual([0, expect.stringContaining('The chain is whole')])
    const { code, said } = await hub.command('audit', 'verify', '--expect', noted.hash)
    expect(said).toContain('NO entry has the expected hash')
    expect(code).toBe(1)
  })
})
