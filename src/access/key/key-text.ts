import { hash, timingSafeEqual } from 'node:crypto'
import type { Ids } from '../../kernel/ids.ts'

/** The form of an access key: `bm_<id>_<secret>`. */
export const keyForm = /^bm_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{16,256})$/

/** What the text of every access key begins with. */
export const keyPrefix = 'bm_'

/** A key just made: its text, which nobody is shown twice, and what is kept of it. */
export type MadeKey = { readonly id: string; readonly text: string; readonly digest: string }

/** How many digits of a random UUID name a key: short enough to be read out, too many to meet twice. */
const idDigits = 12

/** Makes a new key. */
export function makeKey(ids: Ids): MadeKey {
  const id = ids.next().replaceAll('-', '').slice(0, idDigits)
  const text = `${keyPrefix}${id}_${ids.secret()}`
  return { id, text, digest: digestOfKey(text).toString('hex') }
}

/**
 * The digest of a key's text, which is all that is kept of it. One SHA-256 is right here: the secret is 192 random bits,
 * which nobody finds by trying however fast the function is, and a slow one would be paid for by each request.
 */
export function digestOfKey(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Says whether a text is the key of a digest, in a time that does not depend on how much of it is right. */
export function isKeyOf(digest: Buffer, text: string): boolean {
  return timingSafeEqual(digestOfKey(text), digest)
}

/** What no text has the digest of: compared with where there is no key, so that no answer's time tells that. */
export const nobodysDigest: Buffer = Buffer.alloc(32)
