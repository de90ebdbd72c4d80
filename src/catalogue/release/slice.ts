import { knownRelease, nextEmbargoes } from './known-releases.ts'
import { releaseReads } from './reads.ts'
import { ReleaseResolver } from './resolvers.ts'
import { releaseTable } from './storage.ts'
import { WithdrawalResolver } from './withdrawal.ts'
import { writeEmbargoEnd, writeWithdrawal } from './writes-status.ts'

/** What the hub wires of releases. */
export const releaseSlice = {
  entities: [releaseTable],
  resolvers: [ReleaseResolver, WithdrawalResolver],
  streams: [releaseReads.stream],
  nodes: { release: releaseReads.byKey },
  nextEmbargoes,
  changes: { known: knownRelease, withdraw: writeWithdrawal, endEmbargo: writeEmbargoEnd },
} as const
