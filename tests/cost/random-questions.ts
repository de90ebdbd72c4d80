import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/** What arguments of random questions may be, by their names: values that find something, and some that find nothing. */
export type KnownValues = { readonly ids: readonly string[]; readonly cursor: string }

/** A random choice of what there is. */
export type Choice = { readonly below: (limit: number) => number }

const inputs = [
  '{ indicators: ["certificates"] }',
  '{ indicators: ["certificates", "organizations"], groupBy: [FIELD, MONTH], where: { period: { last: 3 } } }',
  '{ indicators: ["certificates"], groupBy: [PROVINCE, QUARTER], orderBy: [{ column: VALUE, descending: true }] }',
  '{ indicators: ["organizations"], groupBy: [REGION, SOURCE], where: { period: { eq: "2022-08" } }, fillGaps: true }',
  '{ indicators: ["certificates"], groupBy: [SCHEME, YEAR], where: { scheme: { in: ["TOTAL", "QMS"] } } }',
  '{ indicators: ["certificates"], groupBy: [CITY], where: { region: { memberOf: "GBA9" } } }',
  '{ indicators: ["certificates"], groupBy: [CATEGORY, MONTH], where: { period: { from: "2021-01", to: "2022-12" } } }',
]

/** Makes a random query of the whole graph: fields to a depth, with arguments by their names. */
export function randomQuestion(schema: GraphQLSchema, known: KnownValues, { below }: Choice): string {
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('there is nothing to choose from')
    return item
  }
  let names = 0

  const argumentFor = (name: string, type: string): string | null => {
    const values: Readonly<Record<string, () => string>> = {
      first: () => String(pick([0, 1, 3, 20, 200])),
      ids: () => `[${Array.from({ length: below(6) }, () => JSON.stringify(pick(known.ids))).join(', ')}]`,
      id: () => JSON.stringify(pick(known.ids)),
      code: () =>
        pick(['"440000"', '"CN"', '"certificates"', '"TOTAL"', '"cnca-by-region"', '"2022-08"', '"none"']),
      codes: () => pick(['["440000", "CN", "GBA9"]', '[]', '["TOTAL", "QMS"]']),
      source: () => '"cnca-by-region"',
      input: () => pick(inputs),
      indicator: () => '"certificates"',
      language: () => pick(['"en"', '"zh-Hans"']),
      after: () => JSON.stringify(known.cursor),
      codeList: () => '"cnca-field"',
      identifier: () => pick(['"91440000190333809T"', '"none"']),
      number: () => '"none"',
      from: () => (type.includes('VintageInput') ? '{ position: 1 }' : '"2019"'),
      to: () => (type.includes('VintageInput') ? '{ position: 2 }' : '"2022"'),
      by: () => pick(['[REGION]', '[SCHEME, PERIOD]', '[SOURCE, INDICATOR]']),
      on: () => pick(['PREVIOUS', 'YEAR_BEFORE', 'LAST_KNOWN']),
      of: () => pick(['REGION', 'SCHEME']),
      over: () => pick(['REGION', 'SCHEME']),
      along: () => pick(['REGION', 'SCHEME']),
    }
    return values[name]?.() ?? null
  }

  const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
    const given = field.args.flatMap((arg) => {
      const needed = isRequiredArgument(arg)
      // A page cursor belongs to one list; that of a stream, which must be there, does for every list of changes.
      if (!needed && (arg.name === 'after' || below(2) === 0)) return []
      const value = argumentFor(arg.name, String(arg.type))
      if (value !== null) return [`${arg.name}: ${value}`]
      if (needed) throw new Error(`no value is known for ${field.name}(${arg.name}: ${arg.type})`)
      return []
    })
    return given.length === 0 ? '' : `(${given.join(', ')})`
  }

  const fieldOf = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const type = getNamedType(field.type)
    names += 1
    const head = `n${names}: ${field.name}${argumentsOf(field)}`
    if (isLeafType(type)) return head
    if (isObjectType(type)) return `${head} { ${selectionOf(type, depth - 1)} }`
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : []
    const parts = Array.from({ length: 2 }, () => {
      const one = pick(possible)
      return `... on ${one.name} { ${selectionOf(one, depth - 1)} }`
    })
    return `${head} { __typename ${parts.join(' ')} }`
  }

  const selectionOf = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter(
      (field) => isLeafType(getNamedType(field.type)) || depth > 0,
    )
    if (fields.length === 0) return '__typename'
    return Array.from({ length: 1 + below(3) }, () => fieldOf(pick(fields), depth)).join(' ')
  }

  const query = schema.getQueryType()
  if (query == null) throw new Error('the schema has no queries')
  return `{ ${selectionOf(query, 5)} }`
}
