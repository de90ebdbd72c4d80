import { CertificateRecords, RecordCertificates } from './certificate-fields.ts'
import { CreditRecordChanges } from './changes-resolver.ts'
import { creditNoun } from './columns.ts'
import { OrganizationRecords, RecordOrganizations } from './organization-fields.ts'
import { creditRecordsByKey } from './reads.ts'
import { CreditRecordResolver } from './resolvers.ts'
import { creditRecordTable } from './storage.ts'
import { creditRecordStream } from './streams.ts'

/** What the hub wires of credit records. */
export const creditSlice = {
  entities: [creditRecordTable],
  resolvers: [
    CreditRecordResolver,
    CreditRecordChanges,
    RecordOrganizations,
    OrganizationRecords,
    RecordCertificates,
    CertificateRecords,
  ],
  streams: [creditRecordStream],
  nodes: { [creditNoun]: creditRecordsByKey },
} as const
