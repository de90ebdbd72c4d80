import { AvailabilityResolver } from './resolvers.ts'
import { extentTable, seriesExtentTable } from './storage.ts'
import { deriveExtents } from './writes.ts'

/** What the hub wires of availability. */
export const availabilitySlice = {
  entities: [extentTable, seriesExtentTable],
  resolvers: [AvailabilityResolver],
  streams: [],
  nodes: {},
  derive: deriveExtents,
} as const
