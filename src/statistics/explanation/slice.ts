import { ProvenanceResolver } from './provenance-resolvers.ts'
import { ClaimResolver, DeliveryResolver, ExplanationResolver } from './resolvers.ts'

/** What the hub wires of explanations. */
export const explanationSlice = {
  entities: [],
  resolvers: [ExplanationResolver, ProvenanceResolver, ClaimResolver, DeliveryResolver],
  streams: [],
  nodes: {},
} as const
