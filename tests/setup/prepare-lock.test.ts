import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallProject } from './small-project.ts'

const holdLock = `
  import { appendFileSync } from 'node:fs'
  import { withLock } from '../src/setup/prepare-lock.mjs'
  withLock('build/lock', () => {
    appendFileSync('log', 'in ')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    appendFileSync('log', 'out ')
  }, () => {})`

test('of several processes one works at a time', async () => {
  using project = smallProject()
  project.write('work/hold.mjs', holdLock)
  const runs = await Promise.all([1, 2, 3, 4].map(() => project.node('work/hold.mjs')))
  expect(runs.map((run) => run.output).join('')).toBe('')
  expect(readFileSync(join(project.folder, 'log'), 'utf8')).toBe('in out '.repeat(4))
})

test.each([
  ['whose process is gone', spawnSync(process.execPath, ['-e', '']).pid, ''],
  ['whose process id belongs to another process by now', process.pid, 'long ago'],
])('a lock %s is taken over', async (_, pid, born) => {
  using project = smallProject()
  project.write('work/hold.mjs', holdLock)
  project.write('build/lock/owner.json', JSON.stringify({ pid, born }))
  expect(await project.node('work/hold.mjs')).toEqual({ code: 0, output: '' })
})
