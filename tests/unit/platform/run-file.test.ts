import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRunFile, writeRunFile } from '../../../src/platform/run-file.ts'
import { dataFolder } from './data-folder.ts'

const hub = {
  address: 'http://127.0.0.1:4000',
  pid: 4711,
  startedAt: '2022-09-23T02:00:00.000Z',
  instance: 'one',
}

test('a hub is found from its start to its stop', async () => {
  const folder = join(dataFolder(), 'data')
  expect(await readRunFile(folder)).toBeNull()
  {
    await using _running = await writeRunFile(folder, hub)
    expect(await readRunFile(folder)).toEqual(hub)
    expect(readdirSync(folder)).toEqual(['hub.json'])
  }
  expect(readdirSync(folder)).toEqual([])
})

test('a later hub replaces what an earlier one left, and the earlier one does not remove it', async () => {
  const folder = dataFolder()
  const later = { ...hub, pid: 4712 }
  const earlier = await writeRunFile(folder, hub)
  await using _later = await writeRunFile(folder, later)
  await earlier[Symbol.asyncDispose]()
  expect(await readRunFile(folder)).toEqual(later)
})

test.each([
  ['half a file', '{"address": "http://127.0.0'],
  ['another address', JSON.stringify({ ...hub, address: 'file:///etc/passwd' })],
  ['no process', JSON.stringify({ ...hub, pid: 0 })],
  ['no instance', JSON.stringify({ ...hub, instance: undefined })],
  ['a list', '[]'],
  ['nothing', ''],
])('%s is no hub', async (_, text) => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'hub.json'), text)
  expect(await readRunFile(folder)).toBeNull()
})

test('what is no hub is not written', async () => {
  await expect(writeRunFile(dataFolder(), { ...hub, address: '127.0.0.1:4000' })).rejects.toThrow()
})
