import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { mayMerge, requireTo } from '../../access/rights.ts'
import { actorOf } from '../../access/view.ts'
import type { RequestContext } from '../../api/context.ts'
import { HubError } from '../../kernel/errors.ts'
import { Costs, writeCost } from '../../kernel/graph/cost.ts'
import { isStorable } from '../../kernel/text.ts'
import { organizationIdOf } from './asked-organizations.ts'
import { MergeOrganizationsInput, SplitOrganizationInput } from './merge-types.ts'
import { organizationReads, rootOfOrganizations } from './reads.ts'
import type { Organization } from './terms.ts'
import { OrganizationType } from './types.ts'
import { mergeInto, splitOff, unknownOrganization } from './writes-links.ts'

/** The mutations that say which organizations are one. */
@Resolver(() => OrganizationType)
export class MergeResolver {
  @Costs({ own: writeCost })
  @Mutation(() => OrganizationType, {
    description:
      'Merges an organization into another, for an administrator: the other stands for it from this position on, in every list, filter and watchlist; its facts stay its own. Gives the organization that stands for both. `splitOrganization` undoes it. Answers when this node’s streams have reached the new position.',
  })
  async mergeOrganizations(
    @Arg('input', () => MergeOrganizationsInput, { description: 'The merge.' })
    { from, into, reason, idempotencyKey = null }: MergeOrganizationsInput,
    @Ctx() context: RequestContext,
  ): Promise<Organization> {
    const { hub, view, scope } = context
    requireTo(mayMerge(view), view, 'merge organizations', 'an administrator')
    const merge = {
      from: organizationIdOf(from),
      into: organizationIdOf(into),
      reason: words('reason', reason, 2_000),
      idempotencyKey: idempotencyKey === null ? null : words('idempotencyKey', idempotencyKey, 200),
      by: actorOf(view),
    }
    await mergeInto(scope.database, hub.commit, merge)
    const now = { ...scope, position: hub.tail.position }
    const root = await context.loadAt(rootOfOrganizations, now, merge.from, 'all')
    if (root === null) throw unknownOrganization(into)
    return root
  }

  @Costs({ own: writeCost })
  @Mutation(() => OrganizationType, {
    description:
      'Splits an organization off the one it was merged into, for an administrator: it stands for itself again, as if it had never been merged. Gives it. Answers when this node’s streams have reached the new position.',
  })
  async splitOrganization(
    @Arg('input', () => SplitOrganizationInput, { description: 'The split.' })
    { organization, reason }: SplitOrganizationInput,
    @Ctx() context: RequestContext,
  ): Promise<Organization> {
    const { hub, view, scope } = context
    requireTo(mayMerge(view), view, 'split an organization', 'an administrator')
    const key = organizationIdOf(organization)
    const split = { organization: key, reason: words('reason', reason, 2_000), by: actorOf(view) }
    await splitOff(scope.database, hub.commit, split)
    const now = { ...scope, position: hub.tail.position }
    const itself = await context.loadAt(organizationReads.byKey, now, key, 'all')
    if (itself === null) throw unknownOrganization(organization)
    return itself
  }
}

function words(what: string, text: string, most: number): string {
  const said = text.trim()
  if (said !== '' && said.length <= most && isStorable(said)) return said
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected a ${what} of 1 to ${most} characters; came ${said.length}.`,
    expected: `1 to ${most} characters`,
    came: `${said.length} characters`,
  })
}
