import type { GraphQLResolveInfo } from 'graphql'
import type { RequestContext } from '../../api/context.ts'
import type { PageArguments } from '../../api/paged.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import type { PageList } from '../../kernel/graph/page-list.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { type FactsOf, pageOfFacts } from '../organization/page-of-facts.ts'
import { qualificationCondition } from './filters.ts'
import { qualificationReads, qualificationsHeld } from './reads.ts'
import type { Qualification } from './terms.ts'
import type { QualificationFilter } from './types.ts'

const list: PageList = { name: 'qualifications', keys: [/^[\w-]{1,64}$/] }

/** What a list of qualifications is asked for with, as GraphQL coerced it. */
export type QualificationArguments = PageArguments & {
  readonly filter: QualificationFilter | null | undefined
}

/** Reads the page of qualifications that the arguments name; of one organization where one is given. Throws what pages and filters can. */
export function pageOfQualifications(
  context: RequestContext,
  { filter, ...page }: QualificationArguments,
  info: GraphQLResolveInfo,
  of: FactsOf | null = null,
): Promise<Connection<Qualification>> {
  return pageOfFacts(
    context,
    {
      list,
      question: async ([id], limit, scope) => ({
        condition: await qualificationCondition(context, filter, scope),
        after: id ?? null,
        limit,
      }),
      read: qualificationReads.page,
      count: qualificationReads.count,
      readOf: qualificationsHeld.page,
      countOf: qualificationsHeld.count,
      keysOf: ({ qualificationId }) => [qualificationId],
    },
    page,
    wantedFields(info, ['edges', 'node'], ['nodes']),
    of,
  )
}
