import {
  ObservationRevisionsResolver,
  RevisionResolver,
  VintageFigureResolver,
  VintageResolver,
} from './resolvers.ts'

/** What the hub wires of vintages. */
export const vintageSlice = {
  entities: [],
  resolvers: [VintageResolver, VintageFigureResolver, ObservationRevisionsResolver, RevisionResolver],
  streams: [],
  nodes: {},
} as const
