import type { GraphQLResolveInfo } from 'graphql'
import type { RequestContext } from '../../api/context.ts'
import type { PageArguments } from '../../api/paged.ts'
import { type FactsOf, pageOfFacts } from '../../catalogue/organization/page-of-facts.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { anyText } from '../../kernel/graph/page-list.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import { inspectionCondition } from './filters.ts'
import { countInspections, inspectionCounts, inspectionsOfOrganizations, readInspections } from './reads.ts'
import type { Inspection } from './terms.ts'
import type { InspectionFilter } from './types.ts'

/** What a list of inspections is asked for with, as GraphQL coerced it. */
export type InspectionArguments = PageArguments & { readonly filter: InspectionFilter | null | undefined }

/** Reads the page of inspections that the arguments name; of one organization where one is given. */
export function pageOfInspections(
  context: RequestContext,
  { filter, ...page }: InspectionArguments,
  info: GraphQLResolveInfo,
  of: FactsOf | null = null,
): Promise<Connection<Inspection>> {
  return pageOfFacts(
    context,
    {
      list: { name: 'inspections', keys: [/^$|^\d{4}-\d{2}-\d{2}$/, anyText] },
      question: async ([inspected, id], limit, scope) => ({
        condition: await inspectionCondition(context, filter, scope.position),
        after: inspected === undefined || id === undefined ? null : { inspected, id },
        limit,
      }),
      read: readInspections,
      count: countInspections,
      readOf: inspectionsOfOrganizations,
      countOf: inspectionCounts,
      keysOf: ({ inspectedOn, inspectionId }) => [inspectedOn ?? '', inspectionId],
    },
    page,
    wantedFields(info, ['edges', 'node'], ['nodes']),
    of,
  )
}
