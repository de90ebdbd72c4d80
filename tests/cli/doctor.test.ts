import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Diagnosis } from '../../src/cli/doctor/diagnosis.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { openHubProcess, start } from '../faults/hub-process.ts'
import { ask, testKey } from '../support/hub.ts'
import { createTestDatabase, describeWith, serviceOf } from '../support/services-needed.ts'

const told = (said: string): readonly Diagnosis[] =>
  said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Diagnosis)
const of = (found: readonly Diagnosis[], check: Diagnosis['check']) =>
  found.filter((each) => each.check === check)

describe('baymark doctor', () => {
  test('leaves the embedded database to the hub that runs, and says how both are', async () => {
    const hub = await openHubProcess()
    onTestFinished(() => hub.close())
    const running = await hub.command('doctor', '--json')
    expect(running.code).toBe(0)
    const found = told(running.said)
    expect(of(found, 'database')[0]?.says).toContain('the running hub has it')
    expect(of(found, 'hub')).toMatchObject([{ state: 'ok', says: expect.stringContaining(hub.address) }])
    expect((await ask(hub.address, '{ hub { name } }')).status).toBe(200)
    await hub.end('SIGKILL')
    const { said, code } = await hub.command('doctor')
    expect(said).toContain('database  embedded, in DATA_DIR: opened')
    expect(said).toContain('hub       none runs on DATA_DIR')
    expect(said).toMatch(/\n\nNothing fails; \d+ warnings?\.\n$/)
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(code).toBe(0)
  }, 60_000)

  test('says what cannot be reached, without a secret, and ends with 1', async () => {
    const environment = {
      DATA_DIR: '/nonexistent/folder',
      DATABASE_URL: 'postgres://hub:passed-word@127.0.0.1:1/hub',
      REDIS_URL: 'redis://:passed-word@127.0.0.1:1',
      ADMIN_KEY: testKey,
    }
    const { said, code } = await start('cli/program.js', ['doctor', '--json'], environment).ended
    const failing = told(said).filter(({ state }) => state === 'fail')
    expect(failing.map(({ check }) => check)).toEqual(['database', 'redis'])
    for (const secret of ['passed-word', testKey.split('_')[2] ?? '']) expect(said).not.toContain(secret)
    expect(code).toBe(1)
  })

  test('says that DATA_DIR is no folder, and looks no further', async () => {
    const DATA_DIR = join(projectFolder(), 'package.json')
    const { said, code } = await start('cli/program.js', ['doctor', '--json'], { DATA_DIR }).ended
    expect(told(said)).toMatchObject([
      { check: 'rights', state: 'fail', says: expect.stringContaining(`${DATA_DIR} is not a folder`) },
    ])
    expect(code).toBe(1)
  })

  test('says all problems of the settings at once', async () => {
    const { said, code } = await start('cli/program.js', ['doctor'], { PORT: 'x', HOST: '0.0.0.0' }).ended
    expect(said).toContain('FAIL  settings  PORT: expected')
    expect(said).toContain('FAIL  settings  HOST: expected')
    expect(code).toBe(1)
  })
})

describeWith(['Postgres', 'Redis'], 'baymark doctor beside Postgres and Redis', () => {
  test('asks them themselves, and changes nothing', async () => {
    const environment = { DATABASE_URL: await createTestDatabase(), REDIS_URL: serviceOf('Redis') }
    const before = await start('cli/program.js', ['doctor', '--json'], environment).ended
    expect(of(told(before.said), 'redis')).toMatchObject([{ state: 'ok' }])
    const database = new Client(environment.DATABASE_URL)
    await database.connect()
    const { rows } = await database.query(`select tablename from pg_tables where schemaname = 'public'`)
    await database.end()
    expect(rows).toEqual([])
    const hub = await openHubProcess(environment)
    onTestFinished(() => hub.close())
    const { said, code } = await hub.command('doctor', '--json')
    const found = told(said)
    for (const check of ['versions', 'clock', 'database', 'redis', 'hub'] as const)
      expect(of(found, check).every(({ state }) => state !== 'fail')).toBe(true)
    expect(of(found, 'redis')[0]?.says).toContain('1 node listening')
    expect(of(found, 'clock').map(({ says }) => says)).toEqual([
      expect.stringContaining('the database agrees'),
      expect.stringContaining('Redis agrees'),
    ])
    // The servers of the tests run without fsync.
    expect(of(found, 'fsync')[0]).toMatchObject({
      state: 'fail',
      says: expect.stringContaining('fsync is off'),
    })
    expect(code).toBe(1)
  }, 60_000)

  test('notices a hub that listens on another Redis', async () => {
    const environment = { DATABASE_URL: await createTestDatabase() }
    const hub = await openHubProcess(environment)
    onTestFinished(() => hub.close())
    const { said } = await start('cli/program.js', ['doctor', '--json'], {
      ...hub.settings,
      REDIS_URL: serviceOf('Redis'),
    }).ended
    // A busy machine may be slow to answer, too; that is a warning of its own.
    const failing = of(told(said), 'redis').filter(({ state }) => state === 'fail')
    expect(failing).toMatchObject([
      { state: 'fail', says: expect.stringContaining('does not listen on this Redis') },
    ])
  }, 60_000)
})
