import type { Comparison, Condition, Operator } from '../condition.ts'
import { HubError } from '../errors.ts'
import { frequencyOf } from '../period.ts'
import { isStorable, shown } from '../text.ts'

/** How the fields of a noun's filter input are compared. */
export type FilterFields = Readonly<Record<string, Comparison | 'period'>>

/** The deepest nesting of `and`, `or`, `not`, the most tests and groups of one filter, the longest list of one test. */
const limits = { depth: 8, tests: 100, list: 1_000 }

/**
 * Makes plain data of a filter input as GraphQL coerced it: `and`, `or`, `not` and one input of tests per field.
 * Throws BAD_USER_INPUT where a test is null, a list too long, or the filter too large.
 */
export function conditionOf(input: object | null | undefined, fields: FilterFields): Condition {
  const budget = { tests: limits.tests }
  return partsOf(input ?? {}, fields, budget, 0)
}

function partsOf(input: object, fields: FilterFields, budget: { tests: number }, depth: number): Condition {
  if (depth > limits.depth) throw refused(`a filter nested at most ${limits.depth} deep`, 'a deeper one')
  const inner = (part: unknown) => {
    spend(budget)
    return partsOf(part as object, fields, budget, depth + 1)
  }
  const of: Condition[] = []
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue
    if (name === 'and') of.push({ kind: 'all', of: (value as unknown[]).map(inner) })
    else if (name === 'or') of.push({ kind: 'any', of: (value as unknown[]).map(inner) })
    else if (name === 'not') of.push({ kind: 'not', of: inner(value) })
    else of.push(...testsOf(name, value as object, fields[name], budget))
  }
  return { kind: 'all', of }
}

function testsOf(
  field: string,
  tests: object,
  comparison: Comparison | 'period' | undefined,
  budget: { tests: number },
): readonly Condition[] {
  if (comparison === undefined) throw new Error(`the filter field ${field} is not declared`)
  return Object.entries(tests).flatMap(([operator, operand]: [string, unknown]) => {
    if (operand === undefined) return []
    spend(budget)
    checkOperand(field, operator, operand)
    const compare = comparison === 'period' ? 'text' : comparison
    const test: Condition = {
      kind: 'test',
      field,
      operator: operator as Operator,
      compare,
      // A mark is compared as its text.
      operand: typeof operand === 'boolean' && operator !== 'isNull' ? String(operand) : (operand as string),
    }
    return comparison === 'period' && ranges.has(operator)
      ? [test, sameFrequency(field, operand as string)]
      : [test]
  })
}

/** Empty groups count too: they make the statement longer. */
function spend(budget: { tests: number }): void {
  budget.tests -= 1
  if (budget.tests < 0) throw refused(`at most ${limits.tests} tests and groups in one filter`, 'more')
}

const ranges = new Set(['lt', 'lte', 'gt', 'gte'])

/** A range of months finds months only: periods of one frequency, and only those, are in the order of their text. */
function sameFrequency(field: string, period: string): Condition {
  return {
    kind: 'test',
    field: `${field}Frequency`,
    operator: 'eq',
    compare: 'text',
    operand: frequencyOf(period) ?? '',
  }
}

function checkOperand(field: string, operator: string, operand: unknown): void {
  const values = Array.isArray(operand) ? operand : [operand]
  if (values.some((value) => value === null)) {
    throw refused(`a value for ${field}.${operator}; for a missing value ask \`isNull: true\``, 'null')
  }
  if (values.length > limits.list)
    throw refused(`at most ${limits.list} values in ${field}.${operator}`, String(values.length))
  const bad = values.find((value) => typeof value === 'string' && !isStorable(value))
  if (bad === undefined) return
  throw new HubError({
    code: 'INVALID_TEXT',
    message: `${field}.${operator} holds a character that no text may hold (NUL or half of a surrogate pair). Remove it.`,
    expected: 'text without NUL',
    came: shown(String(bad)),
  })
}

function refused(expected: string, came: string): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `Expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}
