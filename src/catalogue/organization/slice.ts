import { organizationRegister } from './entry-register.ts'
import { OrganizationFields } from './fields.ts'
import { MergeResolver } from './merge-resolvers.ts'
import { organizationReads } from './reads.ts'
import { OrganizationResolver } from './resolvers.ts'
import { identifierTable, organizationLinkTable, organizationTable, registerEntryTable } from './storage.ts'
import { organizationStream } from './streams.ts'

/** What the hub wires of organizations. */
export const organizationSlice = {
  entities: [organizationTable, identifierTable, organizationLinkTable, registerEntryTable],
  resolvers: [OrganizationResolver, OrganizationFields, MergeResolver],
  streams: [organizationStream],
  nodes: { organization: organizationReads.byKey },
  register: organizationRegister,
} as const
