import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { placedFieldsOf } from '../code-fields.ts'
import { pageOfInspections } from './page-of-inspections.ts'
import type { Inspection } from './terms.ts'
import { InspectionConnection, InspectionFilter, InspectionType } from './types.ts'

/** The inspections of the graph. */
@Resolver(() => InspectionType)
export class InspectionResolver extends placedFieldsOf(InspectionType) {
  @Query(() => InspectionConnection, { description: 'The double-random inspections, newest first.' })
  inspections(
    @Arg('filter', () => InspectionFilter, { nullable: true, description: 'Only inspections that match.' })
    filter: InspectionFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Inspection>> {
    return pageOfInspections(context, { filter, first, after }, info)
  }
}
