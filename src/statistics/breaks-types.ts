import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { PeriodScalar } from '../kernel/graph/scalars.ts'
import type { Names } from '../kernel/language.ts'
import { type Break, type BreakKind, breakKinds } from './breaks.ts'

/** The kinds of breaks as a GraphQL enum. */
export const BreakKindEnum = enumOf(breakKinds)

registerEnumType(BreakKindEnum, {
  name: 'BreakKind',
  description: 'Why figures before and after a period are not simply one line.',
  valuesConfig: {
    CODE_LIST_CHANGED: {
      description: 'The code list has another version from here on; the content of the code stayed.',
    },
    CONTENT_CHANGED: {
      description:
        'The code list has another version from here on, and the content of the code is another or cannot be told to be the same: nothing to compare.',
    },
    STATUS_B: { description: 'The source marks the figure as the first after a break (SDMX status B).' },
  },
})

/** A break in the graph. */
@ObjectType('Break', {
  description: 'A place in time where the figures of a series are not simply one line.',
})
export class BreakType implements Break {
  @Field(() => PeriodScalar, { description: 'The first period after the break.' })
  period!: string

  @Field(() => BreakKindEnum, { description: 'Why it is one.' })
  kind!: BreakKind

  @Field(() => String, {
    nullable: true,
    description: 'The version of the code list before it; null where the list did not change.',
  })
  fromVersion!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The version of the code list after it; null where the list did not change.',
  })
  toVersion!: string | null

  note!: Names | null
}
