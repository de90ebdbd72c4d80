import { sourceReads } from './reads.ts'
import { SourceResolver } from './resolvers.ts'
import { sourceTable } from './storage.ts'

/** What the hub wires of sources. */
export const sourceSlice = {
  entities: [sourceTable],
  resolvers: [SourceResolver],
  streams: [sourceReads.stream],
  nodes: { source: sourceReads.byKey },
} as const
