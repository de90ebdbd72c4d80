import { crosswalkReads } from './reads.ts'
import {
  CrosswalkEntryResolver,
  CrosswalkResolver,
  TranslationEntryResolver,
  UnmappedCodeResolver,
} from './resolvers.ts'
import { crosswalkTable } from './storage.ts'

/** What the hub wires of crosswalks. */
export const crosswalkSlice = {
  entities: [crosswalkTable],
  resolvers: [CrosswalkResolver, CrosswalkEntryResolver, TranslationEntryResolver, UnmappedCodeResolver],
  streams: [crosswalkReads.stream],
  nodes: { crosswalk: crosswalkReads.byKey },
} as const
