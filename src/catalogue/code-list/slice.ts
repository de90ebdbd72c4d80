import { codeListReads } from './reads.ts'
import { CodeListEntryResolver, CodeListResolver } from './resolvers.ts'
import { codeListTable } from './storage.ts'

/** What the hub wires of code lists. */
export const codeListSlice = {
  entities: [codeListTable],
  resolvers: [CodeListResolver, CodeListEntryResolver],
  streams: [codeListReads.stream],
  nodes: { 'code-list': codeListReads.byKey },
} as const
