import { type Cube, type CubeDimension, cellsOver, nodesOf } from './cube.ts'

/**
 * A way to count otherwise that no shown cell would tell: each of its cells one more or one less, all others as they are.
 */
export type Move = {
  readonly cells: readonly number[]
  /** What would be hidden beyond what is: cells that are still shown, and their records. */
  readonly loss: number
}

/** The leaves of a cell from which moves are tried, the smallest first: enough to find a cheap one. */
const leavesTried = 6

/** Which nodes of one dimension have one more, up from a leaf, and which one less, down to another. */
type Course = { readonly up: readonly number[]; readonly down: readonly number[] }

/** Courses per dimension from the nodes of a leaf, and in which order the dimensions are tried. */
type Search = {
  readonly courses: readonly (readonly Course[])[]
  readonly from: readonly number[]
  readonly order: readonly number[]
}

/** Finds moves in a cube, and hides cells of it. */
export class Moves {
  readonly #cube: Cube
  /** What it costs to hide a cell: nothing where it is hidden, else one and its records. */
  readonly #costs: Float64Array
  readonly #courses: readonly Map<number, readonly Course[]>[]
  readonly #leaves: readonly (readonly (readonly number[])[])[]
  #best: Move | null = null

  constructor(cube: Cube) {
    this.#cube = cube
    this.#costs = cube.records.map((count) => 1 + count)
    this.#courses = cube.dimensions.map(() => new Map())
    this.#leaves = cube.dimensions.map(leavesBelow)
  }

  /** Hides a cell. */
  hide(cell: number): void {
    this.#costs[cell] = 0
  }

  isHidden(cell: number): boolean {
    return this.#costs[cell] === 0
  }

  /**
   * The move through a cell with records that hides the least beyond what is hidden. There always is one: up from a leaf to the
   * top in every dimension. In one of its two directions no count falls below nothing.
   */
  cheapest(cell: number): Move {
    this.#best = null
    const nodes = nodesOf(this.#cube, cell)
    for (const leaf of this.#leavesUnder(nodes).slice(0, leavesTried)) {
      const from = nodesOf(this.#cube, leaf)
      const courses = nodes.map((node, index) => this.#coursesOf(index, from[index] ?? 0, node))
      // Of the widest choice the cheap ones are few, and only those are gone on with.
      const order = [...courses.keys()].sort(
        (left, right) => (courses[right]?.length ?? 0) - (courses[left]?.length ?? 0) || left - right,
      )
      this.#widen({ courses, from, order }, 0, [leaf], [])
    }
    if (this.#best === null) throw new Error('a cell without records was to be hidden')
    return this.#best
  }

  /**
   * Tries all courses of a dimension, the cheapest first, for the cells that those of earlier dimensions gave, in which all
   * later ones stand at the leaf's own nodes: whatever is lost there is lost in every move made of it.
   */
  #widen(search: Search, step: number, more: readonly number[], less: readonly number[]): void {
    const index = search.order[step] ?? -1
    const choices = search.courses[index]
    if (choices === undefined) {
      if (this.#staysCounted(more, less)) this.#keep([...more, ...less])
      return
    }
    const [stride, own] = [this.#cube.strides[index] ?? 0, search.from[index] ?? 0]
    const most = this.#best?.loss ?? Number.POSITIVE_INFINITY
    const tried: { readonly course: Course; readonly loss: number }[] = []
    for (const course of choices) {
      const loss =
        this.#lossOf(course.up, own, stride, more, less, most) +
        this.#lossOf(course.down, own, stride, more, less, most)
      if (loss < most) tried.push({ course, loss })
    }
    tried.sort((left, right) => left.loss - right.loss)
    for (const { course, loss } of tried) {
      if (this.#best !== null && loss >= this.#best.loss) return
      const shifted = (cells: readonly number[], nodes: readonly number[]) =>
        nodes.flatMap((node) => cells.map((cell) => cell + (node - own) * stride))
      const up = [...shifted(more, course.up), ...shifted(less, course.down)]
      const down = [...shifted(less, course.up), ...shifted(more, course.down)]
      this.#widen(search, step + 1, up, down)
    }
  }

  /** What it costs to hide cells that are moved from a node to others; no more than says that it is too much. */
  #lossOf(
    nodes: readonly number[],
    own: number,
    stride: number,
    more: readonly number[],
    less: readonly number[],
    most: number,
  ): number {
    const costs = this.#costs
    let loss = 0
    for (const node of nodes) {
      const shift = (node - own) * stride
      for (const cell of more) loss += costs[cell + shift] ?? 0
      for (const cell of less) loss += costs[cell + shift] ?? 0
      if (loss >= most) return loss
    }
    return loss
  }

  #keep(cells: readonly number[]): void {
    const loss = cells.reduce((sum, cell) => sum + (this.#costs[cell] ?? 0), 0)
    if (this.#best === null || loss < this.#best.loss) this.#best = { cells, loss }
  }

  #staysCounted(more: readonly number[], less: readonly number[]): boolean {
    const has = (cell: number) => (this.#cube.records[cell] ?? 0) > 0
    return less.every(has) || more.every(has)
  }

  /** The courses of a dimension from a leaf that go through a node. */
  #coursesOf(index: number, leaf: number, through: number): readonly Course[] {
    const dimension = this.#cube.dimensions[index]
    const known = this.#courses[index]
    if (dimension === undefined || known === undefined) return []
    const name = leaf * dimension.nodes.length + through
    const courses = known.get(name) ?? coursesThrough(dimension, leaf, through)
    known.set(name, courses)
    return courses
  }

  /** The leaves below nodes that have records, the smallest first. */
  #leavesUnder(nodes: readonly number[]): readonly number[] {
    const { strides, records } = this.#cube
    const count = (leaf: number) => records[leaf] ?? 0
    const below = nodes.map((node, index) => this.#leaves[index]?.[node] ?? [])
    return cellsOver(below, strides)
      .filter((leaf) => count(leaf) > 0)
      .toSorted((left, right) => count(left) - count(right) || left - right)
  }
}

/** Of each node the leaves that lie in it; of a leaf itself. */
function leavesBelow({ paths, children }: CubeDimension): readonly (readonly number[])[] {
  const below: number[][] = paths.map(() => [])
  for (const [node, path] of paths.entries())
    if (children[node]?.length === 0) for (const above of path) below[above]?.push(node)
  return below
}

function coursesThrough(
  { paths, children }: CubeDimension,
  leaf: number,
  through: number,
): readonly Course[] {
  const own = paths[leaf] ?? []
  const courses: Course[] = [{ up: own, down: [] }]
  for (const [other, path] of paths.entries()) {
    if (children[other]?.length !== 0 || path.includes(through)) continue
    const up = own.filter((node) => !path.includes(node))
    courses.push({ up, down: path.filter((node) => !own.includes(node)) })
  }
  return courses
}
