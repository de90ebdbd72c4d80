import { describe, expect, test } from 'vitest'
import {
  type CountedLeaf,
  type Cube,
  cellAt,
  cellsOver,
  cubeOf,
  nodesOf,
} from '../../../src/credit/count/cube.ts'
import { hiddenCells } from '../../../src/credit/count/suppress.ts'
import { ShownRows } from './shown-rows.ts'

const regions: Readonly<Record<string, string | null>> = {
  ALL: null,
  GD: 'ALL',
  gz: 'GD',
  sz: 'GD',
  zh: 'GD',
  'GD/own': 'GD',
  hk: 'ALL',
  mo: 'ALL',
}
const schemes: Readonly<Record<string, string | null>> = {
  TOTAL: null,
  QMS: 'TOTAL',
  EMS: 'TOTAL',
  CCC: 'TOTAL',
  '-': 'TOTAL',
}
const kinds: Readonly<Record<string, string | null>> = { '*': null, PENALTY: '*', LICENCE: '*', LIST: '*' }
const trees = [regions, schemes, kinds].map((tree) => (node: string) => tree[node] ?? null)
const leavesOf = (tree: Readonly<Record<string, string | null>>) =>
  Object.keys(tree).filter((node) => !Object.values(tree).includes(node))

/** A small generator of its own: the same seed, the same cubes. */
function chance(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0
    return (state >>> 7) % below
  }
}

/** Leaves of which some are empty, many small, some great; organizations are met again in other leaves. */
function randomLeaves(seed: number, fullness: number, most: number): readonly CountedLeaf[] {
  const next = chance(seed)
  const leaves: CountedLeaf[] = []
  for (const region of leavesOf(regions))
    for (const scheme of leavesOf(schemes))
      for (const kind of leavesOf(kinds)) {
        if (next(10) >= fullness) continue
        const organizations = new Set(Array.from({ length: 1 + next(4) }, () => `${region}${next(5)}`))
        const records = organizations.size + next(most)
        leaves.push({ place: [region, scheme, kind], records, organizations: [...organizations].slice(0, 3) })
      }
  return leaves
}

const isLeaf = (cube: Cube, cell: number) =>
  nodesOf(cube, cell).every((node, index) => cube.dimensions[index]?.children[node]?.length === 0)

/** The leaves that a cell is the sum of. */
function leavesUnder(cube: Cube, cell: number): readonly number[] {
  const nodes = nodesOf(cube, cell)
  const below = cube.dimensions.map(({ paths }, index) =>
    paths.flatMap((path, node) => (path.includes(nodes[index] ?? -1) ? [node] : [])),
  )
  return cellsOver(below, cube.strides).filter((each) => isLeaf(cube, each))
}

const cellsOf = (cube: Cube) => [...cube.records.keys()]

/** Whom a shown total's rest is about, found anew: hidden leaves along one dimension that no shown part holds. */
function restsOf(cube: Cube, hidden: Uint8Array): readonly ReadonlySet<string>[] {
  return cellsOf(cube).flatMap((total) => {
    if (hidden[total] === 1) return []
    return cube.dimensions.map((dimension, index) => {
      const [own, stride] = [nodesOf(cube, total)[index] ?? 0, cube.strides[index] ?? 0]
      const rest = new Set<string>()
      for (const [node, path] of dimension.paths.entries()) {
        if (!path.includes(own) || dimension.children[node]?.length !== 0) continue
        const between = path.slice(0, path.indexOf(own)).map((each) => total + (each - own) * stride)
        if (between.length === 0 || between.some((cell) => hidden[cell] === 0)) continue
        for (const each of cube.organizations[total + (node - own) * stride] ?? []) rest.add(each)
      }
      return rest
    })
  })
}

/** Says whether other counts, none of them below 0, show the same and another number in a leaf. */
function mayBeOther(cube: Cube, hidden: Uint8Array, leaf: number): boolean {
  const sums = cellsOf(cube)
    .filter((each) => hidden[each] === 0)
    .map((each) => leavesUnder(cube, each).filter((under) => hidden[under] === 1))
    .filter((leaves) => leaves.length > 0)
  const change = new Map<number, number>()
  // One sum that tells after the other is put right again, until none tells or no step is left.
  const search = (steps: number): boolean => {
    const total = (leaves: readonly number[]) =>
      leaves.reduce((sum, each) => sum + (change.get(each) ?? 0), 0)
    const telling = sums.find((leaves) => total(leaves) !== 0)
    if (telling === undefined) return true
    if (steps === 0) return false
    const by = total(telling) > 0 ? -1 : 1
    return telling.some((each) => {
      const before = change.get(each) ?? 0
      if (each === leaf || (cube.records[each] ?? 0) + before + by < 0) return false
      change.set(each, before + by)
      const found = search(steps - 1)
      if (!found) change.set(each, before)
      return found
    })
  }
  for (let steps = 0; steps <= 9; steps += 1)
    for (const by of [1, -1]) {
      change.clear()
      if ((cube.records[leaf] ?? 0) + by < 0) continue
      change.set(leaf, by)
      if (search(steps)) return true
    }
  return false
}

describe('hidden cells', () => {
  test.each([3, 5, 7, 9])('follow from no shown cells, in cubes %i tenths full', (fullness) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const cube = cubeOf(randomLeaves(seed * 31 + fullness, fullness, 1 + (seed % 6)), trees)
      const hidden = hiddenCells(cube)
      const rows = new ShownRows()
      for (const cell of cellsOf(cube)) if (hidden[cell] === 0) rows.add(leavesUnder(cube, cell))
      const told = cellsOf(cube).filter((cell) => hidden[cell] === 1 && rows.tells(leavesUnder(cube, cell)))
      expect(told, `seed ${seed}`).toEqual([])
      for (const cell of cellsOf(cube)) {
        const few = (cube.organizations[cell]?.size ?? 0) < 3 && cube.records[cell] !== 0
        if (few) expect(hidden[cell], `seed ${seed}, cell ${cell}`).toBe(1)
      }
      const rests = restsOf(cube, hidden).map(({ size }) => size)
      expect(
        rests.filter((size) => size === 1 || size === 2),
        `seed ${seed}`,
      ).toEqual([])
    }
  })

  test('sums of shown cells tell nothing that they did not', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const cube = cubeOf(randomLeaves(seed, 6, 4), trees)
      const hidden = hiddenCells(cube)
      const rows = new ShownRows()
      for (const cell of cellsOf(cube)) if (hidden[cell] === 0) rows.add(leavesUnder(cube, cell))
      const { rank } = rows
      const next = chance(seed)
      for (let time = 0; time < 30; time += 1) {
        const [scheme, kind] = [
          next(cube.dimensions[1]?.nodes.length ?? 0),
          next(cube.dimensions[2]?.nodes.length ?? 0),
        ]
        const together = leavesOf(regions).filter(() => next(2) === 0)
        const cells = together.flatMap((region) => {
          const cell = cellAt(cube, [
            region,
            cube.dimensions[1]?.nodes[scheme] ?? '',
            cube.dimensions[2]?.nodes[kind] ?? '',
          ])
          return cell === undefined ? [] : [cell]
        })
        // Exact where all are shown; else at least what the shown ones make, which is a sum of shown ones too.
        rows.add(cells.filter((cell) => hidden[cell] === 0).flatMap((cell) => leavesUnder(cube, cell)))
      }
      expect(rows.rank).toBe(rank)
    }
  })

  test('of few organizations might be another number, also for whoever knows that none is below 0', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const cube = cubeOf(randomLeaves(seed, 2 + (seed % 3), 1 + (seed % 3)), trees)
      const hidden = hiddenCells(cube)
      const few = cellsOf(cube).filter(
        (cell) => cube.records[cell] !== 0 && (cube.organizations[cell]?.size ?? 0) < 3,
      )
      for (const cell of few.filter((each) => isLeaf(cube, each)))
        expect(mayBeOther(cube, hidden, cell), `seed ${seed}, cell ${cell}`).toBe(true)
    }
  })

  test('are the same whatever the order of the leaves', () => {
    const leaves = randomLeaves(7, 6, 3)
    const [one, other] = [cubeOf(leaves, trees), cubeOf(leaves.toReversed(), trees)]
    expect([...hiddenCells(one)]).toEqual([...hiddenCells(other)])
  })

  test('are few: a small cell takes three more with it where there is a rectangle', () => {
    const leaf = (region: string, scheme: string, records: number, organizations: number): CountedLeaf => ({
      place: [region, scheme, 'PENALTY'],
      records,
      organizations: Array.from(
        { length: Math.min(organizations, 3) },
        (_, index) => `${region}${scheme}${index}`,
      ),
    })
    const cube = cubeOf(
      [leaf('hk', 'QMS', 1, 1), leaf('hk', 'EMS', 9, 9), leaf('mo', 'QMS', 8, 8), leaf('mo', 'EMS', 20, 20)],
      [(node) => regions[node] ?? null, (node) => schemes[node] ?? null, () => null],
    )
    const hidden = hiddenCells(cube)
    expect(hidden.reduce((sum, is) => sum + is, 0)).toBe(4)
    expect(hidden[cellAt(cube, ['ALL', 'TOTAL', 'PENALTY']) ?? -1]).toBe(0)
  })

  test('where no other way is left, totals are hidden too', () => {
    const cube = cubeOf([{ place: ['gz', 'QMS', 'LIST'], records: 2, organizations: ['a'] }], trees)
    expect([...hiddenCells(cube)].every((is) => is === 1)).toBe(true)
  })
})
