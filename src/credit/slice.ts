import { CreditActResolver } from './act-resolvers.ts'
import { CertificateRecords, RecordCertificates } from './certificate-fields.ts'
import { CreditRecordChanges } from './changes-resolver.ts'
import { creditNoun } from './columns.ts'
import { OrganizationRecords, RecordOrganizations } from './organization-fields.ts'
import { creditRecordsByKey } from './reads.ts'
import { CreditRecordResolver } from './resolvers.ts'
import { creditRecordTable } from './storage.ts'
import { creditRecordStream } from './streams.ts'
import { dayHasCome, tellDays } from './writes-days.ts'

/** What the hub wires of credit records. */
export const creditSlice = {
  entities: [creditRecordTable],
  resolvers: [
    CreditRecordResolver,
    CreditRecordChanges,
    CreditActResolver,
    RecordOrganizations,
    OrganizationRecords,
    RecordCertificates,
    CertificateRecords,
  ],
  streams: [creditRecordStream],
  due: { isDue: dayHasCome, tell: tellDays },
  nodes: { [creditNoun]: creditRecordsByKey },
} as const
