import { codesNow } from '../codes-now.ts'
import type { Register } from '../register/register.ts'
import { checkOrganization } from './rules.ts'

/**
 * How registers of organizations are taken in: each says its entries, one per first number, and an organization is made
 * of all that speak of it, the registers first.
 */
export const organizationRegister: Register = {
  noun: 'organization',
  origin: 'REGISTER',
  table: 'register_entry',
  columns: { organization_id: { party: 'organization' } },
  checker: async (database) => {
    const { regions } = await codesNow(database)
    return (draft) => checkOrganization(draft.fields, regions)
  },
}
