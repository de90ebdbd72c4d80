import { type Cube, type CubeDimension, fewestOrganizations } from './cube.ts'
import { cheapestMove } from './moves.ts'

/**
 * Which cells of a cube are hidden, by their numbers: 1 where they are. Depends on the counts alone, never on what is asked.
 *
 * Hidden is what has records of fewer than three organizations, and beside it as little as makes sure that
 * - no hidden count follows from shown ones, not even for whoever knows that it is 1 or more: each is part of a move, another way
 *   to count that shows the same;
 * - what is left of a shown total after its shown parts are taken away is of three organizations or more.
 *
 * A cell of nothing is shown: it says nothing of anybody.
 */
export function hiddenCells(cube: Cube): Uint8Array {
  const hidden = Uint8Array.from(cube.records, (count, cell) =>
    count > 0 && sizeOf(cube, cell) < fewestOrganizations ? 1 : 0,
  )
  const safe = new Uint8Array(hidden.length)
  do {
    for (const [cell, is] of hidden.entries()) {
      if (is === 0 || safe[cell] === 1) continue
      for (const each of cheapestMove(cube, hidden, cell).cells) {
        hidden[each] = 1
        safe[each] = 1
      }
    }
  } while (widenRests(cube, hidden))
  return hidden
}

/** Hides one more part of each shown total whose rest is of too few; says whether it did. */
function widenRests(cube: Cube, hidden: Uint8Array): boolean {
  let widened = false
  for (const [cell, is] of hidden.entries()) {
    if (is === 1 || cube.records[cell] === 0) continue
    for (const [index, dimension] of cube.dimensions.entries()) {
      const { organizations, shown } = restOf(cube, hidden, cell, dimension, cube.strides[index] ?? 0)
      if (organizations.size === 0 || organizations.size >= fewestOrganizations) continue
      const [least] = shown.toSorted(
        (left, right) => (cube.records[left] ?? 0) - (cube.records[right] ?? 0) || left - right,
      )
      if (least === undefined)
        throw new Error('a shown total of three organizations has a rest of fewer, and no other part')
      hidden[least] = 1
      widened = true
    }
  }
  return widened
}

type Rest = {
  /** Whom what is left is about, as far as three. */
  readonly organizations: Set<string>
  /** The parts that were taken away. */
  readonly shown: number[]
}

/** What is left of a total along one dimension: hidden parts, and of those that have parts themselves only the hidden ones. */
function restOf(
  cube: Cube,
  hidden: Uint8Array,
  total: number,
  dimension: CubeDimension,
  stride: number,
): Rest {
  const rest: Rest = { organizations: new Set(), shown: [] }
  const nodeOf = (cell: number) => Math.floor(cell / stride) % dimension.nodes.length
  const look = (cell: number): void => {
    const node = nodeOf(cell)
    for (const child of dimension.children[node] ?? []) {
      const part = cell + (child - node) * stride
      if (cube.records[part] === 0) continue
      if (hidden[part] === 0) rest.shown.push(part)
      else if (dimension.children[child]?.length !== 0) look(part)
      else for (const each of cube.organizations[part] ?? []) rest.organizations.add(each)
    }
  }
  look(total)
  return rest
}

function sizeOf({ organizations }: Cube, cell: number): number {
  return organizations[cell]?.size ?? 0
}
