import { expiringOf } from '../certificate/writes.ts'
import { qualificationTable } from './storage.ts'

/** The expiry of qualifications, for the sweep. */
export const qualificationExpiry = expiringOf('qualification', Object.keys(qualificationTable.properties))
