import type { ReadScope } from '../../access/read.ts'
import { hubItself } from '../../access/view.ts'
import { readHead } from '../../history/head.ts'
import { regionReads } from '../region/reads.ts'
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
    const { position } = await readHead(database)
    const scope: ReadScope = { database, view: hubItself, position, pinned: false }
    const { rows } = await regionReads.list(scope, { keys: null }, new Set())
    const regions = new Map(rows.map((region) => [region.code, region]))
    return (draft) => checkOrganization(draft.fields, regions)
  },
}
