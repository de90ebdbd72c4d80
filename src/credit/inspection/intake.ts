import type { Register, RegisterColumn } from '../../catalogue/register/register.ts'
import { counterpartyRegisterColumns } from '../intake.ts'
import { knownToCredit } from '../known.ts'
import { checkInspection } from './rules.ts'

const text = (field: string): RegisterColumn => ({ field, as: 'text' })

/** How inspections are taken in. */
export const inspectionRegister: Register = {
  noun: 'inspection',
  origin: 'CREDIT',
  table: 'inspection',
  columns: {
    ...counterpartyRegisterColumns,
    plan: text('plan'),
    plan_name: text('planName'),
    task: text('task'),
    task_name: text('taskName'),
    inspected_on: text('inspectedOn'),
    results: { field: 'results', as: 'text[]' },
    published_on: text('publishedOn'),
    page: text('page'),
  },
  checker: async (database, source) => {
    const known = await knownToCredit(database)
    return (draft) => checkInspection(draft.fields, source, known)
  },
}
