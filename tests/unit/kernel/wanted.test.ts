import { buildSchema, type GraphQLResolveInfo, graphql } from 'graphql'
import { expect, it } from 'vitest'
import { wantedFields } from '../../../src/kernel/graph/wanted.ts'

const schema = buildSchema(`
  type Query { list: List }
  type List { edges: [Edge], nodes: [Item], totalCount: Int }
  type Edge { cursor: String, node: Item }
  type Item { id: ID, value: String, status: String, item: Item, list: List }
`)

/** The wanted fields that the resolver of `list` sees, sorted. */
async function wantedBy(
  document: string,
  ...paths: readonly (readonly string[])[]
): Promise<readonly string[]> {
  let wanted: ReadonlySet<string> = new Set()
  const list = (_arguments: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    wanted = wantedFields(info, ...paths)
    return null
  }
  const { errors } = await graphql({ schema, source: document, rootValue: { list } })
  expect(errors).toBeUndefined()
  return [...wanted].sort()
}

const entries = [['edges', 'node'], ['nodes']] as const

it('are the fields selected right below, by their names and not by their aliases', async () => {
  expect(await wantedBy('{ list { many: totalCount edges { cursor } } }')).toEqual(['edges', 'totalCount'])
})

it('are collected along every path that leads to an entry', async () => {
  expect(
    await wantedBy(
      '{ list { edges { cursor node { id } } nodes { value item { status } } totalCount } }',
      ...entries,
    ),
  ).toEqual(['id', 'item', 'value'])
})

it('are found in fragments, inline fragments and fields that are named twice', async () => {
  const document = `
    query { list { ...Page edges { node { id } } } ... { list { nodes { ... on Item { status } } } } }
    fragment Page on List { edges { node { ...Entry } } }
    fragment Entry on Item { value }
  `
  expect(await wantedBy(document, ...entries)).toEqual(['id', 'status', 'value'])
})

it('are none where no path is selected', async () => {
  expect(await wantedBy('{ list { totalCount } }', ...entries)).toEqual([])
})

it('are found in linear time in a document whose fragments spread each other twice', async () => {
  const depth = 60
  const fragments = Array.from(
    { length: depth },
    (_, index) => `fragment F${index} on List { ...F${index + 1} ... { ...F${index + 1} } }`,
  )
  const bomb = `{ list { ...F0 ...F0 } } ${fragments.join(' ')} fragment F${depth} on List { nodes { value } }`
  expect(await wantedBy(bomb, ...entries)).toEqual(['value'])
})

it('are found in linear time below fields that lie in each other', async () => {
  const depth = 60
  const fragments = Array.from(
    { length: depth },
    (_, index) => `fragment F${index} on Item { ...F${index + 1} item { ...F${index + 1} } }`,
  )
  const bomb = `{ list { nodes { ...F0 } edges { node { ...F0 } } } } ${fragments.join(' ')} fragment F${depth} on Item { value }`
  expect(await wantedBy(bomb, ...entries)).toEqual(['item', 'value'])
})
