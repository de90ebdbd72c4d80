import type { MeasuredCodes } from '../../catalogue/measure/measure.ts'
import type { ParentOf } from './cube.ts'

/** Where records stand whose region or scheme is not known: right below the top, and in no answer by itself. */
const unknown = '-'

/** A dimension that records are counted along: where a record with a code stands, and what lies in what. */
export type CountDimension = {
  /** The leaf of a record that names a code, or none (''). */
  readonly leafOf: (code: string) => string
  readonly parentOf: ParentOf
  /** Says whether a figure may be asked of a code. */
  readonly has: (code: string) => boolean
}

/**
 * Regions by what they lie in, `ALL` on top; groups like GBA9 stand beside the tree and are no part of it. A record of a
 * province itself has a leaf of its own beside the cities. An unknown code of six digits counts where it lies.
 */
export function regionDimension({ regions }: Pick<MeasuredCodes, 'regions'>): CountDimension {
  const parents = new Map(
    [...regions]
      .filter(([, { level }]) => level !== 'GROUP')
      .map(([code, { parent }]) => [code, code === 'ALL' ? null : (parent ?? 'ALL')]),
  )
  const nearest = (code: string) =>
    [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`].find((each) => parents.has(each)) ?? null
  return dimensionOver(parents, 'ALL', (code) => (/^\d{6}$/.test(code) ? nearest(code) : code))
}

/** Schemes by what they lie in, `TOTAL` on top; a record of a category itself has a leaf of its own. */
export function schemeDimension({ schemes }: Pick<MeasuredCodes, 'schemes'>): CountDimension {
  const parents = new Map(
    [...schemes].map(([code, parent]) => [code, code === 'TOTAL' ? null : (parent ?? 'TOTAL')]),
  )
  return dimensionOver(parents, 'TOTAL', (code) => code)
}

/** Kinds right below all of them. */
export function kindDimension(kinds: readonly string[]): CountDimension {
  const parents = new Map<string, string | null>([
    [allKinds, null],
    ...kinds.map((kind) => [kind, allKinds] as const),
  ])
  return dimensionOver(parents, allKinds, (code) => code)
}

/** All kinds together. */
export const allKinds = '*'

function dimensionOver(
  parents: ReadonlyMap<string, string | null>,
  top: string,
  known: (code: string) => string | null,
): CountDimension {
  const holding = new Set(parents.values())
  const own = (code: string) => `${code}/own`
  const ofOwn = new Map([...parents.keys()].map((code) => [own(code), code]))
  return {
    leafOf: (code) => {
      const place = known(code)
      if (place === null || place === top || !parents.has(place)) return unknown
      return holding.has(place) ? own(place) : place
    },
    parentOf: (node) => (node === unknown ? top : (ofOwn.get(node) ?? parents.get(node) ?? null)),
    has: (code) => parents.has(code),
  }
}
