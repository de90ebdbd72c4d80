import { compareTexts } from '../../kernel/text.ts'

/** What was counted at one leaf of every dimension. */
export type CountedLeaf = {
  /** A leaf per dimension, in their order. */
  readonly place: readonly string[]
  readonly records: number
  /** Those whom the records are about: all of them where they are fewer than three, else any three. */
  readonly organizations: readonly string[]
}

/** The node that a node of a dimension lies in; null at its top. Leaves are the nodes in which none lies. */
export type ParentOf = (node: string) => string | null

/** One dimension: a tree, its nodes by number. */
export type CubeDimension = {
  readonly nodes: readonly string[]
  readonly numbers: ReadonlyMap<string, number>
  /** Of each node itself and what it lies in, up to the top. */
  readonly paths: readonly (readonly number[])[]
  readonly children: readonly (readonly number[])[]
}

/** All counts that a set of leaves gives: a cell per node of every dimension, by its number. */
export type Cube = {
  readonly dimensions: readonly CubeDimension[]
  /** How far apart the cells of neighbouring nodes of a dimension are. */
  readonly strides: readonly number[]
  readonly records: Float64Array
  /** Whom the records of a cell are about, as far as three; none where there is no record. */
  readonly organizations: readonly (ReadonlySet<string> | undefined)[]
}

/** How many organizations a cell must have to be shown: of fewer, one could tell what another did. */
export const fewestOrganizations = 3

/** Adds leaves up along trees. The same leaves in any order give the same cube. */
export function cubeOf(leaves: readonly CountedLeaf[], parents: readonly ParentOf[]): Cube {
  const dimensions = parents.map((parentOf, index) =>
    dimensionOf(new Set(leaves.map(({ place }) => place[index] ?? '')), parentOf),
  )
  const strides: number[] = []
  let size = 1
  for (const { nodes } of dimensions.toReversed()) {
    strides.unshift(size)
    size *= nodes.length
  }
  const records = new Float64Array(size)
  const organizations: (Set<string> | undefined)[] = Array.from({ length: size })
  for (const leaf of leaves) {
    const paths = dimensions.map(
      ({ numbers, paths: of }, index) => of[numbers.get(leaf.place[index] ?? '') ?? -1] ?? [],
    )
    for (const cell of cellsOver(paths, strides)) {
      records[cell] = (records[cell] ?? 0) + leaf.records
      const known = organizations[cell] ?? new Set()
      for (const each of leaf.organizations) if (known.size < fewestOrganizations) known.add(each)
      organizations[cell] = known
    }
  }
  return { dimensions, strides, records, organizations }
}

/** The cells at all combinations of nodes, one list of nodes per dimension. */
export function cellsOver(
  nodes: readonly (readonly number[])[],
  strides: readonly number[],
): readonly number[] {
  return nodes.reduce<readonly number[]>(
    (cells, of, index) => cells.flatMap((cell) => of.map((node) => cell + node * (strides[index] ?? 0))),
    [0],
  )
}

/** The nodes of a cell, one per dimension. */
export function nodesOf({ dimensions, strides }: Cube, cell: number): readonly number[] {
  return dimensions.map(({ nodes }, index) => Math.floor(cell / (strides[index] ?? 1)) % nodes.length)
}

/** The cell at names of nodes; undefined where the cube has none there: nothing was counted. */
export function cellAt(
  { dimensions, strides }: Pick<Cube, 'dimensions' | 'strides'>,
  place: readonly string[],
): number | undefined {
  let cell = 0
  for (const [index, { numbers }] of dimensions.entries()) {
    const node = numbers.get(place[index] ?? '')
    if (node === undefined) return undefined
    cell += node * (strides[index] ?? 0)
  }
  return cell
}

function dimensionOf(leaves: ReadonlySet<string>, parentOf: ParentOf): CubeDimension {
  const all = new Set<string>()
  for (const leaf of leaves)
    for (let node: string | null = leaf; node !== null && !all.has(node); node = parentOf(node)) all.add(node)
  const nodes = [...all].sort(compareTexts)
  const numbers = new Map(nodes.map((node, number) => [node, number]))
  const children: number[][] = nodes.map(() => [])
  const paths = nodes.map((name, number) => {
    const above = parentOf(name)
    if (above !== null) children[numbers.get(above) ?? -1]?.push(number)
    const path: number[] = []
    for (let node: string | null = name; node !== null; node = parentOf(node))
      path.push(numbers.get(node) ?? -1)
    return path
  })
  return { nodes, numbers, paths, children }
}
