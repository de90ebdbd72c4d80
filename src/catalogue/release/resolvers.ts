import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { anyText, type PageList, wholeNumber } from '../../kernel/graph/page-list.ts'
import { sourceReads } from '../source/reads.ts'
import type { Source } from '../source/terms.ts'
import { SourceType } from '../source/types.ts'
import { figureCounts } from './figure-counts.ts'
import { countReleases, readReleases, releaseReads } from './reads.ts'
import type { Release } from './terms.ts'
import { ReleaseConnection, ReleaseFilter, ReleaseType } from './types.ts'

const filterFields = { source: 'text', code: 'text', period: 'text', status: 'text' } as const

const releaseList: PageList = { name: 'releases', keys: [wholeNumber, anyText] }

/** The release fields of the graph. */
@Resolver(() => ReleaseType)
export class ReleaseResolver {
  @Query(() => ReleaseConnection, { description: 'The releases, newest first by position.' })
  async releases(
    @Arg('filter', () => ReleaseFilter, { nullable: true, description: 'Only releases that match.' })
    filter: ReleaseFilter | null | undefined,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Release>> {
    return context.page(
      {
        list: releaseList,
        question: ([position, id], limit) => ({
          condition: conditionOf(filter, filterFields),
          after: position === undefined || id === undefined ? null : ([position, id] as const),
          limit,
        }),
        read: readReleases,
        count: countReleases,
        wanted: new Set(),
        keysOf: (release) => [String(release.position), `${release.source}/${release.code}`],
      },
      { first, after },
    )
  }

  @Query(() => ReleaseType, { nullable: true, description: 'One release; null where there is none.' })
  async release(
    @Arg('source', () => String, { description: 'The code of its source.' }) source: string,
    @Arg('code', () => String, { description: 'Its code, like 2022-08.' }) code: string,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> {
    const { rows } = await context.read(releaseReads.list, { keys: [`${source}/${code}`] }, new Set())
    return rows[0] ?? null
  }

  @Costs({ own: 1 })
  @FieldResolver(() => Int, {
    description: 'How many figures it says, whether they stand or another release says otherwise.',
  })
  async figureCount(@Root() release: Release, @Ctx() context: RequestContext): Promise<number> {
    return (await context.load(figureCounts, release, `${release.source}/${release.code}`)) ?? 0
  }

  @FieldResolver(() => SourceType, { description: 'Whose release it is.' })
  source(@Root() release: Release, @Ctx() context: RequestContext): Promise<Source | null> {
    return context.load(sourceReads.byKey, release, release.source)
  }
}
