import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { Costs } from '../../kernel/graph/cost.ts'
import type { Names } from '../../kernel/language.ts'
import { mostEntries } from '../code-list/terms.ts'
import type { CrosswalkRelation } from './terms.ts'
import { CrosswalkRelationEnum } from './types.ts'

/** On which side a code has no counterpart, as a GraphQL enum. */
export const CrosswalkSideEnum = { FROM: 'FROM', TO: 'TO' } as const

/** A side of a translation. */
export type CrosswalkSide = keyof typeof CrosswalkSideEnum

registerEnumType(CrosswalkSideEnum, {
  name: 'CrosswalkSide',
  description: 'On which side of a translation a code has no counterpart.',
  valuesConfig: {
    FROM: { description: 'A code of the first version that goes nowhere: the remainder.' },
    TO: { description: 'A code of the second version that nothing of the first makes.' },
  },
})

/** One line of a translation in the graph. */
@ObjectType('TranslationEntry', { description: 'One code of the second version, and what makes it.' })
export class TranslationEntryType {
  @Field(() => [String], { description: 'The codes of the first version that make it.' })
  from!: readonly string[]

  @Field(() => String, { description: 'The code of the second version.' })
  to!: string

  @Field(() => CrosswalkRelationEnum, {
    description: 'What the first are in the second, along the whole way.',
  })
  relation!: CrosswalkRelation

  @Field(() => Boolean, {
    description:
      'The figures of `from` are, added up, those of `to`. False: a break, and no figure follows from them.',
  })
  exact!: boolean

  notes!: readonly Names[]
}

/** A code without a counterpart in the graph. */
@ObjectType('UnmappedCode', { description: 'A code that has no counterpart in the other version.' })
export class UnmappedCodeType {
  @Field(() => String, { description: 'The code.' })
  code!: string

  @Field(() => CrosswalkSideEnum, { description: 'On which side it stands.' })
  direction!: CrosswalkSide

  @Field(() => CrosswalkRelationEnum, {
    nullable: true,
    description: 'SPLIT or DROPPED for a code of the first version; null for one of the second.',
  })
  relation!: CrosswalkRelation | null

  notes!: readonly Names[]
}

/** A translation in the graph. */
@ObjectType('CodeTranslation', {
  description:
    'How the codes of one version of a code list are told in those of another, along the stored crosswalks, forwards or back. Each code of the first version is in `from` of one entry or in `unmapped`.',
})
export class CodeTranslationType {
  @Field(() => String, { description: 'The code of the list.' })
  codeList!: string

  @Field(() => [String], { description: 'The versions on the way, both ends included.' })
  via!: readonly string[]

  @Costs({ size: mostEntries })
  @Field(() => [TranslationEntryType], {
    description: 'The codes of the second version that something makes, in the order of their list.',
  })
  entries!: readonly TranslationEntryType[]

  @Costs({ size: mostEntries })
  @Field(() => [UnmappedCodeType], { description: 'The codes of both versions without a counterpart.' })
  unmapped!: readonly UnmappedCodeType[]
}
