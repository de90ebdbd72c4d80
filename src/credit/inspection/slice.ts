import { inspectionNoun } from './columns.ts'
import { inspectionRegister } from './intake.ts'
import { InspectionOrganizations, OrganizationInspections } from './organization-inspections.ts'
import { inspectionsByKey } from './reads.ts'
import { InspectionResolver } from './resolvers.ts'
import { inspectionTable } from './storage.ts'
import { inspectionStream } from './streams.ts'

/** What the hub wires of inspections. */
export const inspectionSlice = {
  entities: [inspectionTable],
  resolvers: [InspectionResolver, InspectionOrganizations, OrganizationInspections],
  streams: [inspectionStream],
  nodes: { [inspectionNoun]: inspectionsByKey },
  register: inspectionRegister,
} as const
