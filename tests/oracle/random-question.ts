import type { Selection } from './model-answer.ts'
import type { ModelFilter, ModelTest } from './model-filter.ts'
import { type Arguments, modelGraph, observationKey } from './model-graph.ts'
import type { ModelWorld } from './model-world.ts'

/** A question by chance: what it selects, and the same as a document with variables. */
export type Question = {
  readonly selections: readonly Selection[]
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
}

type Random = () => number
type Field = Extract<Selection, { readonly kind: 'field' }>

/** Types of variables, by the argument. */
const variableTypes: Readonly<Record<string, string>> = {
  first: 'Int',
  source: 'String!',
  code: 'String!',
  id: 'ID!',
  ids: '[ID!]!',
  after: 'Cursor!',
  where: 'AvailabilityFilter',
}

/** Types of filters, by the field that takes them. */
const filterTypes: Readonly<Record<string, string>> = {
  releases: 'ReleaseFilter',
  observations: 'ObservationFilter',
  changes: 'ChangeFilter',
}

/** Makes a question by chance; `asOf` is a position to read at, or null. */
export function randomQuestion(random: Random, world: ModelWorld, asOf: number | null): Question {
  const names = { aliases: 0, fragments: 0 }
  const roots = Array.from({ length: 1 + Math.floor(random() * 3) }, () => rootField(random, world, names))
  const selections = wrapped(random, 'Query', roots, names)
  return { selections, ...written(random, selections, asOf) }
}

type Names = { aliases: number; fragments: number }

function rootField(random: Random, world: ModelWorld, names: Names): Field {
  const name = pick(random, [
    'release',
    'releases',
    'releases',
    'node',
    'nodes',
    'observations',
    'accessKeys',
    'availability',
    'changes',
    'viewer',
  ])
  return fieldOf(random, 'Query', name, world, names, 3)
}

function fieldOf(
  random: Random,
  parent: string,
  name: string,
  world: ModelWorld,
  names: Names,
  depth: number,
): Field {
  const args = argumentsOf(random, parent, name, world)
  const type = modelGraph[parent]?.[name]?.type
  // A field with arguments, or one that would be deep, gets a name of its own, so that no two of one name differ.
  const alias = Object.keys(args).length > 0 || random() < 0.3 ? `a${names.aliases++}` : null
  return {
    kind: 'field',
    name,
    args,
    alias,
    of: type === undefined ? [] : selectionOf(random, type, world, names, depth),
  }
}

function selectionOf(
  random: Random,
  type: string,
  world: ModelWorld,
  names: Names,
  depth: number,
): readonly Selection[] {
  if (type === 'Node') {
    const parts = ['Release', 'Observation', 'AccessKey'].map((of) => ({
      kind: 'fragment' as const,
      name: random() < 0.5 ? `F${names.fragments++}` : null,
      type: of,
      of: selectionOf(random, of, world, names, depth - 1).map((part) => apart(part, of)),
    }))
    return random() < 0.8 ? parts : parts.slice(0, 2)
  }
  const fields = Object.keys(modelGraph[type] ?? {}).filter(
    (name) => depth > 0 || modelGraph[type]?.[name]?.type === undefined,
  )
  const chosen = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, fields))
  // Without arguments a field may be there twice: its selections are merged.
  return wrapped(
    random,
    type,
    chosen.map((name) => fieldOf(random, type, name, world, names, depth - 1)),
    names,
  )
}

/** Fields of two types under one name must be of one shape: each gets the name of its type. */
function apart(part: Selection, type: string): Selection {
  if (part.kind === 'fragment') return { ...part, of: part.of.map((inner) => apart(inner, type)) }
  return { ...part, alias: `${type.toLowerCase()}_${part.alias ?? part.name}` }
}

function wrapped(
  random: Random,
  type: string,
  fields: readonly Selection[],
  names: Names,
): readonly Selection[] {
  return fields.map((field) => {
    if (random() < 0.6) return field
    const name = random() < 0.5 ? `F${names.fragments++}` : null
    return { kind: 'fragment', name, type, of: [field] }
  })
}

function argumentsOf(random: Random, parent: string, name: string, world: ModelWorld): Arguments {
  const release = pick(random, world.releases)
  if (parent === 'Release' && name === 'preview')
    return random() < 0.5 ? {} : { first: pick(random, [0, 1, 2]) }
  if (parent !== 'Query') return {}
  switch (name) {
    case 'release':
      return { source: pick(random, world.releases).source, code: release.code }
    case 'releases':
      return {
        ...(random() < 0.5 ? { first: pick(random, [0, 1, 3, 10]) } : {}),
        ...(random() < 0.8 ? { filter: randomFilter(random, world, 2) } : {}),
      }
    case 'node':
      return { id: randomId(random, world) }
    case 'nodes':
      return { ids: Array.from({ length: Math.floor(random() * 4) }, () => randomId(random, world)) }
    case 'availability':
      return random() < 0.3 ? {} : { where: { source: { eq: release.source } } }
    case 'changes':
      return {
        after: '0',
        filter: { type: { eq: pick(random, ['Release', 'AccessKey']) } },
        first: pick(random, [1, 10, 100]),
      }
    case 'accessKeys':
      return random() < 0.5 ? {} : { first: pick(random, [0, 1, 2]) }
    case 'observations':
      return { first: pick(random, [1, 5, 50]), filter: { period: { eq: release.period } } }
    default:
      return {}
  }
}

/** The id of something that is, was, or will be; some carry a position. */
function randomId(random: Random, world: ModelWorld): string {
  const release = pick(random, world.releases)
  const key = pick(random, [
    `release/${release.source}/${release.code}`,
    observationKey({ figure: pick(random, release.figures), release }),
    `access-key/${pick(random, world.keys).id}`,
  ])
  const last = Math.max(...world.releases.map(({ takenAt }) => takenAt))
  return random() < 0.7 ? key : `${key}@${1 + Math.floor(random() * last)}`
}

function randomFilter(random: Random, world: ModelWorld, depth: number): ModelFilter {
  const { source, code, period } = pick(random, world.releases)
  const test = (text: string): ModelTest =>
    pick(random, [
      { eq: text },
      { ne: text },
      { in: [text, pick(random, world.releases).code] },
      { startsWith: text.slice(0, 4) },
      { contains: text.slice(2, 5) },
      { notIn: [text] },
      { isNull: false },
    ])
  const sourceTest: ModelTest = pick(random, [{ eq: source }, { ne: source }, { in: [source] }])
  const status = pick(random, ['PUBLISHED', 'WITHDRAWN', 'EMBARGOED'])
  const inner = () => randomFilter(random, world, depth - 1)
  const parts: ModelFilter[] = [
    { source: sourceTest },
    { code: test(code) },
    { period: test(period) },
    { status: pick(random, [{ eq: status }, { ne: status }, { in: [status] }]) },
    ...(depth > 0 ? [{ and: [inner(), inner()] }, { or: [inner(), inner()] }, { not: inner() }] : []),
  ]
  return random() < 0.7 ? pick(random, parts) : { ...pick(random, parts), ...pick(random, parts) }
}

function written(
  random: Random,
  selections: readonly Selection[],
  asOf: number | null,
): Pick<Question, 'text' | 'variables'> {
  const variables: Record<string, unknown> = {}
  const types: string[] = []
  const fragments: string[] = []
  const value = (field: string, name: string, given: unknown): string => {
    if (random() < 0.5 && name !== 'filter' && name !== 'where') return literal(given)
    const variable = `v${types.length}`
    types.push(`$${variable}: ${variableTypes[name] ?? filterTypes[field]}`)
    variables[variable] = given
    return `$${variable}`
  }
  const set = (parts: readonly Selection[]): string => `{ ${parts.map(part).join(' ')} }`
  const part = (one: Selection): string => {
    if (one.kind === 'field') {
      const args = Object.entries(one.args).map(([name, given]) => `${name}: ${value(one.name, name, given)}`)
      return `${one.alias === null ? '' : `${one.alias}: `}${one.name}${args.length === 0 ? '' : `(${args.join(', ')})`}${one.of.length === 0 ? '' : ` ${set(one.of)}`}`
    }
    if (one.name === null) return `... on ${one.type} ${set(one.of)}`
    fragments.push(`fragment ${one.name} on ${one.type} ${set(one.of)}`)
    return `...${one.name}`
  }
  const body = set(selections)
  const head = types.length === 0 ? '' : `(${types.join(', ')})`
  const directive = asOf === null ? '' : ` @asOf(position: ${asOf})`
  return { text: [`query Asked${head}${directive} ${body}`, ...fragments].join('\n'), variables }
}

function literal(given: unknown): string {
  if (Array.isArray(given)) return `[${given.map(literal).join(', ')}]`
  return JSON.stringify(given)
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}
