import type { Register, RegisterColumn } from '../register/register.ts'
import { knownToCertificates } from './known-states.ts'
import { checkCertificate } from './rules.ts'

const text = (field: string): RegisterColumn => ({ field, as: 'text' })

/** The columns that certificates and qualifications both have. */
export const datedRegisterColumns: Readonly<Record<string, RegisterColumn>> = {
  number: text('number'),
  holder_id: { party: 'holder' },
  scope: text('scope'),
  status: text('status'),
  status_since: text('statusSince'),
  valid_from: text('validFrom'),
  valid_to: text('validTo'),
}

/** How certificates are taken in. */
export const certificateRegister: Register = {
  noun: 'certificate',
  origin: 'CERTIFICATE',
  table: 'certificate',
  columns: {
    ...datedRegisterColumns,
    scheme: text('scheme'),
    body_id: { party: 'body' },
    standard: text('standard'),
    region: text('region'),
  },
  checker: async (database, source) => {
    const known = await knownToCertificates(database)
    return (draft) => checkCertificate(draft.fields, source, known)
  },
}
