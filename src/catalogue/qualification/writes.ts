import { expiryOf } from '../certificate/writes.ts'
import { qualificationTable } from './storage.ts'

/** What days change of qualifications. */
export const qualificationsDue = expiryOf('qualification', Object.keys(qualificationTable.properties))
