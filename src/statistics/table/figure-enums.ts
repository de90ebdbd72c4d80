import { registerEnumType } from 'type-graphql'
import { enumOf } from '../../kernel/graph/enum-of.ts'
import { growthBases, rateReasons } from './beside.ts'
import { figureKinds, figureReasons, memberDimensions } from './terms.ts'

/** The kinds of figures as a GraphQL enum. */
export const FigureKindEnum = enumOf(figureKinds)

registerEnumType(FigureKindEnum, {
  name: 'FigureKind',
  description: 'What kind of figure a cell holds.',
  valuesConfig: {
    PUBLISHED: { description: 'A source says this value of exactly this.' },
    SUM: { description: 'The exact sum of all members at one level.' },
    BOUNDED: { description: 'Only bounds are certain: members are missing, or must not be added up.' },
    UNAVAILABLE: { description: 'Nothing is known; see the reason.' },
  },
})

/** The reasons of figures as a GraphQL enum. */
export const FigureReasonEnum = enumOf(figureReasons)

registerEnumType(FigureReasonEnum, {
  name: 'FigureReason',
  description: 'Why a figure is bounded or unavailable.',
  valuesConfig: {
    MEMBERS_MISSING: { description: 'Members have no figure (see `missing`), or not all members are known.' },
    MEMBERS_BOUNDED: { description: 'Of members only bounds are known.' },
    NOT_ADDITIVE: { description: 'The indicator counts each thing once, so members must not be added up.' },
    NO_FIGURE: { description: 'No source says anything of it.' },
    SUPPRESSED: {
      description:
        'It is withheld (status Q): by its source, or by the hub where it counts the figure itself. On bounds: the members that have no figure are withheld.',
    },
    NOT_COLLECTED: { description: 'Its source did not collect it (status L).' },
    CANNOT_EXIST: { description: 'Its source says that there can be none (status M).' },
    NOT_PUBLISHED: { description: 'Its source says that it is missing (status O or H).' },
    END_OF_PERIOD_MISSING: { description: 'There is no figure of the last month in the period.' },
    CONTENT_CHANGED: { description: 'The code means something else in the version asked for.' },
    UNMAPPED: { description: 'No code of the version that held makes this one.' },
  },
})

/** The bases of growth as a GraphQL enum. */
export const GrowthBaseEnum = enumOf(growthBases)

registerEnumType(GrowthBaseEnum, {
  name: 'GrowthBase',
  description: 'Against what a figure grew.',
  valuesConfig: {
    PREVIOUS: { description: 'The period right before, of the frequency of the row.' },
    YEAR_BEFORE: { description: 'The same period a year earlier.' },
    LAST_KNOWN: { description: 'The latest earlier period with an exact figure.' },
  },
})

/** The reasons without a rate as a GraphQL enum. */
export const RateReasonEnum = enumOf(rateReasons)

registerEnumType(RateReasonEnum, {
  name: 'RateReason',
  description: 'Why there is no rate.',
  valuesConfig: {
    NO_BASE: { description: 'There is no figure to compare with.' },
    NOT_EXACT: { description: 'One of the two is not an exact number.' },
    ZERO_BASE: { description: 'The figure to compare with is 0.' },
    CODE_LIST_CHANGED: {
      description: 'The code list changed in between; ask for both in one `codeListVersion`.',
    },
    CONTENT_CHANGED: {
      description: 'What the code means changed in between, so the two cannot be compared.',
    },
    BREAK: { description: 'The source says that a new series begins in between (status B).' },
    NO_WHOLE: { description: 'There is nothing above it, or no figure of that.' },
  },
})

/** The dimensions of members as a GraphQL enum. */
export const MemberDimensionEnum = enumOf(memberDimensions)

registerEnumType(MemberDimensionEnum, {
  name: 'MemberDimension',
  description: 'Along what members are combined.',
  valuesConfig: {
    REGION: { description: 'Regions of a region.' },
    SCHEME: { description: 'Schemes of a scheme, in a version of the code list.' },
    PERIOD: { description: 'Periods of a period.' },
    CODE_LIST: { description: 'Codes of the version that held, which make one of the version asked for.' },
  },
})

/** What a share is of, as a GraphQL enum. */
export const ShareOfEnum = enumOf(['REGION', 'SCHEME'])

registerEnumType(ShareOfEnum, {
  name: 'StatisticsHierarchy',
  description: 'A dimension that has levels.',
  valuesConfig: {
    REGION: { description: 'Regions: a city lies in its province.' },
    SCHEME: { description: 'Schemes: a field lies in its category.' },
  },
})

/** Over what rows are ranked, as a GraphQL enum. */
export const RankOverEnum = enumOf(['REGION', 'SCHEME', 'SOURCE'])

registerEnumType(RankOverEnum, {
  name: 'RankOver',
  description: 'Who the peers of a row are: the rows that differ from it in this only.',
  valuesConfig: {
    REGION: { description: 'The same of other regions.' },
    SCHEME: { description: 'The same of other schemes.' },
    SOURCE: { description: 'The same of other sources.' },
  },
})
