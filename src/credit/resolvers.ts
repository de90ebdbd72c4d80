import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { parseGlobalId } from '../kernel/graph/global-id.ts'
import { After, First } from '../kernel/graph/list-arguments.ts'
import { wantedFields } from '../kernel/graph/wanted.ts'
import { placedFieldsOf } from './code-fields.ts'
import { creditNoun, creditRecordId } from './columns.ts'
import { CreditRecordOrderEnum } from './credit-enums.ts'
import { CreditRecordFilter } from './filter-types.ts'
import type { CreditRecordOrder } from './list-of-records.ts'
import { type Money, moneyOf } from './money.ts'
import { pageOfRecords } from './page-of-records.ts'
import { creditRecordsByKey } from './reads.ts'
import type { CreditRecord } from './terms.ts'
import {
  CreditRecordConnection,
  CreditRecordDetailType,
  CreditRecordEndType,
  CreditRecordType,
  MoneyAmountType,
} from './types.ts'

/** The credit records of the graph. */
@Resolver(() => CreditRecordType)
export class CreditRecordResolver extends placedFieldsOf(CreditRecordType) {
  @Query(() => CreditRecordType, {
    nullable: true,
    description:
      'One credit record; null where there is none that the caller may see. A supervisor sees also the records of its regions that are not public, and whole names of persons, only with a purpose (header `Baymark-Purpose`): each such read is audited.',
  })
  async creditRecord(
    @Arg('id', () => ID, { description: 'Its id as an answer gave it.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CreditRecord | null> {
    const { noun, key, at } = parseGlobalId(id, creditRecordId)
    if (noun !== creditNoun) return null
    return context.loadAt(creditRecordsByKey, context.scopeAt(at), key, wantedFields(info))
  }

  @Query(() => CreditRecordConnection, { description: 'The credit records, newest decision first.' })
  creditRecords(
    @Arg('filter', () => CreditRecordFilter, { nullable: true, description: 'Only records that match.' })
    filter: CreditRecordFilter | null | undefined,
    @Arg('orderBy', () => CreditRecordOrderEnum, {
      nullable: true,
      description: 'The order: newest decision first by default.',
    })
    orderBy: CreditRecordOrder | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CreditRecord>> {
    return pageOfRecords(context, { filter, orderBy, first, after }, info)
  }

  @FieldResolver(() => MoneyAmountType, {
    nullable: true,
    description: 'The fine; null where there is none, which is not zero.',
  })
  fine(@Root() { fine }: CreditRecord): Money | null {
    return moneyOf(fine)
  }

  @FieldResolver(() => MoneyAmountType, {
    nullable: true,
    description: 'What was confiscated, in money; null where nothing was, which is not zero.',
  })
  confiscated(@Root() { confiscated }: CreditRecord): Money | null {
    return moneyOf(confiscated)
  }

  @Costs({ own: 0 })
  @FieldResolver(() => CreditRecordDetailType, { description: 'What it says at length.' })
  detail(@Root() { detail }: CreditRecord): CreditRecord['detail'] {
    return detail
  }

  @FieldResolver(() => CreditRecordEndType, {
    nullable: true,
    description:
      'How it was ended before its time; null where it was not. Only supervisors, with a purpose, find records that have ended.',
  })
  end(@Root() { endedOn, endBasis, endDocument }: CreditRecord): CreditRecordEndType | null {
    if (endedOn === null && endBasis === null && endDocument === null) return null
    return { on: endedOn, basis: endBasis, document: endDocument }
  }
}
