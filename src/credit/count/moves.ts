import { type Cube, type CubeDimension, cellsOver, nodesOf } from './cube.ts'

/**
 * A way to count otherwise that no shown cell would tell: each of its cells one more or one less, all others as they are.
 */
export type Move = {
  readonly cells: readonly number[]
  /** What would be hidden beyond what is: records of cells that are still shown. */
  readonly loss: number
}

/** The leaves of a cell from which moves are tried, the smallest first: enough to find a cheap one. */
const leavesTried = 6

/**
 * The move through a cell that hides the fewest records beyond what is hidden. There always is one: up from a leaf to the top
 * in every dimension. Cells of nothing are in no move, since a zero is shown; and every count stays 1 or more in one of its
 * two directions, since whoever sees that a cell is hidden knows that something is there.
 */
export function cheapestMove(cube: Cube, hidden: Uint8Array, cell: number): Move {
  let best: Move | null = null
  for (const leaf of leavesUnder(cube, cell).slice(0, leavesTried)) {
    const courses = coursesThrough(cube, cell, leaf)
    best = cheapestOf(cube, hidden, courses, leaf, best)
  }
  if (best === null) throw new Error('a cell without records was to be hidden')
  return best
}

/** In one dimension: the nodes with one more, up from a leaf, and those with one less, down to another. */
type Course = { readonly up: readonly number[]; readonly down: readonly number[] }

type Signed = { readonly cell: number; readonly less: boolean }

function cheapestOf(
  cube: Cube,
  hidden: Uint8Array,
  courses: readonly (readonly Course[])[],
  leaf: number,
  known: Move | null,
): Move | null {
  let best = known
  const nodes = nodesOf(cube, leaf)
  // A move holds the cells of its first courses at the leaf's own nodes of the others: what fails there fails whole.
  const widen = (index: number, cells: readonly Signed[]): void => {
    const loss = lossOf(cube, hidden, cells)
    if (loss === null || (best !== null && loss > best.loss)) return
    const choices = courses[index]
    if (choices === undefined) {
      const cheaper = best === null || loss < best.loss || cells.length < best.cells.length
      if (cheaper && staysCounted(cube, cells)) best = { cells: cells.map(({ cell }) => cell), loss }
      return
    }
    const stride = cube.strides[index] ?? 0
    const own = nodes[index] ?? 0
    for (const { up, down } of choices) {
      const next: Signed[] = []
      for (const { cell, less } of cells) {
        for (const node of up) next.push({ cell: cell + (node - own) * stride, less })
        for (const node of down) next.push({ cell: cell + (node - own) * stride, less: !less })
      }
      widen(index + 1, next)
    }
  }
  widen(0, [{ cell: leaf, less: false }])
  return best
}

/** The records that a move would hide beyond what is hidden; null where one of its cells has none. */
function lossOf({ records }: Cube, hidden: Uint8Array, cells: readonly Signed[]): number | null {
  let loss = 0
  for (const { cell } of cells) {
    const count = records[cell] ?? 0
    if (count === 0) return null
    if (hidden[cell] === 0) loss += count
  }
  return loss
}

/** Whether all cells that would have one less have two or more, in one of the two directions. */
function staysCounted({ records }: Cube, cells: readonly Signed[]): boolean {
  const stays = (direction: boolean) =>
    cells.every(({ cell, less }) => less !== direction || (records[cell] ?? 0) > 1)
  return stays(true) || stays(false)
}

/** Per dimension, the courses from a leaf that go through a cell's node. */
function coursesThrough(cube: Cube, cell: number, leaf: number): readonly (readonly Course[])[] {
  const [nodes, from] = [nodesOf(cube, cell), nodesOf(cube, leaf)]
  return cube.dimensions.map((dimension, index) => coursesOf(dimension, from[index] ?? 0, nodes[index] ?? 0))
}

function coursesOf({ paths, children }: CubeDimension, leaf: number, through: number): readonly Course[] {
  const own = paths[leaf] ?? []
  const courses: Course[] = [{ up: own, down: [] }]
  for (const [other, path] of paths.entries()) {
    if (children[other]?.length !== 0 || path.includes(through)) continue
    const up = own.filter((node) => !path.includes(node))
    courses.push({ up, down: path.filter((node) => !own.includes(node)) })
  }
  return courses
}

/** The leaves of a cell that have records, the smallest first. */
function leavesUnder(cube: Cube, cell: number): readonly number[] {
  const nodes = nodesOf(cube, cell)
  const below = cube.dimensions.map(({ paths, children }, index) =>
    paths.flatMap((path, node) =>
      children[node]?.length === 0 && path.includes(nodes[index] ?? -1) ? [node] : [],
    ),
  )
  const count = (leaf: number) => cube.records[leaf] ?? 0
  return cellsOver(below, cube.strides)
    .filter((leaf) => count(leaf) > 0)
    .toSorted((left, right) => count(left) - count(right) || left - right)
}
