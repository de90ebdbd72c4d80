import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
} from 'graphql'

/** The smallest document that calls a mutation so that it validates: what it must have, with values made up by type. */
export function smallestCall(schema: GraphQLSchema, name: string): string {
  const field = schema.getMutationType()?.getFields()[name]
  if (field === undefined) throw new Error(`the schema has no mutation ${name}`)
  const needed = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${madeUp(arg.type)}`)
  return `mutation { ${name}${needed.length === 0 ? '' : `(${needed.join(', ')})`} { __typename } }`
}

function madeUp(type: GraphQLInputType): string {
  if (isNonNullType(type)) return madeUp(type.ofType)
  if (isListType(type)) return `[${madeUp(type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField)
    return `{ ${needed.map((each) => `${each.name}: ${madeUp(each.type)}`).join(', ')} }`
  }
  if (isScalarType(type)) return scalars[type.name] ?? '"made-up"'
  throw new Error(`no value is known for ${String(type)}`)
}

const scalars: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Position: '1',
  Boolean: 'true',
  Period: '"2022-08"',
  Date: '"2022-08-31"',
  DateTime: '"2022-08-31T00:00:00Z"',
  Decimal: '"1"',
  Cursor: '"0"',
  Language: '"en"',
}
