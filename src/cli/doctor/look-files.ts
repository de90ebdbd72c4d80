import { access, constants, open, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import { randomIds } from '../../kernel/ids.ts'
import type { RightsSeen } from './rights-check.ts'

/** How often a write is measured. */
const writes = 9

/** Looks at DATA_DIR: who may do what there, how much room there is, and how fast the disk is. */
export async function lookAtFiles(
  folder: string,
): Promise<Pick<RightsSeen, 'dataDir' | 'adminKeyMode'> & { readonly writeLatency: number | null }> {
  const path = resolve(folder)
  const mode = await modeOf(path)
  const writable = mode !== null && (await mayWrite(path))
  const { bavail, bsize } = await statfs(await nearestFolder(path))
  return {
    dataDir: { path: folder, mode, writable, freeBytes: bavail * bsize },
    adminKeyMode: await modeOf(join(path, 'admin-key')),
    writeLatency: writable ? await latencyIn(path) : null,
  }
}

/** The permission bits of a file or folder; null where there is none. */
export async function modeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => null,
  )
}

async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function nearestFolder(path: string): Promise<string> {
  return (await modeOf(path)) !== null || dirname(path) === path ? path : nearestFolder(dirname(path))
}

/** The median time until the disk has a page, in milliseconds. */
async function latencyIn(folder: string): Promise<number> {
  const path = join(folder, `doctor-${randomIds.next()}`)
  const page = Buffer.alloc(4_096, 'b')
  const times: number[] = []
  try {
    await using file = await open(path, 'wx', 0o600)
    for (let turn = 0; turn < writes; turn += 1) {
      const began = systemClock.monotonic()
      await file.write(page, 0, page.length, 0)
      await file.sync()
      times.push(systemClock.monotonic() - began)
    }
  } finally {
    await rm(path, { force: true })
  }
  return times.toSorted((left, right) => left - right)[Math.floor(writes / 2)] ?? 0
}
