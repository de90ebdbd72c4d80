import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  specifiedRules,
  type ValidationContext,
} from 'graphql'

/** What a document may hold, the same at every door: tokens in all, and fields at the top of one operation. */
export const documentLimits = { tokens: 10_000, topFields: 50 } as const

/** Whatever a document is validated by, at every door. */
export const documentRules = [...specifiedRules, FewTopFieldsRule]

/**
 * A validation rule: an operation selects at most `documentLimits.topFields` fields at its top, aliases and fragments
 * counted. Each of them is a read of its own, and the embedded store reads on the thread that answers everybody.
 */
export function FewTopFieldsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: (operation) => {
      const came = topFields(context, operation.selectionSet, new Set())
      if (came <= documentLimits.topFields) return false
      const expected = `at most ${documentLimits.topFields} fields at the top of an operation`
      context.reportError(
        new GraphQLError(`Expected ${expected}; came ${came}. Ask in several requests.`, {
          nodes: operation,
          extensions: { expected, came: String(came) },
        }),
      )
      return false
    },
  }
}

/** Each fragment is counted once: fragments that spread each other twice stay linear, cycles end. */
function topFields(context: ValidationContext, set: SelectionSetNode, followed: Set<string>): number {
  let count = 0
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) count += 1
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      count += topFields(context, selection.selectionSet, followed)
    else if (!followed.has(selection.name.value)) {
      followed.add(selection.name.value)
      const fragment = context.getFragment(selection.name.value)
      if (fragment != null) count += topFields(context, fragment.selectionSet, followed)
    }
  }
  return count
}
