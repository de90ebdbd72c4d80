import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../../kernel/graph/connection.ts'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { DateFilter, IdFilter, TextFilter } from '../../kernel/graph/filter-inputs.ts'
import { Node } from '../../kernel/graph/node.ts'
import { DateScalar, DateTimeScalar, PositionScalar } from '../../kernel/graph/scalars.ts'
import { CounterpartyKindEnum } from '../credit-enums.ts'
import type { CounterpartyKind } from '../terms.ts'
import { type Inspection, type InspectionResult, inspectionResults } from './terms.ts'

/** The results as a GraphQL enum. */
export const InspectionResultEnum = enumOf(inspectionResults)

registerEnumType(InspectionResultEnum, {
  name: 'InspectionResult',
  description: 'What an inspection found; several may apply at once.',
  valuesConfig: {
    PROBLEM_PENDING: { description: 'A problem was found and waits for further handling.' },
    NOT_DISCLOSED: { description: 'Information that must be disclosed was not.' },
    CONCEALED: { description: 'Facts were concealed, or what was disclosed is false.' },
    PROBLEM_CORRECTED: { description: 'A problem was found and has been corrected on order.' },
    NO_ACTIVITY_FOUND: { description: 'No activity of the kind was found.' },
    OTHER_DEPARTMENT: { description: 'It was handed to another department.' },
    UNREACHABLE: { description: 'It cannot be reached at its registered address.' },
    CLOSED: { description: 'It has closed its business.' },
    UNCOOPERATIVE: { description: 'It did not cooperate, and that weighed heavily.' },
    CANCELLED: { description: 'Its registration has been cancelled (注销).' },
    LICENCE_REVOKED: { description: 'Its business licence has been revoked (吊销).' },
    REGISTRATION_REVOKED: { description: 'Its registration has been revoked (撤销).' },
    MOVED_AWAY: { description: 'It has moved out of the region.' },
    NO_PROBLEM: { description: 'No problem was found.' },
  },
})

/** An inspection in the graph. */
@ObjectType('Inspection', {
  implements: Node,
  simpleResolvers: true,
  description:
    'One object of a double-random inspection (双随机、一公开): who was drawn for which task of which plan, and what came of it.',
})
export class InspectionType extends Node implements Inspection {
  inspectionId!: string

  organizationId!: string | null

  lineage!: readonly string[]

  @Field(() => String, {
    description: 'The name of whom was inspected, as its source wrote it; masked where that is a person.',
  })
  counterparty!: string

  @Field(() => CounterpartyKindEnum, { description: 'Whom was inspected.' })
  counterpartyKind!: CounterpartyKind

  @Field(() => String, { description: 'The number of the plan.' })
  plan!: string

  @Field(() => String, { nullable: true, description: 'The name of the plan; null where none is given.' })
  planName!: string | null

  @Field(() => String, { description: 'The number of the task within the plan.' })
  task!: string

  @Field(() => String, { nullable: true, description: 'The name of the task; null where none is given.' })
  taskName!: string | null

  @Field(() => String, { description: 'The name of the inspectors’ authority.' })
  authority!: string

  authorityId!: string | null

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day of the inspection; null where that is not known.',
  })
  inspectedOn!: string | null

  @Field(() => [InspectionResultEnum], { description: 'What came of it; several may apply at once.' })
  results!: InspectionResult[]

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which the result was published; null where that is not known.',
  })
  publishedOn!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The address of the published page; null where none is given.',
  })
  page!: string | null

  region!: string | null

  scheme!: string | null

  source!: string

  releaseId!: string

  @Field(() => Int, { description: '1 for the inspection as it first came, one more with each revision.' })
  revision!: number

  @Field(() => PositionScalar, { description: 'The position at which this revision began.' })
  position!: number

  @Field(() => DateTimeScalar, { description: 'When the hub recorded this revision.' })
  recordedAt!: Date

  readAt!: number

  pinned!: boolean
}

/** A filter of inspections. */
@InputType({ description: 'Which inspections. All tests must hold; `or` and `not` combine them otherwise.' })
export class InspectionFilter {
  @Field(() => IdFilter, {
    nullable: true,
    description: 'The organization, by its `id`. It is found by what it was merged into too.',
  })
  organization?: IdFilter

  @Field(() => TextFilter, {
    nullable: true,
    description: 'The name of whom was inspected, as everybody may read it: masked where that is a person.',
  })
  counterparty?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the region.' })
  region?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of the scheme it concerns.' })
  scheme?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The number of the plan.' })
  plan?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The number of the task.' })
  task?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The name of the inspectors’ authority.' })
  authority?: TextFilter

  @Field(() => DateFilter, { nullable: true, description: 'The day of the inspection.' })
  inspectedOn?: DateFilter

  @Field(() => TextFilter, {
    nullable: true,
    description:
      'The results, values of InspectionResult: one of them passes the test, for `ne` and `notIn` none fails it.',
  })
  results?: TextFilter

  @Field(() => TextFilter, { nullable: true, description: 'The code of its source.' })
  source?: TextFilter

  @Field(() => [InspectionFilter], { nullable: true, description: 'All of these hold.' })
  and?: InspectionFilter[]

  @Field(() => [InspectionFilter], { nullable: true, description: 'At least one of these holds.' })
  or?: InspectionFilter[]

  @Field(() => InspectionFilter, { nullable: true, description: 'This does not hold.' })
  not?: InspectionFilter
}

/** A page of inspections. */
export const InspectionConnection = connectionOf<Inspection>(InspectionType, 'Inspection')
