import { digestOf } from '../../kernel/digest.ts'

/** What somebody did or read, as it is to be remembered: ids, never contents. */
export type AuditedAct = {
  /** When, as ISO 8601 in UTC with milliseconds. */
  readonly at: string
  /** Who: `key:<id>`, `token:<subject> of <issuer>`, a role without a credential, or `hub`. */
  readonly actor: string
  readonly act: string
  readonly subjects: readonly string[]
  /** Why, in the words of who asked; null where nothing was said. */
  readonly purpose: string | null
  /** `OK`, or the code of the refusal. */
  readonly outcome: string
  /** How often, for acts that are counted together. */
  readonly times: number
}

/** An act in its place in the chain. */
export type AuditEntry = AuditedAct & {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  /** With which others it was written: the node, and a number of its own. */
  readonly batch: string
  /** The hash of the entry before. */
  readonly previous: string
  readonly hash: string
}

/** The end of a chain: the last entry's number and hash. */
export type Link = { readonly seq: number; readonly hash: string }

/** The end of a chain without any entry. */
export const chainBeginning: Link = { seq: 0, hash: '0'.repeat(64) }

/**
 * The hash that belongs to an entry: SHA-256, in hex, of the UTF-8 of a JSON array without spaces. `schema/PROTOCOL.md`
 * publishes the form, so that anybody can compute it; it never changes.
 */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, act, subjects, purpose, outcome, times, batch, previous } = entry
  return digestOf(JSON.stringify([seq, at, actor, act, subjects, purpose, outcome, times, batch, previous]))
}

/** Puts acts behind the end of a chain, in their order. */
export function chained(end: Link, batch: string, acts: readonly AuditedAct[]): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  let { seq, hash } = end
  for (const act of acts) {
    const entry = { ...act, seq: seq + 1, batch, previous: hash }
    entries.push({ ...entry, hash: hashOf(entry) })
    seq = entry.seq
    hash = entries.at(-1)?.hash ?? hash
  }
  return entries
}

/** What is wrong with an entry that should follow on the end of a chain, in words; null where nothing is. */
export function breakAt(end: Link, entry: AuditEntry): string | null {
  if (entry.seq !== end.seq + 1) {
    return entry.seq > end.seq
      ? `${missing(end.seq + 1, entry.seq - 1)} missing before it`
      : `it comes after entry ${end.seq}`
  }
  if (entry.previous !== end.hash) return 'it does not follow on the entry before it'
  return hashOf(entry) === entry.hash ? null : 'its hash is not the one of what it says'
}

function missing(first: number, last: number): string {
  return first === last ? `entry ${first} is` : `the entries ${first} to ${last} are`
}
