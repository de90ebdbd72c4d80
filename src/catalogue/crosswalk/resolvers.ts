import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { nameIn } from '../../kernel/language.ts'
import { codeListReads } from '../code-list/reads.ts'
import { mostVersions } from '../code-list/terms.ts'
import { inLanguageOf } from '../name-fields.ts'
import { crosswalkReads } from './reads.ts'
import type { Crosswalk, CrosswalkEntry } from './terms.ts'
import { type Translation, translation } from './translate.ts'
import { CodeTranslationType, TranslationEntryType, UnmappedCodeType } from './translation-types.ts'
import { CrosswalkEntryType, CrosswalkType } from './types.ts'

/** The crosswalk fields of the graph. */
@Resolver(() => CrosswalkType)
export class CrosswalkResolver {
  @Costs({ size: mostVersions })
  @Query(() => [CrosswalkType], {
    description: 'The crosswalks between neighbouring versions of code lists, as they are stored.',
  })
  async crosswalks(
    @Arg('codeList', () => String, {
      nullable: true,
      description: 'Only those of this list, like cnca-field.',
    })
    codeList: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly Crosswalk[]> {
    const { rows } = await context.read(crosswalkReads.list, { keys: null }, new Set())
    return codeList == null ? rows : rows.filter((crosswalk) => crosswalk.codeList === codeList)
  }

  @Costs({ own: 2 * mostVersions })
  @Query(() => CodeTranslationType, {
    description:
      'How codes of one version of a list are told in those of another, over any number of versions, forwards or back.',
  })
  async crosswalk(
    @Arg('codeList', () => String, { description: 'The code of the list, like cnca-field.' })
    codeList: string,
    @Arg('from', () => String, { description: 'The version that figures have, like 2019.' }) from: string,
    @Arg('to', () => String, { description: 'The version they are to be told in, like 2022.' }) to: string,
    @Ctx() context: RequestContext,
  ): Promise<CodeTranslationType> {
    const all = { keys: null }
    const [crosswalks, lists] = await Promise.all([
      context.read(crosswalkReads.list, all, new Set()),
      context.read(codeListReads.list, all, new Set()),
    ])
    return shownTranslation(translation(crosswalks.rows, lists.rows, codeList, from, to))
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What a reader should know of this crosswalk.',
  })
  note(@Root() crosswalk: Crosswalk, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, crosswalk.note)
  }
}

/** The note of one line. */
@Resolver(() => CrosswalkEntryType)
export class CrosswalkEntryResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Why, and what not to do with the figures.' })
  note(@Root() entry: CrosswalkEntry, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, entry.note)
  }
}

/** The notes of one line of a translation. */
@Resolver(() => TranslationEntryType)
export class TranslationEntryResolver {
  @FieldResolver(() => [String], { description: 'Why, and what not to do with the figures.' })
  notes(@Root() entry: TranslationEntryType, @Ctx() context: RequestContext): readonly string[] {
    return entry.notes.map((note) => nameIn(note, context.language))
  }
}

/** The notes of a code without a counterpart. */
@Resolver(() => UnmappedCodeType)
export class UnmappedCodeResolver {
  @FieldResolver(() => [String], { description: 'Why it has none, as far as is known.' })
  notes(@Root() code: UnmappedCodeType, @Ctx() context: RequestContext): readonly string[] {
    return code.notes.map((note) => nameIn(note, context.language))
  }
}

function shownTranslation({ codeList, via, codes, remainder }: Translation): CodeTranslationType {
  const made = [...codes.values()]
  return {
    codeList,
    via,
    entries: made.flatMap(({ code, members, exactness, relation, notes }) =>
      relation === null ? [] : [{ from: members, to: code, relation, exact: exactness === 'EXACT', notes }],
    ),
    unmapped: [
      ...remainder.map((code) => ({ ...code, direction: 'FROM' as const })),
      ...made.flatMap(({ code, relation }) =>
        relation === null ? [{ code, direction: 'TO' as const, relation, notes: [] }] : [],
      ),
    ],
  }
}
