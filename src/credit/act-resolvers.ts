import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { parseGlobalId } from '../kernel/graph/global-id.ts'
import type { Database } from '../platform/database.ts'
import { recordKnownTo } from './act-rules.ts'
import {
  DisputeCreditRecordInput,
  DisputeCreditRecordResult,
  RepairCreditRecordInput,
  RepairCreditRecordResult,
} from './act-types.ts'
import { type ActParts, dispute, repair } from './acts.ts'
import { creditNoun, creditRecordId } from './columns.ts'
import { creditRecordsByKey } from './reads.ts'

/** What is done to credit records. */
@Resolver()
export class CreditActResolver {
  @Mutation(() => RepairCreditRecordResult, {
    description:
      'Ends the publicity of a credit record early, for its source’s publisher, an administrator, or a supervisor of its region. From then on nobody finds it any more, at no position, nor its joint measures; the commit follows.',
  })
  async repairCreditRecord(
    @Arg('input', () => RepairCreditRecordInput, { description: 'Which record, and why.' })
    input: RepairCreditRecordInput,
    @Ctx() context: RequestContext,
  ): Promise<RepairCreditRecordResult> {
    const asked = recordId(context, input.record)
    const position = await repair(partsOf(context), asked, input)
    return { id: `${creditNoun}/${asked.key}`, position }
  }

  @Mutation(() => DisputeCreditRecordResult, {
    description:
      'Marks a credit record as disputed, or takes the mark away, for its source’s publisher, an administrator, or a supervisor of its region. Every reader sees the mark at once.',
  })
  async disputeCreditRecord(
    @Arg('input', () => DisputeCreditRecordInput, {
      description: 'Which record, and whether it is disputed.',
    })
    input: DisputeCreditRecordInput,
    @Ctx() context: RequestContext,
  ): Promise<DisputeCreditRecordResult> {
    const asked = recordId(context, input.record)
    await dispute(partsOf(context), asked, input)
    const now = { ...context.scope, position: context.hub.tail.position }
    return { creditRecord: await context.loadAt(creditRecordsByKey, now, asked.key, 'all') }
  }
}

function partsOf({ hub, view }: RequestContext): ActParts {
  return { database: hub.kept(itself), commit: hub.commit, view }
}

/** The store itself: an ending by now is a transaction of its own. */
function itself(database: Database): Database {
  return database
}

/** The key that the id of a record names; one with a position names the same record. What is no record is unknown. */
function recordId({ view }: RequestContext, id: string): { readonly key: string; readonly id: string } {
  const { noun, key } = parseGlobalId(id, creditRecordId)
  if (noun !== creditNoun) recordKnownTo(view, null, id)
  return { key, id }
}
