import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import type { AuditEntry } from '../access/audit/chain.ts'
import { type AuditQuestion, countEntries, readEntries } from '../access/audit/read-entries.ts'
import type { Answer, ReadScope } from '../access/read.ts'
import { mayAdminister, requireTo } from '../access/rights.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
import { After, First } from '../kernel/graph/list-arguments.ts'
import { type PageList, wholeNumber } from '../kernel/graph/page-list.ts'
import { AuditConnection, AuditEntryType, AuditFilter, AuditOrderEnum } from './audit-types.ts'
import type { RequestContext } from './context.ts'

const filterFields = { actor: 'text', act: 'text', outcome: 'text', purpose: 'text' } as const

/** A list per order: a cursor of one is none of the other. */
const listIn = (order: AuditQuestion['order']): PageList => ({
  name: order === 'NEWEST_FIRST' ? 'audit' : 'audit from the beginning',
  keys: [wholeNumber],
})

/** The audit, for administrators. */
@Resolver(() => AuditEntryType)
export class AuditResolver {
  @Query(() => AuditConnection, {
    description:
      'Who did or read what, for administrators. The chain as it stands now, whatever position the rest of the answer is read at. Reading it leaves an entry, too.',
  })
  async audit(
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Only entries that match.' })
    filter: AuditFilter | null | undefined,
    @Arg('subject', () => String, { nullable: true, description: 'Only entries about this id.' })
    subject: string | null | undefined,
    @Arg('orderBy', () => AuditOrderEnum, { nullable: true, description: 'The newest first by default.' })
    orderBy: AuditQuestion['order'] | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<AuditEntry>> {
    const { view, hub } = context
    requireTo(mayAdminister(view), view, 'read the audit', 'an administrator')
    await hub.audit.settle()
    const order = orderBy ?? 'NEWEST_FIRST'
    const condition = conditionOf(filter, filterFields)
    const page = await context.page(
      {
        list: listIn(order),
        question: ([seq], limit) => ({
          condition,
          subject: subject ?? null,
          order,
          after: seq === undefined ? null : Number(seq),
          limit,
        }),
        read: entries,
        count: entryCount,
        wanted: new Set(),
        keysOf: ({ seq }) => [String(seq)],
      },
      { first, after },
    )
    context.audit('readAudit', rangeOf(page.nodes))
    return page
  }
}

async function entries({ database }: ReadScope, question: AuditQuestion): Promise<Answer<AuditEntry>> {
  return { rows: await readEntries(database, question), tags: ['audit'] }
}

async function entryCount({ database }: ReadScope, question: AuditQuestion): Promise<Answer<number>> {
  return { rows: [await countEntries(database, question)], tags: ['audit'] }
}

/** Which entries were read: from the lowest to the highest number. */
function rangeOf(nodes: readonly AuditEntry[]): readonly string[] {
  const ends = [nodes[0]?.seq, nodes.at(-1)?.seq].filter((seq) => seq !== undefined)
  return ends.length === 0 ? [] : [`${Math.min(...ends)}-${Math.max(...ends)}`]
}
