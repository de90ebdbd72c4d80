import { Arg, type ClassType, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../api/context.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { LanguageScalar } from '../kernel/graph/scalars.ts'
import { languageOf, languages, type Names, nameIn } from '../kernel/language.ts'

/** One name and its language. */
@ObjectType({ description: 'A name in one language.' })
export class Name {
  @Field(() => LanguageScalar, { description: 'The language, as a BCP 47 tag.' })
  language!: string

  @Field(() => String, { description: 'The name.' })
  text!: string
}

/** Makes the resolver of the fields `name(language)` and `names` that every named noun has. */
export function nameFieldsOf<Named extends { readonly names: Names }>(
  type: ClassType<Named>,
): ClassType<object> {
  @Resolver(() => type)
  class NameFields {
    @FieldResolver(() => String, {
      description:
        'The name in a language; without one, in the language that the request’s Accept-Language prefers.',
    })
    name(
      @Root() named: Named,
      @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' })
      language: string | null | undefined,
      @Ctx() context: RequestContext,
    ): string {
      return nameIn(named.names, (language == null ? null : languageOf(language)) ?? context.language)
    }

    @Costs({ size: 4 })
    @FieldResolver(() => [Name], { description: 'The name in every language it is known in.' })
    names(@Root() named: Named): readonly Name[] {
      return namesOf(named.names)
    }
  }
  return NameFields
}

/** The text of a note in the request's language. */
export function inLanguageOf(context: RequestContext, texts: Names | null): string | null {
  return texts === null ? null : nameIn(texts, context.language)
}

function namesOf(names: Names): readonly Name[] {
  return languages.flatMap((language) => {
    const text = names[language]
    return text == null ? [] : [{ language, text }]
  })
}
