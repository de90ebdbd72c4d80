import { qualificationRegister } from './intake.ts'
import { OrganizationQualifications } from './organization-qualifications.ts'
import { qualificationReads } from './reads.ts'
import { QualificationResolver } from './resolvers.ts'
import { qualificationTable } from './storage.ts'
import { qualificationsDue } from './writes.ts'

/** What the hub wires of qualifications. */
export const qualificationSlice = {
  entities: [qualificationTable],
  resolvers: [QualificationResolver, OrganizationQualifications],
  streams: [qualificationReads.stream],
  nodes: { qualification: qualificationReads.byKey },
  register: qualificationRegister,
  due: qualificationsDue,
} as const
