import type { GraphQLResolveInfo } from 'graphql'
import type { RequestContext } from '../api/context.ts'
import type { PageArguments } from '../api/paged.ts'
import { type FactsOf, pageOfFacts } from '../catalogue/organization/page-of-facts.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { anyText } from '../kernel/graph/page-list.ts'
import { wantedFields } from '../kernel/graph/wanted.ts'
import type { CreditRecordFilter } from './filter-types.ts'
import { creditCondition } from './filters.ts'
import { recordJsonLists } from './json-of-records.ts'
import type { CreditRecordOrder } from './list-of-records.ts'
import { countCreditRecords, readCreditRecords } from './reads.ts'
import { countsOfOrganizations, recordsOfOrganizations } from './records-of-organizations.ts'
import type { CreditRecord } from './terms.ts'

/** What a list of records is asked for with, as GraphQL coerced it. */
export type RecordArguments = PageArguments & {
  readonly filter: CreditRecordFilter | null | undefined
  readonly orderBy: CreditRecordOrder | null | undefined
}

/** Reads the page of records that the arguments name; of one organization where one is given. Throws what pages and filters can. */
export function pageOfRecords(
  context: RequestContext,
  { filter, orderBy, ...page }: RecordArguments,
  info: GraphQLResolveInfo,
  of: FactsOf | null = null,
): Promise<Connection<CreditRecord>> {
  const order = orderBy ?? 'DECISION_DATE_DESC'
  return pageOfFacts(
    context,
    {
      // A list per order: a cursor of one is none of another.
      list: { name: `creditRecords by ${order}`, keys: [/^$|^\d{4}-\d{2}-\d{2}$/, anyText] },
      question: async ([decided, id], limit, scope) => ({
        condition: await creditCondition(context, filter, scope.position),
        order,
        after: decided === undefined || id === undefined ? null : { decided, id },
        limit,
      }),
      read: readCreditRecords,
      count: countCreditRecords,
      readOf: recordsOfOrganizations,
      countOf: countsOfOrganizations,
      keysOf: ({ decisionDate, recordId }) => [decisionDate ?? '', recordId],
      json: recordJsonLists,
    },
    page,
    wantedFields(info, ['edges', 'node'], ['nodes']),
    of,
    info,
  )
}
