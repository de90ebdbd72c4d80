import { certificateRegister } from './intake.ts'
import { OrganizationCertificates } from './organization-certificates.ts'
import { certificateReads } from './reads.ts'
import { CertificateResolver } from './resolvers.ts'
import { certificateTable } from './storage.ts'
import { certificatesDue } from './writes.ts'

/** What the hub wires of certificates. */
export const certificateSlice = {
  entities: [certificateTable],
  resolvers: [CertificateResolver, OrganizationCertificates],
  streams: [certificateReads.stream],
  nodes: { certificate: certificateReads.byKey },
  register: certificateRegister,
  due: certificatesDue,
} as const
