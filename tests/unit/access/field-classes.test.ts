import 'reflect-metadata'
import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { expect, test } from 'vitest'
import {
  classOf,
  type FieldClass,
  fieldClasses,
  fieldRules,
  onlyPublic,
} from '../../../src/access/field-classes.ts'
import { classTested, joiningWords, testedFields } from '../../../src/access/tested-fields.ts'
import { anonymous, type View } from '../../../src/access/view.ts'
import { hideFields } from '../../../src/api/hidden-fields.ts'
import { makeSchema } from '../../../src/api/schema.ts'
import { resolvers } from '../../../src/hub.ts'

const schema = await makeSchema(resolvers)

/** What only passes on what stands in it: a page, an entry of a page, a frame, a change. */
const passingOn = /(Connection|Edge|Frame|Change)$/

type Entry = { readonly type: string; readonly field: string; readonly fieldClass: FieldClass | null }

const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
)

const entries: readonly Entry[] = types.flatMap((type) =>
  Object.keys(type.getFields()).map((field) => ({
    type: type.name,
    field,
    fieldClass: classOf(type.name, field),
  })),
)

const named = ({ type, field }: Entry) => `${type}.${field}`

test('every field of the graph is in exactly one class', () => {
  expect(entries.filter(({ fieldClass }) => fieldClass === null).map(named)).toEqual([])
})

test('the table names no field that the graph has not', () => {
  const known = new Set(entries.map(named))
  const gone = Object.entries(fieldClasses)
    .filter(([type]) => !type.startsWith('…'))
    .flatMap(([type, classed]) =>
      Object.values(classed).flatMap((names) => names.split(' ').map((field) => `${type}.${field}`)),
    )
  expect(gone.filter((field) => !known.has(field))).toEqual([])
})

test('a schema with a field that nobody has classed is not served, and the field is named', () => {
  expect(() =>
    hideFields(buildSchema('type Query { hub: Hub } type Hub { epoch: String secret: Int }')),
  ).toThrow(/Hub\.secret is in no class.*field-classes\.ts/)
})

test('what is not for everybody can be hidden: it may be null, or all ways to it are closed', () => {
  const open = entries.filter(({ type, field, fieldClass }) => {
    if (fieldClass === 'PUBLIC' || fieldClass === 'ACTOR' || fieldClass === null) return false
    const root = type === schema.getQueryType()?.name
    return !root && isNonNullType(typeField(type, field)?.type) && !isClosed(schema, type, fieldClass)
  })
  expect(open.map(named)).toEqual([])
})

test('what an act gives back is to be had by the act alone', () => {
  const open = [
    ...new Set(entries.filter(({ fieldClass }) => fieldClass === 'ACTOR').map(({ type }) => type)),
  ].filter((type) => type !== schema.getMutationType()?.name && !isClosed(schema, type, 'ACTOR'))
  expect(open).toEqual([])
  const acts = Object.keys(schema.getMutationType()?.getFields() ?? {})
  expect(acts.filter((act) => classOf('Mutation', act) !== 'ACTOR')).toEqual([])
})

test('streams are for everybody: rules of rows decide what they tell', () => {
  const hidden = Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).filter(
    (field) => classOf('Subscription', field) !== 'PUBLIC',
  )
  expect(hidden).toEqual([])
})

test('every field of a filter and every value of an order looks at a field of the graph', () => {
  expect(inputsOfReads(schema).length).toBeGreaterThan(50)
  expect(
    inputsOfReads(schema)
      .filter(({ tied }) => !tied)
      .map(({ name }) => name),
  ).toEqual([])
})

test('an order looks at no field that is hidden, unless all of its list is', () => {
  const hidden = Object.keys(testedFields)
    .filter((input) => isEnumType(schema.getType(input)))
    .flatMap((input) =>
      valuesOf(input).map((value) => ({ input, value, fieldClass: classTested(input, value) })),
    )
    .filter(({ input, fieldClass }) => fieldClass !== 'PUBLIC' && !isArgumentOfClass(input, fieldClass))
  expect(hidden).toEqual([])
})

test('the ties of inputs name nothing that is gone', () => {
  const gone = Object.entries(testedFields).flatMap(([input, { of, names }]) =>
    names.split(' ').flatMap((tie) => {
      const [own = '', field = own] = tie.split('=')
      const known = valuesOf(input).includes(own) && typeField(of, field) !== undefined
      return known ? [] : [`${input}: ${tie} of ${of}`]
    }),
  )
  expect(gone).toEqual([])
})

test('what makes answers without resolvers is held to public fields', () => {
  expect(() => onlyPublic('Discrepancy', { note: 1, settledBy: 2 })).toThrow(/Discrepancy\.settledBy/)
  expect(() => onlyPublic('Discrepancy', { unheard: 1 })).toThrow(/Discrepancy\.unheard/)
  expect(onlyPublic('Discrepancy', { note: 1, __typename: 2 })).toEqual({ note: 1, __typename: 2 })
})

test('a publisher reads what is held back of its own sources, an administrator of all, others of none', () => {
  const actor = { kind: 'key', id: 'a', holder: 'a' } as const
  const views: readonly View[] = [
    anonymous,
    { role: 'analyst', actor },
    { role: 'partner', actor, regions: ['a'] },
    { role: 'publisher', actor, sources: ['b'] },
    { role: 'supervisor', actor, regions: ['a'] },
    { role: 'publisher', actor, sources: ['a'] },
    { role: 'administrator', actor },
  ]
  const readers = (of: unknown) => views.map((view) => fieldRules.PUBLISHER.allows(view, of))
  expect(readers({ source: 'a' })).toEqual([false, false, false, false, false, true, true])
  for (const of of [null, {}, { source: null }, { source: { code: 'a' } }, 'a'])
    expect(readers(of)).toEqual([false, false, false, false, false, false, true])
})

function typeField(type: string, field: string) {
  const found = schema.getType(type)
  return isObjectType(found) || isInterfaceType(found) ? found.getFields()[field] : undefined
}

/** Says whether everything that leads to a type is of a class, as is all of the type. */
function isClosed(
  of: GraphQLSchema,
  type: string,
  fieldClass: FieldClass,
  seen = new Set<string>(),
): boolean {
  if (seen.has(type)) return true
  seen.add(type)
  const own = entries.filter((entry) => entry.type === type)
  if (!passingOn.test(type) && own.some((entry) => entry.fieldClass !== fieldClass)) return false
  const ways = entries.filter((entry) => {
    const field = typeField(entry.type, entry.field)
    return field !== undefined && getNamedType(field.type).name === type
  })
  return ways.every((way) =>
    passingOn.test(way.type) ? isClosed(of, way.type, fieldClass, seen) : way.fieldClass === fieldClass,
  )
}

/** Each field of each input by which reads choose or order, and whether it is tied to a field of the graph. */
function inputsOfReads(of: GraphQLSchema): readonly { readonly name: string; readonly tied: boolean }[] {
  const seen = new Set<string>()
  const found: { readonly name: string; readonly tied: boolean }[] = []
  const look = (name: string, tested: boolean): void => {
    const type = of.getType(name)
    if (seen.has(name)) return
    if (isInputObjectType(type)) {
      seen.add(name)
      // The tests of one field (`eq`, `in`, `from` …), and inputs that only hold others.
      const isFilter = name in testedFields
      for (const field of Object.values(type.getFields())) {
        const inner = getNamedType(field.type).name
        if (joiningWords.has(field.name)) continue
        if (isFilter)
          found.push({ name: `${name}.${field.name}`, tied: classTested(name, field.name) !== null })
        else if (!tested && !(inner in testedFields))
          found.push({ name: `${name}.${field.name}`, tied: inputsByThemselves.has(`${name}.${field.name}`) })
        look(inner, isFilter)
      }
    }
    if (isEnumType(type) && /Order$|Dimension$/.test(name)) {
      seen.add(name)
      for (const value of valuesOf(name))
        found.push({
          name: `${name}.${value}`,
          tied: classTested(name, value) !== null || inputsByThemselves.has(name),
        })
    }
  }
  for (const root of [of.getQueryType(), of.getSubscriptionType()])
    for (const field of Object.values(root?.getFields() ?? {}))
      for (const argument of field.args) look(getNamedType(argument.type).name, false)
  return found
}

/** What chooses nothing by a field of a fact: how a table is made. */
const inputsByThemselves: ReadonlySet<string> = new Set([
  'StatisticsInput.codeListVersion',
  'StatisticsInput.fillGaps',
  'StatisticsInput.groupBy',
  'StatisticsInput.indicators',
  'StatisticsInput.sourceRule',
  'StatisticsDimension',
])

function valuesOf(input: string): readonly string[] {
  const type = schema.getType(input)
  if (isEnumType(type)) return type.getValues().map(({ name }) => name)
  return isInputObjectType(type) ? Object.keys(type.getFields()) : []
}

function isArgumentOfClass(input: string, fieldClass: FieldClass | null): boolean {
  return entries.every(({ type, field, fieldClass: own }) =>
    (typeField(type, field)?.args ?? []).every(
      (argument) => getNamedType(argument.type).name !== input || own === fieldClass,
    ),
  )
}
