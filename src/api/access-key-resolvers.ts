import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { type AccessKey, type AccessKeyStatus, statusOf } from '../access/key/access-key.ts'
import {
  accessKeyNoun,
  accessKeysById,
  countAccessKeys,
  readAccessKeys,
} from '../access/key/access-key-reads.ts'
import { mayAdminister, requireTo } from '../access/rights.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { conditionOf } from '../kernel/graph/filter-condition.ts'
import { parseGlobalId } from '../kernel/graph/global-id.ts'
import { After, First } from '../kernel/graph/list-arguments.ts'
import { anyText, type PageList, wholeNumber } from '../kernel/graph/page-list.ts'
import { DateTimeScalar } from '../kernel/graph/scalars.ts'
import {
  AccessKeyConnection,
  AccessKeyFilter,
  AccessKeyStatusEnum,
  AccessKeyType,
  CreateAccessKeyInput,
  CreatedAccessKey,
  RevokeAccessKeyInput,
} from './access-key-types.ts'
import type { RequestContext } from './context.ts'

const filterFields = {
  keyId: 'text',
  holder: 'text',
  role: 'text',
  status: 'text',
  createdBy: 'text',
} as const

const keyList: PageList = { name: 'accessKeys', keys: [wholeNumber, anyText] }

/** The access keys of the graph: listed, created, taken back. */
@Resolver(() => AccessKeyType)
export class AccessKeyResolver {
  @Query(() => AccessKeyConnection, {
    description:
      'The access keys, newest first: all for administrators, their own for those who ask with one.',
  })
  accessKeys(
    @Arg('filter', () => AccessKeyFilter, { nullable: true, description: 'Only keys that match.' })
    filter: AccessKeyFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<AccessKey>> {
    return context.page(
      {
        list: keyList,
        question: ([position, id], limit) => ({
          condition: conditionOf(filter, filterFields),
          now: context.hub.accessKeys.now(),
          after: position === undefined || id === undefined ? null : ([position, id] as const),
          limit,
        }),
        read: readAccessKeys,
        count: countAccessKeys,
        wanted: new Set(),
        keysOf: (key) => [String(key.bornPosition), key.keyId],
      },
      { first, after },
    )
  }

  @Mutation(() => CreatedAccessKey, {
    description:
      'Creates an access key, for an administrator. Its text is in this answer and nowhere else. It works when this answers. To change a key over, create the second, then revoke the first.',
  })
  async createAccessKey(
    @Arg('input', () => CreateAccessKeyInput, { description: 'The key.' }) input: CreateAccessKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<CreatedAccessKey> {
    const { hub, view } = context
    requireTo(mayAdminister(view), view, 'create an access key', 'an administrator')
    const codes = await hub.knownCodes(hub.tail.position)
    const { key, id } = await hub.accessKeys.create(
      {
        role: input.role,
        holder: input.holder,
        regions: input.regions ?? [],
        sources: input.sources ?? [],
        note: input.note ?? null,
        expiresAt: input.expiresAt ?? null,
      },
      { regions: codes.get('region') ?? new Set(), sources: codes.get('source') ?? new Set() },
      view,
    )
    return { key, accessKey: await keyNow(context, id) }
  }

  @Mutation(() => AccessKeyType, {
    description:
      'Takes an access key back, for an administrator. It is refused from then on by every node, and its sockets are closed with 4403; the commit follows. Taken back again, nothing changes.',
  })
  async revokeAccessKey(
    @Arg('input', () => RevokeAccessKeyInput, { description: 'The key.' }) input: RevokeAccessKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<AccessKey> {
    const { hub, view } = context
    requireTo(mayAdminister(view), view, 'revoke an access key', 'an administrator')
    const id = keyIdOf(input.id)
    await hub.accessKeys.revoke(id, input.reason, view)
    return keyNow(context, id)
  }

  @FieldResolver(() => AccessKeyStatusEnum, {
    description: 'What it is worth: now, and under @asOf at the commit that is asked for.',
  })
  async status(@Root() key: AccessKey, @Ctx() context: RequestContext): Promise<AccessKeyStatus> {
    const then = key.pinned ? (await context.hub.tail.commitAt(key.readAt))?.recordedAt : undefined
    return statusOf(key, then ?? context.hub.accessKeys.now())
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it was last used, as far as this node knows: other nodes tell within a minute. Also under @asOf as of now.',
  })
  lastUsedAt(@Root() { keyId, lastUsedAt }: AccessKey, @Ctx() context: RequestContext): Date | null {
    const here = context.hub.accessKeys.lastUseOf(keyId)
    return here !== null && (lastUsedAt === null || here > lastUsedAt) ? here : lastUsedAt
  }
}

/** A key as it stands after a mutation, for whoever made that. */
async function keyNow(context: RequestContext, id: string): Promise<AccessKey> {
  const now = { ...context.scope, position: context.hub.tail.position }
  const key = await context.loadAt(accessKeysById, now, id, 'all')
  if (key === null) throw new Error('an access key that was just written cannot be read')
  return key
}

/** The id within the key's text, which the global id names too. */
function keyIdOf(id: string): string {
  const global = id.includes('/') ? parseGlobalId(id) : null
  return global?.noun === accessKeyNoun ? global.key : id
}
