import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { classOf, type FieldClass, fieldRules } from '../access/field-classes.ts'
import { requireTo } from '../access/rights.ts'
import type { RequestContext } from './context.ts'

/**
 * Hides the fields of a schema that are not for everybody, by their classes: null for whoever may not read them, as
 * where there is nothing. A root field that cannot be null is refused instead, before it looks at anything. Whatever
 * runs a document runs these resolvers: graphql-js, compiled queries, frames. Public fields stay as they are and cost
 * nothing. A field without a class throws: a schema is not served before somebody has decided who may read it.
 */
export function hideFields(schema: GraphQLSchema): void {
  const roots = new Set([schema.getQueryType(), schema.getSubscriptionType()])
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const fieldClass = classOf(type.name, field.name)
      if (fieldClass === null)
        throw new Error(
          `${type.name}.${field.name} is in no class, or in two: say who may read it in src/access/field-classes.ts`,
        )
      if (fieldClass === 'PUBLIC' || fieldClass === 'ACTOR') continue
      if (!isNonNullType(field.type)) field.resolve = nullUnlessAllowed(fieldClass, field)
      else if (roots.has(type)) field.resolve = refusedUnlessAllowed(fieldClass, field)
    }
  }
}

type Field = GraphQLField<unknown, RequestContext>

function nullUnlessAllowed(
  fieldClass: FieldClass,
  field: Field,
): GraphQLFieldResolver<unknown, RequestContext> {
  const { resolve = defaultFieldResolver } = field
  const { allows } = fieldRules[fieldClass]
  return (of, args, context, info) => (allows(context.view, of) ? resolve(of, args, context, info) : null)
}

function refusedUnlessAllowed(
  fieldClass: FieldClass,
  field: Field,
): GraphQLFieldResolver<unknown, RequestContext> {
  const { resolve = defaultFieldResolver, name } = field
  const { allows, who } = fieldRules[fieldClass]
  return (of, args, context, info) => {
    requireTo(allows(context.view, of), context.view, `read \`${name}\``, who)
    return resolve(of, args, context, info)
  }
}
