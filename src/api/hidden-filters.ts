import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql'
import { fieldRules } from '../access/field-classes.ts'
import { requireTo } from '../access/rights.ts'
import { classTested } from '../access/tested-fields.ts'
import type { View } from '../access/view.ts'
import type { RequestContext } from './context.ts'

/**
 * Refuses filters by fields that the caller may not read, before anything is looked at: so the refusal is the same
 * whether there is something or not. Only the fields of the schema that take such a filter are touched.
 */
export function refuseHiddenFilters(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields()))
      if (field.args.some((argument) => testsHidden(argument.type, new Set()))) guard(field)
  }
}

type Field = GraphQLField<unknown, RequestContext>

function guard(field: Field): void {
  const { resolve, subscribe } = field
  if (resolve !== undefined) field.resolve = guarded(field, resolve)
  if (subscribe !== undefined) field.subscribe = guarded(field, subscribe)
}

function guarded(
  { args: taken }: Field,
  run: GraphQLFieldResolver<unknown, RequestContext>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return (of, args: Readonly<Record<string, unknown>>, context, info) => {
    for (const { name, type } of taken) refuseHidden(type, args[name], context.view)
    return run(of, args, context, info)
  }
}

/** Throws where a value of an input tests a field that the view may not read. */
function refuseHidden(type: GraphQLInputType, value: unknown, view: View): void {
  const nullable = getNullableType(type)
  if (typeof value !== 'object' || value === null) return
  if (isListType(nullable)) {
    for (const each of [value].flat()) refuseHidden(nullable.ofType, each, view)
    return
  }
  if (!isInputObjectType(nullable)) return
  const fields = nullable.getFields()
  for (const [name, inner] of Object.entries(value)) {
    const field = fields[name]
    if (field === undefined || inner === undefined) continue
    // Who may read it of some facts only may not test it: a filter looks at all of them.
    const { allows, who } = fieldRules[classTested(nullable.name, name) ?? 'PUBLIC']
    requireTo(allows(view, null), view, `filter by \`${name}\``, who)
    refuseHidden(field.type, inner, view)
  }
}

/** Says whether an input, or one within it, tests a field that is not for everybody. */
function testsHidden(of: GraphQLInputType, seen: Set<string>): boolean {
  const type = getNamedType(of)
  if (!isInputObjectType(type) || seen.has(type.name)) return false
  seen.add(type.name)
  return Object.values(type.getFields()).some(
    (field) => (classTested(type.name, field.name) ?? 'PUBLIC') !== 'PUBLIC' || testsHidden(field.type, seen),
  )
}
