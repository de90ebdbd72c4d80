import { Field, InputType } from 'type-graphql'
import { DateFilter, DecimalFilter, FlagFilter, IdFilter, TextFilter } from '../kernel/graph/filter-inputs.ts'

/** A filter of credit records. */
@InputType({
  description: 'Which credit records. All tests must hold; `or` and `not` combine them otherwise.',
})
export class CreditRecordFilter {
  @Field(() => IdFilter, {
    nullable: true,
    description:
      'The organization, by its `id`: a watchlist is `{ in: [ … ] }`. It is found by what it was merged into too.',
  })
  organization?: IdFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'The name of whom it is about, as everybody may read it: masked where that is a person.',
  })
  counterparty?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the region.' })
  region?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the scheme it concerns.' })
  scheme?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The kind: a value of CreditKind.' })
  kind?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The severity: a value of Severity.' })
  severity?: TextFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'Where it stands in its life: a value of CreditStatus.',
  })
  status?: TextFilter

  @Field(() => FlagFilter, { nullable: true, description: 'Whether it is disputed.' })
  disputed?: FlagFilter

  @Field(() => DateFilter, { nullable: true, description: 'The day of the decision.' })
  decisionDate?: DateFilter

  @Field(() => TextFilter, { nullable: true, description: 'The name of the authority that decided.' })
  authority?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The number of the decision.' })
  decisionNumber?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The number of the certificate it concerns.' })
  certificateNumber?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of its source.' })
  source?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The rule of publicity that was applied.' })
  rule?: TextFilter

  @Field(() => DecimalFilter, { nullable: true, description: 'The fine in yuan.' })
  fine?: DecimalFilter

  @Field(() => [CreditRecordFilter], { nullable: true, description: 'All of these hold.' })
  and?: CreditRecordFilter[]

  @Field(() => [CreditRecordFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: CreditRecordFilter[]

  @Field(() => CreditRecordFilter, { nullable: true, description: 'This does not hold.' })
  not?: CreditRecordFilter
}
