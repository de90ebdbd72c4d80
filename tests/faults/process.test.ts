import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { projectFolder } from '../../src/platform/project.ts'
import { figures, publish } from '../subscriptions/figures.ts'
import { everythingStream, figureStream, follow, idsOf } from '../subscriptions/following.ts'
import { ask, socketClient } from '../support/hub.ts'
import { type HubProcess, openHubProcess, start } from './hub-process.ts'

const next = join(projectFolder(), 'samples/next')

describe('a hub with the samples', () => {
  let hub: HubProcess
  beforeAll(async () => {
    hub = await openHubProcess({ SAMPLES: 'load' })
  })
  afterAll(() => hub.close())

  test('tells an open subscription exactly the changes of samples/next, through the command line', async () => {
    const client = socketClient(hub.address)
    const stream = follow(client, figureStream)
    const joined = await stream.next()
    const files = (await readdir(next)).toSorted()
    const positions: number[] = []
    const lines = new Map<string, number>()
    for (const file of files) {
      const source = file.replace(/-\d{4}-\d{2}\.csv$/, '')
      const { code, said } = await hub.command('ingest', join(next, file), '--source', source, '--json')
      expect(code, said).toBe(0)
      const report = JSON.parse(said)
      expect(report).toMatchObject({ state: 'TAKEN', counts: { revised: 0, stale: 0, quarantined: 0 } })
      positions.push(...report.releases.map((release: { position: number }) => release.position))
      lines.set(source, report.counts.added)
    }
    for (const [index, source] of [...lines.keys()].entries()) {
      const told = await stream.whole()
      expect(told.at(-1)?.commit?.position).toBe(positions[index])
      expect(told[0]?.follows).toEqual(index === 0 ? joined.cursor : expect.any(String))
      const changes = told.flatMap((frame) => frame.changes)
      expect(changes).toHaveLength(lines.get(source) ?? 0)
      expect(new Set(changes.map(({ op }) => op))).toEqual(new Set(['ENTERED']))
      expect(changes.every(({ id, node }) => id.includes(`/${source}/`) && node?.period === '2024-12')).toBe(
        true,
      )
    }
    const { extensions } = await ask(hub.address, '{ hub { position } }')
    expect(extensions.hub.position).toBe(positions.at(-1))
    const again = await hub.command(
      'ingest',
      join(next, files[0] ?? ''),
      '--source',
      [...lines.keys()][0] ?? '',
    )
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining('nothing changed') })
    await client.dispose()
  })

  test('keeps its data over a kill and a second start, and a client goes on from its cursor', async () => {
    const count = '{ hub { position epoch } observations(first: 1000) { nodes { id value } } }'
    const before = await ask(hub.address, count)
    const client = socketClient(hub.address)
    const stream = follow(client, everythingStream)
    const { cursor } = await stream.next()
    await hub.end('SIGKILL')
    await client.dispose()
    await hub.restart()
    expect((await ask(hub.address, count)).data).toEqual(before.data)
    const another = socketClient(hub.address)
    const resumed = follow(another, everythingStream, { after: cursor })
    expect(await resumed.next()).toMatchObject({ kind: 'PROGRESS', follows: cursor, cursor })
    await publish(hub.address, { key: 'after-kill', rows: figures(3, 2001) })
    expect(idsOf(await resumed.whole())).toHaveLength(3 + 1)
    await another.dispose()
  })

  test('refuses a second process on its data, which says who has it', async () => {
    const second = await start('main.js', [], { ...hub.settings, PORT: '0' }).ended
    expect(second.code).toBe(1)
    expect(second.said).toContain(`A hub is running on the data in ${hub.folder}`)
    expect(second.said).not.toMatch(/\n {4}at /)
    expect((await fetch(`${hub.address}/health/ready`)).status).toBe(200)
  })

  test('ends within 3 s on SIGTERM with sockets open, also one that does not read, and removes its run file', async () => {
    const stopped = async () => {
      const socket = new WebSocket(`${hub.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      onTestFinished(() => socket.terminate())
      await once(socket, 'open')
      socket.send('{"type":"connection_init"}')
      await once(socket, 'message')
      const payload = { query: everythingStream, variables: { after: '0' } }
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }))
      await once(socket, 'message')
      return socket
    }
    const [reading, asleep] = [await stopped(), await stopped()]
    asleep.pause()
    expect(existsSync(join(hub.folder, 'hub.json'))).toBe(true)
    const closed = once(reading, 'close')
    const began = performance.now()
    const { code } = await hub.end('SIGTERM')
    expect(performance.now() - began).toBeLessThan(3_000)
    expect([code, (await closed)[0]]).toEqual([0, 1001])
    expect(existsSync(join(hub.folder, 'hub.json'))).toBe(false)
  })

  test('is fed by the command line while it does not run, through the same intake', async () => {
    const file = join(hub.folder, 'late.csv')
    await writeFile(
      file,
      'period,region_code,region_name_zh,certificates,organisations,source\n2002-01,440000,广东,1,2,x\n',
    )
    const { code, said } = await hub.command('ingest', file, '--source', 'cnca-by-region')
    expect(code, said).toBe(0)
    expect(said).toContain('opening the data')
    await hub.restart()
    const { data } = await ask(
      hub.address,
      '{ observations(filter: { period: { eq: "2002-01" } }) { nodes { value } } }',
    )
    expect(data).toEqual({
      observations: { nodes: expect.arrayContaining([{ value: '1' }, { value: '2' }]) },
    })
  })

  test('takes a file of JSON on the command line as it takes one of CSV', async () => {
    const file = join(projectFolder(), 'samples/fictional/double-publicity-licences-older.json')
    const again = await hub.command('ingest', file, '--source', 'double-publicity-licences')
    expect([again.code, again.said]).toEqual([0, expect.stringContaining('double-publicity-licences')])
  })

  test.each([
    [
      'of a source nobody has',
      ['ingest', join(next, 'cnca-by-field-2024-12.csv'), '--source', 'nobody'],
      1,
      'No source has this code',
    ],
    ['that is not there', ['ingest', 'nowhere.csv', '--source', 'cnca-by-field'], 1, 'there is no such file'],
    ['that is a folder', ['ingest', next, '--source', 'cnca-by-field'], 1, 'it is a folder'],
    ['without a source', ['ingest', 'a.csv'], 1, '--source'],
    [
      'that is no table',
      ['ingest', join(projectFolder(), 'package.json'), '--source', 'cnca-by-field'],
      1,
      'refused',
    ],
    ['by a command nobody has', ['swallow'], 1, 'unknown command'],
  ])('refuses a file %s on the command line, in words', async (_what, args, code, words) => {
    const ended = await hub.command(...args)
    expect(ended.said).toContain(words)
    expect(ended.code).toBe(code)
    expect(ended.said).not.toMatch(/\n {4}at /)
  })
})

test('a start with broken settings says all problems and ends with 2', async () => {
  const environment = { PORT: 'many', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', BAYMARK_PORT: '1' }
  const { code, said } = await start('main.js', [], environment).ended
  expect(code).toBe(2)
  for (const name of Object.keys(environment)) expect(said).toContain(name)
  expect(said).not.toMatch(/\n {4}at /)
})

test('a start with a database that does not answer says so and ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-faults-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', PORT: '0', DATA_DIR: folder }
  const { code, said } = await start('main.js', [], environment).ended
  expect(code).toBe(1)
  expect(said).toContain('cannot connect')
  expect(said).toContain('DATABASE_URL')
})
