import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keyForm } from '../../../src/access/key/key-text.ts'
import { randomIds } from '../../../src/kernel/ids.ts'
import { administratorKey } from '../../../src/platform/admin-key.ts'
import { dataFolder } from './data-folder.ts'

test('without a setting a key is made on first start, kept for its owner alone, and the same from then on', async () => {
  const folder = join(dataFolder(), 'data')
  const first = await administratorKey(folder, '', randomIds.secret)
  expect(first.created).toBe(true)
  expect(first.key).toMatch(keyForm)
  const file = join(folder, 'admin-key')
  expect(readFileSync(file, 'utf8')).toBe(`${first.key}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await administratorKey(folder, '', randomIds.secret)).toEqual({ key: first.key, created: false })
})

test('a setting goes before the file and writes none', async () => {
  const folder = dataFolder()
  const configured = 'bm_me_0123456789abcdef'
  expect(await administratorKey(folder, configured, randomIds.secret)).toEqual({
    key: configured,
    created: false,
  })
  expect(existsSync(join(folder, 'admin-key'))).toBe(false)
})

test('nodes that start together get one key, made by one of them', async () => {
  const folder = dataFolder()
  const keys = await Promise.all(
    Array.from({ length: 10 }, () => administratorKey(folder, '', randomIds.secret)),
  )
  expect(new Set(keys.map(({ key }) => key)).size).toBe(1)
  expect(keys.filter(({ created }) => created)).toHaveLength(1)
})

test.each(['', 'secret', 'bm_me_short', `bm_me_${'x'.repeat(300)}`])(
  'a file that holds "%s" stops the start',
  async (text) => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'admin-key'), text)
    await expect(administratorKey(folder, '', randomIds.secret)).rejects.toThrow(
      /admin-key holds no key .*Remove/,
    )
  },
)
