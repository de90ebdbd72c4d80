import { randomUUID } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file so that whoever reads it finds the old content or the whole new one, also after a power cut. What a
 * killed process leaves unfinished lies beside it under a name of its own and is never read.
 */
export async function replaceDurably(
  path: string,
  content: Uint8Array | string,
  mode = 0o644,
): Promise<void> {
  const unfinished = await writeBeside(path, content, mode)
  try {
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Creates a file that must not be there yet, whole or not at all; false where one is there, which stays as it is. */
export async function createDurably(
  path: string,
  content: Uint8Array | string,
  mode = 0o644,
): Promise<boolean> {
  const unfinished = await writeBeside(path, content, mode)
  try {
    await link(unfinished, path)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(unfinished, { force: true })
  }
  await syncFolder(dirname(path))
  return true
}

/** Makes sure that the names in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** Says whether an error of the file system has this code (`ENOENT`, `EEXIST`). */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function writeBeside(path: string, content: Uint8Array | string, mode: number): Promise<string> {
  const unfinished = `${path}.${randomUUID()}.unfinished`
  try {
    await using handle = await open(unfinished, 'wx', mode)
    await handle.writeFile(content)
    await handle.sync()
    return unfinished
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
