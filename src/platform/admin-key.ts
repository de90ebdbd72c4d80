import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDurably, hasCode } from './durable-file.ts'

/** The administrator's key, and whether it was made just now, so that it is printed once. */
export type AdministratorKey = { readonly key: string; readonly created: boolean }

/**
 * The key that the setting ADMIN_KEY names; without one, the key in the data folder's file `admin-key`, which is made on
 * first start and which only its owner may read. Nodes that start together get the same key. Throws where the file
 * holds no key.
 */
export async function administratorKey(
  directory: string,
  configured: string,
  secret: () => string,
): Promise<AdministratorKey> {
  if (configured !== '') return { key: configured, created: false }
  const path = join(directory, 'admin-key')
  const known = await keyIn(path)
  if (known !== null) return { key: known, created: false }
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const key = `bm_administrator_${secret()}`
  if (await createDurably(path, `${key}\n`, 0o600)) return { key, created: true }
  return administratorKey(directory, configured, secret)
}

async function keyIn(path: string): Promise<string | null> {
  const key = await textOf(path)
  if (key === null || form.test(key)) return key
  throw new Error(
    `${path} holds no key of the form bm_<id>_<secret>. Remove the file to have a new key made, or set ADMIN_KEY.`,
  )
}

async function textOf(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

const form = /^bm_[A-Za-z0-9-]{1,64}_[A-Za-z0-9_-]{16,256}$/
