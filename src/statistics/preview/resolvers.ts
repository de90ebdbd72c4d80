import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { mayPublish } from '../../access/rights.ts'
import type { RequestContext } from '../../api/context.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { ReleaseType } from '../../catalogue/release/types.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import { After, First } from '../../kernel/graph/list-arguments.ts'
import { type PageList, wholeNumber } from '../../kernel/graph/page-list.ts'
import { dimensionFieldsOf } from '../dimension-fields.ts'
import { countPreview, readPreview } from './reads.ts'
import type { PreviewedFigure } from './terms.ts'
import { PreviewedFigureConnection, PreviewedFigureType } from './types.ts'

const previewList: PageList = { name: 'preview', keys: [wholeNumber] }

/** The dimensions of a claim under embargo. */
@Resolver(() => PreviewedFigureType)
export class PreviewedFigureResolver extends dimensionFieldsOf(PreviewedFigureType) {}

/** What a release under embargo will say. */
@Resolver(() => ReleaseType)
export class ReleasePreviewResolver {
  @FieldResolver(() => PreviewedFigureConnection, {
    nullable: true,
    description:
      'What a release under embargo will say, and what that would do to the figures as they stand now. For those who may publish; null for others, and where there is no embargo (any more).',
  })
  async preview(
    @Root() release: Release,
    @First() first: number | null | undefined,
    @After() after: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<PreviewedFigure> | null> {
    if (release.status !== 'EMBARGOED' || !mayPublish(context.view, release.source)) return null
    context.audit('previewRelease', [`${release.source}/${release.code}`])
    return context.page(
      {
        list: previewList,
        question: ([claim], limit) => ({ release, after: Number(claim ?? 0), limit }),
        read: readPreview,
        count: countPreview,
        wanted: new Set(),
        keysOf: ({ claimId }) => [String(claimId)],
      },
      { first, after },
    )
  }
}
