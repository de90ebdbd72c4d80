import { registerEnumType } from 'type-graphql'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { sourceRules } from './preference.ts'

/** The rules of preference as a GraphQL enum. */
export const SourceRuleEnum = enumOf(sourceRules)

registerEnumType(SourceRuleEnum, {
  name: 'SourceRule',
  description: 'By which rule one of several sources is preferred for a figure.',
  valuesConfig: {
    SOURCE_PRIORITY: { description: 'The source that stands first in the catalogue (`Source.priority`).' },
    LATEST_PUBLISHED: { description: 'The source whose release was published last, where that is known.' },
  },
})
