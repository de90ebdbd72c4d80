import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDoor } from '../../src/cli/door.ts'
import { readConfig } from '../../src/platform/config.ts'
import { putEmbedded } from '../contract/embedded-template.ts'
import { openHubForTest, testKey } from '../support/hub.ts'

const startedAt = '2022-09-23T02:00:00.000Z'

/** A data folder whose hub has ended and left its run file. */
async function leftFolder(run: object) {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-left-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await putEmbedded(join(folder, 'database'))
  await writeFile(join(folder, 'hub.json'), JSON.stringify(run))
  return readConfig({ DATA_DIR: folder, ADMIN_KEY: testKey })
}

/** A program that has taken the port and answers everything with 200. */
async function squatter(body: object) {
  const credentials: string[] = []
  const server = createServer((request, response) => {
    if (request.headers.authorization !== undefined) credentials.push(request.headers.authorization)
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, credentials }
}

test.each([
  ['another program listens', process.pid, { status: 'live' }],
  ['another hub listens', process.pid, { status: 'live', instance: 'another' }],
  // The highest process id there can be: nobody has it.
  ['its process is gone', 4_194_304, { status: 'live', instance: 'the one' }],
])('where %s at the address of a run file, the key is not sent there', async (_what, pid, body) => {
  const { address, credentials } = await squatter(body)
  const config = await leftFolder({ address, pid, startedAt, instance: 'the one' })
  await using door = await openDoor(config, 'a test')
  expect(door.description).toContain('opening the data')
  expect(credentials).toEqual([])
})

test('the hub that wrote the run file is gone through', async () => {
  const hub = await openHubForTest()
  const live = await (await fetch(`${hub.address}/health/live`)).json()
  expect(live).toEqual({ status: 'live', instance: hub.instance })
  const run = { address: hub.address, pid: process.pid, startedAt, instance: hub.instance }
  await using door = await openDoor(await leftFolder(run), 'a test')
  expect(door.description).toBe(`through the hub at ${hub.address}`)
})

test('a hub that keeps another database than DATABASE_URL names is not gone through', async () => {
  const hub = await openHubForTest()
  const run = {
    address: hub.address,
    pid: process.pid,
    startedAt,
    instance: hub.instance,
    database: 'embedded',
  }
  const config = { ...(await leftFolder(run)), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/another' }
  await expect(openDoor(config, 'a test')).rejects.toThrow('keeps another database than DATABASE_URL names')
})
