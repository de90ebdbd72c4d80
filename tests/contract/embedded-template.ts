import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { layout } from '../../src/hub.ts'
import { digestOf } from '../../src/kernel/digest.ts'
import { openLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { openPglite } from '../../src/platform/pglite.ts'

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url))
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** A folder that a PGlite can be opened in, and how to remove it. */
export type EmbeddedFolder = { readonly path: string; readonly remove: () => void }

/**
 * A folder with an empty PGlite of a test's own. To make one takes seconds, to copy it a moment: so the first test that
 * asks makes it, and the rest, also of later runs, copy it.
 */
export async function embeddedFolder(): Promise<EmbeddedFolder> {
  const path = mkdtempSync(join(tmpdir(), 'baymark-pglite-'))
  cpSync(await template('empty', makeEmpty), path, { recursive: true })
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Puts a PGlite with the tables of the code and nothing in them into a folder, as a hub finds it at its second start. */
export async function putEmbedded(path: string): Promise<void> {
  cpSync(await template(`layout-${layoutDigest()}`, makeLayout), path, { recursive: true })
}

async function makeEmpty(path: string): Promise<void> {
  const embedded = await PGlite.create(path)
  await embedded.close()
}

async function makeLayout(path: string): Promise<void> {
  cpSync(await template('empty', makeEmpty), path, { recursive: true })
  const database = await openPglite(path, layout, openLog('silent'))
  await migrate(
    database,
    layout.steps.map((step) => step.name),
  )
  await database.close()
}

/** What the tables are made by: other steps are another template. */
function layoutDigest(): string {
  const files = readdirSync(migrations).filter((name) => name.endsWith('.ts'))
  return digestOf(files.map((name) => readFileSync(join(migrations, name), 'utf8')).join('\n')).slice(0, 16)
}

async function template(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
  const path = join(modules, '.cache', `baymark-pglite-${version}-${name}`)
  if (existsSync(path)) return path
  mkdirSync(join(modules, '.cache'), { recursive: true })
  const unfinished = mkdtempSync(`${path}-`)
  await make(unfinished)
  try {
    renameSync(unfinished, path)
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(path)) throw error
    rmSync(unfinished, { recursive: true, force: true })
  }
  return path
}
