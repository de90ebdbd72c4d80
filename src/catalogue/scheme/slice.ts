import { schemeReads } from './reads.ts'
import { SchemeResolver } from './resolvers.ts'
import { schemeTable } from './storage.ts'

/** What the hub wires of schemes. */
export const schemeSlice = {
  entities: [schemeTable],
  resolvers: [SchemeResolver],
  streams: [schemeReads.stream],
  nodes: { scheme: schemeReads.byKey },
} as const
