import { datedRegisterColumns } from '../certificate/intake.ts'
import { knownStates } from '../certificate/known-states.ts'
import type { Register } from '../register/register.ts'
import { checkQualification } from './rules.ts'

/** How qualifications are taken in. */
export const qualificationRegister: Register = {
  noun: 'qualification',
  origin: 'CERTIFICATE',
  table: 'qualification',
  columns: {
    ...datedRegisterColumns,
    kind: { field: 'kind', as: 'text' },
    issuer_id: { party: 'issuer' },
  },
  checker: async (database, source) => {
    const known = await knownStates(database, 'qualification')
    return (draft) => checkQualification(draft.fields, source, known)
  },
}
