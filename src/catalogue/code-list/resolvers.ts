import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../api/context.ts'
import { inLanguageOf, nameFieldsOf } from '../name-fields.ts'
import { codeListReads } from './reads.ts'
import type { CodeList } from './terms.ts'
import { CodeListType } from './types.ts'

/** The code list fields of the graph. */
@Resolver(() => CodeListType)
export class CodeListResolver extends nameFieldsOf(CodeListType) {
  @Query(() => [CodeListType], { description: 'The code lists in all their versions.' })
  async codeLists(
    @Arg('code', () => String, {
      nullable: true,
      description: 'Only versions of this list, like cnca-field.',
    })
    code: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<readonly CodeList[]> {
    const { rows } = await context.read(codeListReads.list, { keys: null }, new Set())
    return code == null ? rows : rows.filter((list) => list.code === code)
  }

  @FieldResolver(() => String, { nullable: true, description: 'What a reader should know of this list.' })
  note(@Root() list: CodeList, @Ctx() context: RequestContext): string | null {
    return inLanguageOf(context, list.note)
  }
}
