import { releaseReads } from './reads.ts'
import { ReleaseResolver } from './resolvers.ts'
import { releaseTable } from './storage.ts'

/** What the hub wires of releases. */
export const releaseSlice = {
  entities: [releaseTable],
  resolvers: [ReleaseResolver],
  streams: [releaseReads.stream],
  nodes: { release: releaseReads.byKey },
} as const
