import { Field, ID, InputType } from 'type-graphql'
import { DateScalar, DecimalScalar, PeriodScalar } from './scalars.ts'

/** Tests on a code or another text. Several tests in one input must all hold. */
@InputType({ description: 'Tests on a code or another text. Several tests in one input must all hold.' })
export class TextFilter {
  @Field(() => String, { nullable: true, description: 'Equal to this.' })
  eq?: string

  @Field(() => String, { nullable: true, description: 'Not equal to this.' })
  ne?: string

  @Field(() => [String], { nullable: true, description: 'Equal to one of these.' })
  in?: string[]

  @Field(() => [String], { nullable: true, description: 'Equal to none of these.' })
  notIn?: string[]

  @Field(() => String, { nullable: true, description: 'Begins with this text.' })
  startsWith?: string

  @Field(() => String, { nullable: true, description: 'Holds this text.' })
  contains?: string

  @Field(() => Boolean, { nullable: true, description: 'true: there is no value; false: there is one.' })
  isNull?: boolean
}

/** Tests on a period. Order is within one frequency: a range given in months finds months. */
@InputType({
  description:
    'Tests on a period. A range finds periods of the frequency it is written in: months find months.',
})
export class PeriodFilter {
  @Field(() => PeriodScalar, { nullable: true, description: 'Equal to this period.' })
  eq?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'Not equal to this period.' })
  ne?: string

  @Field(() => [PeriodScalar], { nullable: true, description: 'Equal to one of these periods.' })
  in?: string[]

  @Field(() => [PeriodScalar], { nullable: true, description: 'Equal to none of these periods.' })
  notIn?: string[]

  @Field(() => PeriodScalar, { nullable: true, description: 'Before this period.' })
  lt?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'This period or before.' })
  lte?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'After this period.' })
  gt?: string

  @Field(() => PeriodScalar, { nullable: true, description: 'This period or after.' })
  gte?: string
}

/** Tests on an exact decimal. */
@InputType({ description: 'Tests on an exact decimal. An order test never holds for a missing value.' })
export class DecimalFilter {
  @Field(() => DecimalScalar, { nullable: true, description: 'The same number.' })
  eq?: string

  @Field(() => DecimalScalar, { nullable: true, description: 'Another number, or none.' })
  ne?: string

  @Field(() => [DecimalScalar], { nullable: true, description: 'One of these numbers.' })
  in?: string[]

  @Field(() => [DecimalScalar], { nullable: true, description: 'None of these numbers.' })
  notIn?: string[]

  @Field(() => DecimalScalar, { nullable: true, description: 'Below.' })
  lt?: string

  @Field(() => DecimalScalar, { nullable: true, description: 'Below or equal.' })
  lte?: string

  @Field(() => DecimalScalar, { nullable: true, description: 'Above.' })
  gt?: string

  @Field(() => DecimalScalar, { nullable: true, description: 'Above or equal.' })
  gte?: string

  @Field(() => Boolean, { nullable: true, description: 'true: there is no value; false: there is one.' })
  isNull?: boolean
}

/** Tests on a day. */
@InputType({
  description: 'Tests on a day in Asia/Shanghai. An order test never holds where there is no day.',
})
export class DateFilter {
  @Field(() => DateScalar, { nullable: true, description: 'This day.' })
  eq?: string

  @Field(() => DateScalar, { nullable: true, description: 'Another day, or none.' })
  ne?: string

  @Field(() => [DateScalar], { nullable: true, description: 'One of these days.' })
  in?: string[]

  @Field(() => [DateScalar], { nullable: true, description: 'None of these days.' })
  notIn?: string[]

  @Field(() => DateScalar, { nullable: true, description: 'Before this day.' })
  lt?: string

  @Field(() => DateScalar, { nullable: true, description: 'This day or before.' })
  lte?: string

  @Field(() => DateScalar, { nullable: true, description: 'After this day.' })
  gt?: string

  @Field(() => DateScalar, { nullable: true, description: 'This day or after.' })
  gte?: string

  @Field(() => Boolean, { nullable: true, description: 'true: there is no day; false: there is one.' })
  isNull?: boolean
}

/** Tests on what something refers to by its id. */
@InputType({ description: 'Tests on what something refers to, by the `id` of that as answers give it.' })
export class IdFilter {
  @Field(() => ID, { nullable: true, description: 'It is this.' })
  eq?: string

  @Field(() => ID, { nullable: true, description: 'It is not this.' })
  ne?: string

  @Field(() => [ID], { nullable: true, description: 'It is one of these.' })
  in?: string[]

  @Field(() => [ID], { nullable: true, description: 'It is none of these.' })
  notIn?: string[]

  @Field(() => Boolean, { nullable: true, description: 'true: it refers to nothing; false: it does.' })
  isNull?: boolean
}

/** A test on a mark that something has or has not. */
@InputType({ description: 'A test on a mark that something has or has not.' })
export class FlagFilter {
  @Field(() => Boolean, { nullable: true, description: 'true: it has the mark; false: it has not.' })
  eq?: boolean
}
