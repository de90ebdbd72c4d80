import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestOf } from '../kernel/digest.ts'
import { HubError } from '../kernel/errors.ts'
import { hasCode, replaceDurably, syncFolder } from './durable-file.ts'

/** Keeps what came in exactly as it came, under the digest of its content. */
export interface Originals {
  /**
   * Keeps content and gives its SHA-256 in lower-case hex; the same content is kept once. When it resolves, the content
   * outlives a power cut. Throws UNAVAILABLE where the disk refuses.
   */
  keep(content: Uint8Array): Promise<string>
  /** The content under a digest, or null where there is none. Throws DamagedOriginal where it is no longer what came in. */
  read(digest: string): Promise<Uint8Array | null>
}

/** What lies under a digest has another one: the disk or a person has changed it. Keeping the content again heals it. */
export class DamagedOriginal extends Error {
  constructor(digest: string, found: string) {
    super(
      `The original ${digest} is damaged: what is kept under that name has the digest ${found}. ` +
        'Restore the file from a backup, or take the same file in again.',
    )
    this.name = 'DamagedOriginal'
  }
}

/** Originals as files of a folder of their own: `ab/<digest>`. Makes folders as they are needed. */
export function openOriginals(directory: string): Originals {
  const pathOf = (digest: string) => join(directory, digest.slice(0, 2), digest)
  return {
    keep: async (content) => {
      const digest = digestOf(content)
      try {
        await keepAt(pathOf(digest), content, digest)
      } catch (error) {
        throw new HubError(
          { code: 'UNAVAILABLE', message: 'What came could not be stored. Nothing was taken in; try again.' },
          error,
        )
      }
      return digest
    },
    read: async (digest) => {
      const content = form.test(digest) ? await contentOf(pathOf(digest)) : null
      if (content === null) return null
      const found = digestOf(content)
      if (found !== digest) throw new DamagedOriginal(digest, found)
      return content
    },
  }
}

const form = /^[0-9a-f]{64}$/

async function keepAt(path: string, content: Uint8Array, digest: string): Promise<void> {
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true })
  if (made !== undefined)
    for (const parent of [dirname(folder), dirname(dirname(folder))]) await syncFolder(parent)
  const kept = await contentOf(path)
  if (kept === null || digestOf(kept) !== digest) await replaceDurably(path, content)
  // Another process may have put it there and not yet made the name last.
  else await syncFolder(folder)
}

async function contentOf(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
