import { registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { claimStandings, explanationRules, stepKinds } from './terms.ts'

/** What claims are to their fact, as a GraphQL enum. */
export const ClaimStandingEnum = enumOf(claimStandings)

registerEnumType(ClaimStandingEnum, {
  name: 'ClaimStanding',
  description: 'What a claim is to the figure it is about.',
  valuesConfig: {
    SPEAKS: { description: 'The figure is made of it.' },
    CONFIRMS: { description: 'It came later and says the same.' },
    OVERRULED: { description: 'A later one says otherwise.' },
    STALE: { description: 'Its release was published before one that had spoken already.' },
    WITHDRAWN: { description: 'Its source took its release back.' },
    EMBARGOED: { description: 'Its release has not spoken; only those who may publish see it.' },
  },
})

/** The forms of deliveries as a GraphQL enum: names in the graph, values as they are kept. */
export const DeliveryFormEnum = { FILE: 'file', ROWS: 'rows' } as const

registerEnumType(DeliveryFormEnum, {
  name: 'DeliveryForm',
  description: 'What came in.',
  valuesConfig: {
    FILE: { description: 'A file of a source.' },
    ROWS: { description: 'Rows that were posted.' },
  },
})

/** The kinds of steps as a GraphQL enum. */
export const StepKindEnum = enumOf(stepKinds)

registerEnumType(StepKindEnum, {
  name: 'ExplanationStepKind',
  description: 'What a step of an explanation tells, in the order in which they come.',
  valuesConfig: {
    VALUE: { description: 'What the figure is.' },
    RULE: { description: 'A rule by which it is that.' },
    MISSING: { description: 'Which of its members are missing, and why.' },
    SOURCES: { description: 'What another source says of it.' },
    ORIGIN: { description: 'The file, line and original from which its value came.' },
    CLAIMS: { description: 'How many claims there are about it, and what became of them.' },
    REVISIONS: { description: 'How often it was revised, and when last; or that it ended.' },
    DISCREPANCIES: { description: 'How often sources disagree about it.' },
  },
})

/** The rules as a GraphQL enum. */
export const ExplanationRuleEnum = enumOf(explanationRules)

registerEnumType(ExplanationRuleEnum, {
  name: 'ExplanationRule',
  description: 'A rule by which a figure is what it is.',
  valuesConfig: {
    LATEST_RELEASE: { description: 'Of one source the release published last speaks.' },
    SOURCE_PRIORITY: {
      description:
        'Of several sources: published before summed before bounded, then the order of the catalogue.',
    },
    SUM_OF_MEMBERS: { description: 'All members are exact and add up.' },
    BOUNDS_OF_SUM: { description: 'Members add up, and not all of them are known exactly.' },
    BOUNDS_OF_DISTINCT: { description: 'Each thing is counted once, so members only give bounds.' },
    NEVER_COMBINED: { description: 'Members must not be combined at all.' },
    END_OF_PERIOD: { description: 'A stock is told of the end of a period.' },
    COUNTED: { description: 'The hub counts it when it is asked, of what everybody may see now.' },
    CROSSWALK: { description: 'It is told in another version of the code list than the one that held.' },
  },
})
