import { asAdministrator, ask } from '../support/hub.ts'
import { entryFields, type GivenEntry } from './chain-model.ts'

/** All entries of the audit of the hub at an address, oldest first. */
export async function readAudit(address: string, key = asAdministrator): Promise<readonly GivenEntry[]> {
  const entries: GivenEntry[] = []
  let after: string | null = null
  for (;;) {
    const { data, errors } = await ask(
      address,
      `query ($after: String) { audit(orderBy: OLDEST_FIRST, first: 1000, after: $after) {
        nodes { ${entryFields} } pageInfo { hasNextPage endCursor } } }`,
      { after },
      key,
    )
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    const {
      audit,
    }: { audit: { nodes: GivenEntry[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = data
    entries.push(...audit.nodes)
    if (!audit.pageInfo.hasNextPage) return entries
    after = audit.pageInfo.endCursor
  }
}
