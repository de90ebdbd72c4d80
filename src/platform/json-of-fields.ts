import type { PlainField } from '../kernel/graph/plain-list.ts'
import { type Sql, sql } from './sql.ts'

/**
 * What the database can write of a type of the graph: SQL whose value is a field's JSON text, and the same of the types
 * below. A text must never be null; an object is `null` where `missing` holds.
 */
export type JsonFields = {
  readonly plain: Readonly<Record<string, Sql>>
  readonly below?: Readonly<Record<string, JsonFields & { readonly missing?: Sql }>>
}

/** The JSON of an object of fields; null where one of them has no SQL. Keys are names of GraphQL: nothing in them is to be escaped. */
export function jsonOfFields(fields: readonly PlainField[], known: JsonFields): Sql | null {
  const parts: Sql[] = []
  for (const [index, { key, name, below }] of fields.entries()) {
    const json = below === null ? known.plain[name] : objectBelow(below, known.below?.[name])
    if (json == null) return null
    parts.push(sql.lit(`${index === 0 ? '{' : ','}"${key}":`), json)
  }
  return sql`${sql.join(parts, sql` || `)} || '}'`
}

function objectBelow(
  fields: readonly PlainField[],
  known: (JsonFields & { readonly missing?: Sql }) | undefined,
): Sql | null {
  const object = known === undefined ? null : jsonOfFields(fields, known)
  if (object === null || known?.missing === undefined) return object
  return sql`case when ${known.missing} then 'null' else ${object} end`
}
