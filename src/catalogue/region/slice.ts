import { regionReads } from './reads.ts'
import { RegionResolver } from './resolvers.ts'
import { regionTable } from './storage.ts'

/** What the hub wires of regions. */
export const regionSlice = {
  entities: [regionTable],
  resolvers: [RegionResolver],
  streams: [regionReads.stream],
  nodes: { region: regionReads.byKey },
} as const
