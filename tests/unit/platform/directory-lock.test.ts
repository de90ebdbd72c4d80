import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { DirectoryHeld, lockDirectory } from '../../../src/platform/directory-lock.ts'
import { dataFolder } from './data-folder.ts'

const program = fileURLToPath(new URL('./holding-process.ts', import.meta.url))

type Holder = { readonly process: ChildProcess; readonly said: string }

/** A process that tries to take the lock, once it has said what came of it. */
async function startHolder(folder: string): Promise<Holder> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { process: child, said: String(said).trim() }
}

async function end({ process: child }: Holder, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal)
  await once(child, 'exit')
}

test('a folder is made, locked, and free again after the lock is given back', async () => {
  const folder = join(dataFolder(), 'new', 'data')
  {
    await using _lock = await lockDirectory(folder)
    await expect(lockDirectory(folder)).rejects.toThrow(DirectoryHeld)
  }
  await using _again = await lockDirectory(folder)
  expect(readdirSync(folder).sort()).toEqual(['hub.lock', 'hub.lock.pid'])
})

test('a second process is refused with the process that holds the folder, and what to do', async () => {
  const folder = dataFolder()
  const first = await startHolder(folder)
  expect(first.said).toBe('held')
  const { said } = await startHolder(folder)
  expect(said).toContain(`(process ${first.process.pid})`)
  expect(said).toMatch(/npx baymark .*stop it/)
  await expect(lockDirectory(folder)).rejects.toThrow(`process ${first.process.pid}`)
})

test('refusing does not loosen the lock that is held', async () => {
  const folder = dataFolder()
  await using _lock = await lockDirectory(folder)
  await expect(lockDirectory(folder)).rejects.toThrow(DirectoryHeld)
  expect((await startHolder(folder)).said).toContain(`refused: DirectoryHeld`)
})

test('a killed process holds nothing: the next one takes the folder at once', async () => {
  const folder = dataFolder()
  const first = await startHolder(folder)
  await end(first, 'SIGKILL')
  expect(existsSync(join(folder, 'hub.lock.pid'))).toBe(true)
  expect((await startHolder(folder)).said).toBe('held')
})

test('the number of a process that lives proves nothing: only the lock does', async () => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'hub.lock.pid'), `${process.pid}\n`)
  await using _lock = await lockDirectory(folder)
})

test('a frozen process still holds the folder', async () => {
  const folder = dataFolder()
  const first = await startHolder(folder)
  first.process.kill('SIGSTOP')
  await expect(lockDirectory(folder)).rejects.toThrow(DirectoryHeld)
  await end(first, 'SIGKILL')
  await using _lock = await lockDirectory(folder)
})

test('of many that try at once, exactly one gets the folder, also right after its holder was killed', async () => {
  const folder = dataFolder()
  await end(await startHolder(folder), 'SIGKILL')
  const holders = await Promise.all(Array.from({ length: 4 }, () => startHolder(folder)))
  expect(holders.filter(({ said }) => said === 'held')).toHaveLength(1)
})

test('a folder that cannot be made or locked is said with what to do', async () => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'file'), '')
  await expect(lockDirectory(join(folder, 'file'))).rejects.toThrow(/EEXIST|cannot be locked/)
})
