import { CreditActResolver } from './act-resolvers.ts'
import { CertificateRecords, RecordCertificates } from './certificate-fields.ts'
import { CreditRecordChanges } from './changes-resolver.ts'
import { creditNoun } from './columns.ts'
import { creditRegister } from './intake.ts'
import { codesOfCredit } from './known-codes-of-credit.ts'
import { untoldEndings } from './known-record.ts'
import { OrganizationRecords, RecordOrganizations } from './organization-fields.ts'
import { creditRecordsByKey } from './reads.ts'
import { CreditRecordResolver } from './resolvers.ts'
import { creditRecordTable } from './storage.ts'
import { creditRecordStream } from './streams.ts'
import { dayHasCome, tellDays } from './writes-days.ts'
import { tellEnding } from './writes-ending.ts'
import { deriveWindows } from './writes-windows.ts'

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
  register: creditRegister,
  codesInUse: codesOfCredit,
  derive: deriveWindows,
  endings: { untold: untoldEndings, tell: tellEnding },
  due: { isDue: dayHasCome, tell: tellDays },
  nodes: { [creditNoun]: creditRecordsByKey },
} as const
