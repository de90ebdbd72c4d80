import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { conditionOf } from '../../kernel/graph/filter-condition.ts'
import { anyText, type PageList, wholeNumber } from '../../kernel/graph/page-list.ts'
import { pageOf } from '../../kernel/graph/page-of.ts'
import { pageSize } from '../../kernel/page.ts'
import { sourceReads } from '../source/reads.ts'
import type { Source } from '../source/terms.ts'
import { SourceType } from '../source/types.ts'
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
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Entries of a page: 50 by default, 1,000 at most.',
    })
    first: number | null | undefined,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The page cursor of the entry to go on after.',
    })
    after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<Release>> {
    const size = pageSize(first)
    const start = context.pageStart(after, releaseList)
    const [position, id] = start.keys
    const question = {
      condition: conditionOf(filter, filterFields),
      after: position === undefined || id === undefined ? null : ([position, id] as const),
      limit: size + 1,
    }
    const { rows } = await context.read(readReleases, question, new Set(), start.scope)
    return pageOf({
      rows,
      size,
      continued: question.after !== null,
      position: start.scope.position,
      keysOf: (release) => [releaseList.name, String(release.position), `${release.source}/${release.code}`],
      count: async () => (await context.read(countReleases, question, new Set(), start.scope)).rows[0] ?? 0,
    })
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

  @FieldResolver(() => SourceType, { description: 'Whose release it is.' })
  source(@Root() release: Release, @Ctx() context: RequestContext): Promise<Source | null> {
    return context.load(sourceReads.byKey, release, release.source)
  }
}
