import { compareDecimals } from './decimal.ts'
import { compareTexts } from './text.ts'

/** What a field may be tested for. Every test is true or false, also of a field without a value (never unknown). */
export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'startsWith'
  | 'contains'
  | 'isNull'

/** How a field's values are compared: as UTF-8 bytes, as exact numbers, or as instants in time. */
export type Comparison = 'text' | 'decimal' | 'instant'

/** A filter as plain data, made from a caller's filter input by the noun that is filtered. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Test

/** One test of one field. `in` and `notIn` hold a list, `isNull` a boolean, the others one value as text. */
export type Test = {
  readonly kind: 'test'
  readonly field: string
  readonly operator: Operator
  readonly compare: Comparison
  readonly operand: string | boolean | readonly string[]
}

/** The filter that lets everything through. */
export const everything: Condition = { kind: 'all', of: [] }

/**
 * Says whether a row passes a filter. A field may have several values at once, as a list: one of them has to pass, and for
 * `ne` and `notIn` all of them. Gives the same answer as the SQL that
 * `platform/filter-sql` makes of it.
 */
export function passes(condition: Condition, row: Readonly<Record<string, unknown>>): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => passes(part, row))
    case 'any':
      return condition.of.some((part) => passes(part, row))
    case 'not':
      return !passes(condition.of, row)
    case 'test':
      return holds(condition, row[condition.field])
  }
}

/** The values that a field must have one of for the filter to hold, or null where the filter does not say. */
export function equalityTerms(condition: Condition, field: string): readonly string[] | null {
  if (condition.kind === 'all') {
    return condition.of.map((part) => equalityTerms(part, field)).find((terms) => terms !== null) ?? null
  }
  if (condition.kind !== 'test' || condition.field !== field) return null
  if (condition.operator === 'eq' && typeof condition.operand === 'string') return [condition.operand]
  return condition.operator === 'in' && Array.isArray(condition.operand) ? condition.operand : null
}

function holds(test: Test, value: unknown): boolean {
  if (Array.isArray(value)) return holdsAmong(test, value)
  const { operator, operand, compare } = test
  if (operator === 'isNull') return (value === null || value === undefined) === operand
  if (value === null || value === undefined) return operator === 'ne' || operator === 'notIn'
  const text = value instanceof Date ? value.toISOString() : String(value)
  if (typeof operand === 'boolean') return false
  if (Array.isArray(operand))
    return operand.some((one) => ordered(compare, text, one) === 0) === (operator === 'in')
  return holdsFor(operator, compare, text, operand as string)
}

/** Of a field that has several values at once: one of them passes the test, or, where it denies, none fails it. */
function holdsAmong(test: Test, values: readonly unknown[]): boolean {
  if (test.operator === 'isNull') return (values.length === 0) === test.operand
  const denies = test.operator === 'ne' || test.operator === 'notIn'
  return denies ? values.every((value) => holds(test, value)) : values.some((value) => holds(test, value))
}

function holdsFor(operator: Operator, compare: Comparison, text: string, operand: string): boolean {
  switch (operator) {
    case 'startsWith':
      return text.startsWith(operand)
    case 'contains':
      return text.includes(operand)
    case 'eq':
      return ordered(compare, text, operand) === 0
    case 'ne':
      return ordered(compare, text, operand) !== 0
    case 'lt':
      return ordered(compare, text, operand) < 0
    case 'lte':
      return ordered(compare, text, operand) <= 0
    case 'gt':
      return ordered(compare, text, operand) > 0
    default:
      return ordered(compare, text, operand) >= 0
  }
}

function ordered(compare: Comparison, left: string, right: string): number {
  if (compare === 'decimal') return compareDecimals(left, right)
  if (compare === 'instant') return Date.parse(left) - Date.parse(right)
  return compareTexts(left, right)
}
