import type { Comparison, Condition, Operator, Test } from '../kernel/condition.ts'
import { type Sql, sql } from './sql.ts'

/** The SQL of one field of a filter, and whether a row may have no value there; `many` where it is an array of values. */
export type FilterColumn =
  | { readonly sql: Sql; readonly nullable: boolean; readonly many?: false }
  | { readonly sql: Sql; readonly many: true }

/** The columns a noun lets filters use, by field name. */
export type FilterColumns = Readonly<Record<string, FilterColumn>>

/** Writes a filter as a SQL predicate to stand beside others; true or false for every row, exactly where `passes` says so. */
export function filterSql(condition: Condition, columns: FilterColumns): Sql {
  switch (condition.kind) {
    case 'all':
      return joined(condition.of, columns, sql` and `, sql`true`)
    case 'any':
      return sql`(${joined(condition.of, columns, sql` or `, sql`false`)})`
    case 'not':
      return sql`not (${filterSql(condition.of, columns)})`
    case 'test':
      return testSql(condition, columns)
  }
}

function joined(parts: readonly Condition[], columns: FilterColumns, by: Sql, none: Sql): Sql {
  if (parts.length === 0) return none
  const pieces = parts.map((part) => sql`(${filterSql(part, columns)})`)
  return sql.join(pieces, by)
}

function testSql(test: Test, columns: FilterColumns): Sql {
  const column = columns[test.field]
  if (column === undefined) throw new Error(`no column is declared for the filter field ${test.field}`)
  if (column.many === true) return amongSql(test, column.sql)
  if (test.operator === 'isNull')
    return test.operand ? sql`${column.sql} is null` : sql`${column.sql} is not null`
  const plain = comparisonSql(test, column.sql)
  if (!column.nullable) return plain
  const whenMissing = test.operator === 'ne' || test.operator === 'notIn' ? sql`true` : sql`false`
  return sql`coalesce(${plain}, ${whenMissing})`
}

/** Of an array: one of its values passes, or, where the test denies, none fails. A missing array has no values. */
function amongSql(test: Test, values: Sql): Sql {
  if (test.operator === 'isNull')
    return sql`(coalesce(cardinality(${values}), 0) = 0) = ${test.operand}::boolean`
  const affirmed = denials[test.operator]
  if (affirmed === undefined)
    return sql`exists (select from unnest(${values}) each(value) where ${comparisonSql(test, sql`each.value`)})`
  const denied = comparisonSql({ ...test, operator: affirmed }, sql`each.value`)
  return sql`not exists (select from unnest(${values}) each(value) where ${denied})`
}

const denials: Partial<Readonly<Record<Operator, Operator>>> = { ne: 'eq', notIn: 'in' }

function comparisonSql(test: Test, column: Sql): Sql {
  if (Array.isArray(test.operand)) {
    const list = sql`${test.operand}::${arrayTypes[test.compare]}`
    return test.operator === 'in' ? sql`${column} = any(${list})` : sql`${column} <> all(${list})`
  }
  const operand = sql`${test.operand}::${types[test.compare]}`
  switch (test.operator) {
    case 'startsWith':
      return sql`starts_with(${column}, ${operand})`
    case 'contains':
      return sql`position(${operand} in ${column}) > 0`
    default:
      return sql`${column} ${symbols[test.operator] ?? sql`=`} ${operand}`
  }
}

const symbols: Readonly<Record<string, Sql>> = {
  eq: sql`=`,
  ne: sql`<>`,
  lt: sql`<`,
  lte: sql`<=`,
  gt: sql`>`,
  gte: sql`>=`,
}

const types: Readonly<Record<Comparison, Sql>> = {
  text: sql`text`,
  decimal: sql`numeric`,
  instant: sql`timestamptz`,
}

const arrayTypes: Readonly<Record<Comparison, Sql>> = {
  text: sql`text[]`,
  decimal: sql`numeric[]`,
  instant: sql`timestamptz[]`,
}
