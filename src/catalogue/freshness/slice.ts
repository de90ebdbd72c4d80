import { HubFreshnessResolver, SourceFreshnessResolver } from './resolvers.ts'

/** What the hub wires of the freshness of sources. */
export const freshnessSlice = {
  entities: [],
  resolvers: [HubFreshnessResolver, SourceFreshnessResolver],
  streams: [],
  nodes: {},
} as const
