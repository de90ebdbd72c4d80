import { indicatorReads } from './reads.ts'
import { IndicatorResolver } from './resolvers.ts'
import { indicatorTable } from './storage.ts'

/** What the hub wires of indicators. */
export const indicatorSlice = {
  entities: [indicatorTable],
  resolvers: [IndicatorResolver],
  streams: [indicatorReads.stream],
  nodes: { indicator: indicatorReads.byKey },
} as const
