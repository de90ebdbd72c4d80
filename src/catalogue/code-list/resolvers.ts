import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import { scopeOf } from '../../access/read.ts'
import type { RequestContext } from '../../api/context.ts'
import { Costs } from '../../kernel/graph/cost.ts'
import { DateScalar, LanguageScalar } from '../../kernel/graph/scalars.ts'
import { languageOf, type Names, nameIn } from '../../kernel/language.ts'
import { inLanguageOf, nameFieldsOf } from '../name-fields.ts'
import { regionReads } from '../region/reads.ts'
import { schemeReads } from '../scheme/reads.ts'
import { codeListReads } from './reads.ts'
import {
  type CodeList,
  holdsOn,
  inOrder,
  type ListedCode,
  mostEntries,
  mostVersions,
  namedByRegions,
} from './terms.ts'
import { CodeListEntryType, CodeListType } from './types.ts'

/** The code list fields of the graph. */
@Resolver(() => CodeListType)
export class CodeListResolver extends nameFieldsOf(CodeListType) {
  @Costs({ size: mostVersions })
  @Query(() => [CodeListType], { description: 'The code lists in all their versions.' })
  async codeLists(
    @Arg('code', () => String, {
      nullable: true,
      description: 'Only versions of this list, like cnca-field.',
    })
    code: string | null | undefined,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Only versions that hold on this day.' })
    on: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly CodeList[]> {
    const { rows } = await context.read(codeListReads.list, { keys: null }, new Set())
    return rows.filter((list) => (code == null || list.code === code) && (on == null || holdsOn(list, on)))
  }

  @Costs({ size: mostEntries })
  @FieldResolver(() => [CodeListEntryType], { description: 'The codes in their published order.' })
  entries(@Root() list: CodeList): readonly ListedCode[] {
    const { code, readAt, pinned } = list
    return list.entries.map((entry) => ({ ...entry, list: code, readAt, pinned }))
  }

  @Costs({ own: mostVersions })
  @FieldResolver(() => CodeListType, {
    nullable: true,
    description: 'The version before this one; null for the oldest known.',
  })
  previous(@Root() list: CodeList, @Ctx() context: RequestContext): Promise<CodeList | null> {
    return neighbour(list, context, -1)
  }

  @Costs({ own: mostVersions })
  @FieldResolver(() => CodeListType, {
    nullable: true,
    description: 'The version after this one; null for the newest.',
  })
  next(@Root() list: CodeList, @Ctx() context: RequestContext): Promise<CodeList | null> {
    return neighbour(list, context, 1)
  }

  @FieldResolver(() => String, { nullable: true, description: 'What a reader should know of this list.' })
  note(@Root() list: CodeList, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, list.note)
  }
}

/** The names of a list’s codes. */
@Resolver(() => CodeListEntryType)
export class CodeListEntryResolver {
  @Costs({ own: 1 })
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The name in a language; without one, in the language that the request’s Accept-Language prefers. Null where nobody names it.',
  })
  async name(
    @Root() entry: ListedCode,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' })
    language: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const names = entry.names ?? (await namesElsewhere(entry, context))
    const wanted = (language == null ? null : languageOf(language)) ?? context.language
    return names === null ? null : nameIn(names, wanted)
  }
}

async function namesElsewhere(entry: ListedCode, context: RequestContext): Promise<Names | null> {
  const named = namedByRegions.has(entry.list)
    ? await context.load(regionReads.byKey, entry, entry.code)
    : await context.load(schemeReads.byKey, entry, entry.code)
  return named?.names ?? null
}

async function neighbour(list: CodeList, context: RequestContext, step: 1 | -1): Promise<CodeList | null> {
  const scope = scopeOf(context.scope, list)
  const { rows } = await context.read(codeListReads.list, { keys: null }, new Set(), scope)
  const versions = inOrder(rows, list.code)
  const here = versions.findIndex((each) => each.version === list.version)
  return versions[here + step] ?? null
}
