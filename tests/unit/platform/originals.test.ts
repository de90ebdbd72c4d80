import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf } from '../../../src/kernel/digest.ts'
import { DamagedOriginal, openOriginals } from '../../../src/platform/originals.ts'
import { dataFolder } from './data-folder.ts'

const content = new TextEncoder().encode('month,region,value\n2022-08,440000,603226\n')
const digest = digestOf(content)

test('content is kept under its digest and comes back byte for byte', async () => {
  const folder = dataFolder()
  expect(await openOriginals(folder).keep(content)).toBe(digest)
  expect(readFileSync(join(folder, digest.slice(0, 2), digest))).toEqual(Buffer.from(content))
  expect(await openOriginals(folder).read(digest)).toEqual(Buffer.from(content))
})

test('the same content is kept once, also when it comes many times at once', async () => {
  const folder = dataFolder()
  const originals = openOriginals(folder)
  await originals.keep(content)
  const path = join(folder, digest.slice(0, 2), digest)
  const before = statSync(path).ino
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => originals.keep(content))))).toEqual(
    new Set([digest]),
  )
  expect(statSync(path).ino).toBe(before)
  expect(readdirSync(join(folder, digest.slice(0, 2)))).toEqual([digest])
})

test('twenty keepers of new content at once leave one whole file and nothing beside it', async () => {
  const folder = dataFolder()
  await Promise.all(Array.from({ length: 20 }, () => openOriginals(folder).keep(content)))
  expect(readdirSync(join(folder, digest.slice(0, 2)))).toEqual([digest])
  expect(await openOriginals(folder).read(digest)).toEqual(Buffer.from(content))
})

test('empty content is content', async () => {
  const originals = openOriginals(dataFolder())
  expect(await originals.read(await originals.keep(new Uint8Array()))).toEqual(Buffer.of())
})

test.each([
  ['an unknown digest', digestOf('nothing')],
  ['a text that is no digest', '../hub.json'],
  ['a digest in capitals', digest.toUpperCase()],
  ['nothing', ''],
])('there is no original under %s', async (_, name) => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'hub.json'), '{}')
  expect(await openOriginals(folder).read(name)).toBeNull()
})

test('a damaged original is noticed when it is read, and healed when its content comes again', async () => {
  const folder = dataFolder()
  const originals = openOriginals(folder)
  await originals.keep(content)
  const path = join(folder, digest.slice(0, 2), digest)
  writeFileSync(path, content.slice(0, -1))
  await expect(originals.read(digest)).rejects.toThrow(DamagedOriginal)
  await expect(originals.read(digest)).rejects.toThrow(digest)
  await originals.keep(content)
  expect(await originals.read(digest)).toEqual(Buffer.from(content))
})

test('a disk that refuses is told as UNAVAILABLE, without a path, and leaves nothing', async () => {
  const folder = join(dataFolder(), 'originals')
  writeFileSync(folder, 'a file where the folder should be')
  const kept = openOriginals(folder).keep(content)
  await expect(kept).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: expect.any(Error) })
  await expect(kept).rejects.not.toThrow(folder)
  expect(readFileSync(folder, 'utf8')).toBe('a file where the folder should be')
})
