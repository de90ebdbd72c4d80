import { type AuditEntry, breakAt, chainBeginning, type Link } from '../access/audit/chain.ts'
import type { Door } from './door.ts'

/** What a verification found. */
export type Verified = {
  /** How many entries follow on each other without a break, from the first on. */
  readonly entries: number
  readonly hash: string
  readonly at: string | null
  readonly broken: { readonly seq: number; readonly reason: string } | null
  /** The number of the entry that has the hash expected; null where none has, or none was expected. */
  readonly expectedAt: number | null
}

/** Reads the chain from its beginning to its end, or to where it breaks. */
export async function verifyChain(door: Pick<Door, 'ask'>, expected: string | undefined): Promise<Verified> {
  let end: Link = chainBeginning
  let at: string | null = null
  let expectedAt: number | null = null
  let broken: Verified['broken'] = null
  for await (const entry of allEntries(door)) {
    const reason = breakAt(end, entry)
    if (reason !== null) {
      broken = { seq: entry.seq, reason }
      break
    }
    end = { seq: entry.seq, hash: entry.hash }
    at = entry.at
    if (entry.hash === expected) expectedAt = entry.seq
  }
  return { entries: end.seq, hash: end.hash, at, broken, expectedAt }
}

async function* allEntries(door: Pick<Door, 'ask'>): AsyncIterable<AuditEntry> {
  let after: string | null = null
  do {
    const { audit }: AuditPage = await door.ask<AuditPage>(wholeList, { after })
    yield* audit.nodes
    after = audit.pageInfo.hasNextPage ? audit.pageInfo.endCursor : null
  } while (after !== null)
}

/** A page of the audit, as the graph gives it. */
export type AuditPage = {
  readonly audit: {
    readonly nodes: readonly AuditEntry[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

/** All that an entry says. */
export const entryFields = 'seq at actor act subjects purpose outcome times batch previous hash'

const wholeList = `query VerifyAudit($after: String) {
  audit(orderBy: OLDEST_FIRST, first: 1000, after: $after) { nodes { ${entryFields} } pageInfo { hasNextPage endCursor } }
}`
