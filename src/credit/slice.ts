import { creditNoun } from './columns.ts'
import { creditRecordsByKey } from './reads.ts'
import { CreditRecordResolver } from './resolvers.ts'
import { creditRecordTable } from './storage.ts'

/** What the hub wires of credit records. */
export const creditSlice = {
  entities: [creditRecordTable],
  resolvers: [CreditRecordResolver],
  streams: [],
  nodes: { [creditNoun]: creditRecordsByKey },
} as const
