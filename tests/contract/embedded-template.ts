import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** A folder that a PGlite can be opened in, and how to remove it. */
export type EmbeddedFolder = { readonly path: string; readonly remove: () => void }

/**
 * A folder with an empty PGlite of a test's own. To make one takes seconds, to copy it a moment: so the first test that
 * asks makes it, and the rest, also of later runs, copy it.
 */
export async function embeddedFolder(): Promise<EmbeddedFolder> {
  const path = mkdtempSync(join(tmpdir(), 'baymark-pglite-'))
  await putEmbedded(path)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Puts an empty PGlite into a folder. */
export async function putEmbedded(path: string): Promise<void> {
  cpSync(await template(), path, { recursive: true })
}

async function template(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
  const path = join(modules, '.cache', `baymark-pglite-${version}`)
  if (existsSync(path)) return path
  mkdirSync(join(modules, '.cache'), { recursive: true })
  const unfinished = mkdtempSync(`${path}-`)
  const embedded = await PGlite.create(unfinished)
  await embedded.close()
  try {
    renameSync(unfinished, path)
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(path)) throw error
    rmSync(unfinished, { recursive: true, force: true })
  }
  return path
}
