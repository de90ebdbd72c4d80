import { type Cube, type CubeDimension, fewestOrganizations } from './cube.ts'
import { Moves } from './moves.ts'

/**
 * Which cells of a cube are hidden, by their numbers: 1 where they are. Depends on the counts alone, never on what is asked.
 *
 * Hidden is what has records of fewer than three organizations, and beside it as little as makes sure that
 * - no hidden count follows from shown ones, also for whoever knows that none is below 0: each is part of a move, another way
 *   to count that shows the same;
 * - what is left of a shown total after its shown parts are taken away is of three organizations or more, or of none.
 *
 * A cell of nothing is shown where no other needs it hidden: it says nothing of anybody.
 */
export function hiddenCells(cube: Cube): Uint8Array {
  const steps = hidingSteps(cube)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** How many cells are looked at in one step. */
const cellsOfStep = 200

/** The same in steps, between which others may work. */
export function* hidingSteps(cube: Cube): Generator<void, Uint8Array> {
  const moves = new Moves(cube)
  const small = [...cube.records.keys()].filter(
    (cell) => cube.records[cell] !== 0 && sizeOf(cube, cell) < fewestOrganizations,
  )
  const safe = new Set<number>()
  for (const cell of small) moves.hide(cell)
  for (let open: readonly number[] = small; open.length > 0; open = widenRests(cube, moves)) {
    for (const [index, cell] of open.entries()) {
      if (index % cellsOfStep === 0) yield
      if (safe.has(cell)) continue
      for (const each of moves.cheapest(cell).cells) {
        moves.hide(each)
        safe.add(each)
      }
    }
  }
  return Uint8Array.from(cube.records, (_, cell) => (moves.isHidden(cell) ? 1 : 0))
}

/** Hides one more part of each shown total whose rest is of too few, and gives those parts. */
function widenRests(cube: Cube, moves: Moves): readonly number[] {
  const hidden: number[] = []
  for (const [cell, count] of cube.records.entries()) {
    if (moves.isHidden(cell) || count === 0) continue
    for (const [index, dimension] of cube.dimensions.entries()) {
      const { organizations, shown } = restOf(cube, moves, cell, dimension, cube.strides[index] ?? 0)
      if (organizations.size === 0 || organizations.size >= fewestOrganizations) continue
      const [least] = shown.toSorted(
        (left, right) => (cube.records[left] ?? 0) - (cube.records[right] ?? 0) || left - right,
      )
      if (least === undefined)
        throw new Error('a shown total of three organizations has a rest of fewer, and no other part')
      moves.hide(least)
      hidden.push(least)
    }
  }
  return hidden
}

type Rest = {
  /** Whom what is left is about, as far as three. */
  readonly organizations: Set<string>
  /** The parts that were taken away. */
  readonly shown: number[]
}

/** What is left of a total along one dimension: hidden parts, and of those that have parts themselves only the hidden ones. */
function restOf(cube: Cube, moves: Moves, total: number, dimension: CubeDimension, stride: number): Rest {
  const rest: Rest = { organizations: new Set(), shown: [] }
  const nodeOf = (cell: number) => Math.floor(cell / stride) % dimension.nodes.length
  const look = (cell: number): void => {
    const node = nodeOf(cell)
    for (const child of dimension.children[node] ?? []) {
      const part = cell + (child - node) * stride
      if (!moves.isHidden(part)) {
        if (cube.records[part] !== 0) rest.shown.push(part)
      } else if (dimension.children[child]?.length !== 0) look(part)
      else for (const each of cube.organizations[part] ?? []) rest.organizations.add(each)
    }
  }
  look(total)
  return rest
}

function sizeOf({ organizations }: Cube, cell: number): number {
  return organizations[cell]?.size ?? 0
}
