import {
  DiscrepancyEvidenceFields,
  DiscrepancyFields,
  DiscrepancySideFields,
  ObservationDiscrepancies,
} from './fields.ts'
import { discrepancyReads } from './reads.ts'
import { DiscrepancyResolver } from './resolvers.ts'
import { discrepancyTable } from './storage.ts'
import { deriveDiscrepancies } from './writes.ts'

/** What the hub wires of discrepancies. */
export const discrepancySlice = {
  entities: [discrepancyTable],
  resolvers: [
    DiscrepancyResolver,
    DiscrepancyFields,
    DiscrepancySideFields,
    DiscrepancyEvidenceFields,
    ObservationDiscrepancies,
  ],
  streams: [discrepancyReads.stream],
  nodes: { discrepancy: discrepancyReads.byKey },
  derive: deriveDiscrepancies,
} as const
