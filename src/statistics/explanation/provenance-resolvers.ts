import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { scopeOf } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { type PageList, wholeNumber } from '../../kernel/graph/page-list.ts'
import { pageOf } from '../../kernel/graph/page-of.ts'
import { pageSize } from '../../kernel/page.ts'
import type { Position } from '../../kernel/position.ts'
import { discrepanciesOfObservation } from '../discrepancy/reads.ts'
import type { Discrepancy } from '../discrepancy/terms.ts'
import { DiscrepancyType } from '../discrepancy/types.ts'
import { observationsByKey } from '../reads.ts'
import type { Observation } from '../terms.ts'
import { ObservationType } from '../types.ts'
import type { Revision } from '../vintage/terms.ts'
import { RevisionType } from '../vintage/types.ts'
import { revisionsOf, spokenClaim } from './provenance.ts'
import { claimsByKey, claimsByNumber } from './reads.ts'
import type { Claim, ClaimOutline, Explained } from './terms.ts'
import { ClaimConnection, ClaimType, ProvenanceType } from './types.ts'

/** A claim and what it is to its fact. */
type ShownClaim = Claim & Pick<ClaimOutline, 'standing'>

/** Its key is a place in the list: the list of a position never changes, and numbers of claims would tell of others. */
const claimList: PageList = { name: 'claims', keys: [wholeNumber] }

/** Where a figure came from. */
@Resolver(() => ProvenanceType)
export class ProvenanceResolver {
  @FieldResolver(() => ObservationType, {
    nullable: true,
    description: 'The observation as it stands; null where every release that said it was withdrawn.',
  })
  observation(@Root() explained: Explained, @Ctx() context: RequestContext): Promise<Observation | null> {
    return context.load(observationsByKey, explained, keyOf(explained))
  }

  @Costs({ own: 2 })
  @FieldResolver(() => ClaimType, {
    nullable: true,
    description: 'The claim that speaks, by the rule latest-release; null where none does.',
  })
  async claim(@Root() explained: Explained, @Ctx() context: RequestContext): Promise<ShownClaim | null> {
    const claim = await spokenClaim(context, explained)
    return claim === null ? null : { ...claim, standing: 'SPEAKS' }
  }

  @FieldResolver(() => ClaimConnection, {
    description:
      'Every claim about the figure, those taken in last first. Those under embargo only for those who may publish.',
  })
  async claims(
    @Root() explained: Explained,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ShownClaim>> {
    const size = pageSize(first)
    const own = { scope: scopeOf(context.scope, explained), keys: [] }
    const { scope, keys } = after == null ? own : context.pageStart(after, claimList)
    if (explained.pinned && scope.position !== explained.readAt)
      throw otherPosition(explained, scope.position)
    const { claims = [] } = (await context.loadAt(claimsByKey, scope, keyOf(explained), 'all')) ?? {}
    const from = Number(keys[0] ?? 0)
    const page = claims.slice(from, from + size + 1).map(async ({ claimId, standing }, place) => {
      const claim = await context.loadAt(claimsByNumber, scope, String(claimId), 'all')
      return claim === null ? [] : [{ ...claim, standing, next: from + place + 1 }]
    })
    return pageOf({
      rows: (await Promise.all(page)).flat(),
      size,
      continued: keys.length > 0,
      position: scope.position,
      keysOf: ({ next }) => [claimList.name, String(next)],
      count: async () => claims.length,
    })
  }

  @Costs({ own: 2, size: 20 })
  @FieldResolver(() => [RevisionType], {
    description: 'Every version of the figure, oldest first, also those before it was withdrawn.',
  })
  revisions(@Root() explained: Explained, @Ctx() context: RequestContext): Promise<readonly Revision[]> {
    return revisionsOf(context, explained)
  }

  @Costs({ size: 10 })
  @FieldResolver(() => [DiscrepancyType], {
    description: 'Where another source says something else: the discrepancies it is one side of.',
  })
  async discrepancies(
    @Root() explained: Explained,
    @Ctx() context: RequestContext,
  ): Promise<readonly Discrepancy[]> {
    return (await context.load(discrepanciesOfObservation, explained, keyOf(explained))) ?? []
  }
}

/** What a provenance hangs on always has the key of an observation. */
function keyOf({ observationKey }: Explained): string {
  return observationKey ?? ''
}

function otherPosition({ readAt }: Explained, position: Position): HubError {
  return new HubError({
    code: 'CURSOR_CONFLICT',
    message: `The page cursor goes on at position ${position} and the id is read at ${readAt}. Use a cursor of the same id.`,
    expected: `a page cursor at position ${readAt}`,
    came: `one at position ${position}`,
  })
}
