import { creditNoun } from './columns.ts'
import { creditRecordsByKey } from './reads.ts'
import { CreditRecordResolver } from './resolvers.ts'
import { creditRecordTable } from './storage.ts'
import { creditRecordStream } from './streams.ts'

/** What the hub wires of credit records. */
export const creditSlice = {
  entities: [creditRecordTable],
  resolvers: [CreditRecordResolver],
  streams: [creditRecordStream],
  nodes: { [creditNoun]: creditRecordsByKey },
} as const
