import { combine } from '../table/combine.ts'
import type { Table } from '../table/table.ts'
import type { Cell } from '../table/terms.ts'
import type { Arithmetic } from './terms.ts'

/**
 * By which rule the members of a cell were combined, calculated anew from them; null where nothing was. Bounds of it that
 * are wider than the cell's say that its other dimension gave the narrower ones.
 */
export function arithmeticOf({ outline, membership }: Table, cell: Cell): Arithmetic | null {
  const { members } = cell
  const [first] = members
  const indicator = outline.indicators.get(cell.indicator)
  if (first === undefined || indicator === undefined) return null
  if (cell.kind === 'UNAVAILABLE' && cell.reason !== 'NOT_ADDITIVE') return null
  const { dimension } = first
  const over = dimension === 'REGION' ? 'region' : dimension === 'PERIOD' ? 'period' : 'scheme'
  const additivity = indicator.additivity[over]
  const complete = dimension === 'REGION' ? membership.ofRegion(cell.region).complete : true
  const neverNegative = indicator.minimum !== null && !indicator.minimum.startsWith('-')
  const { lower, upper } = combine({ members, complete, additivity, neverNegative })
  const known = members.filter(({ figure }) => figure.kind !== 'UNAVAILABLE')
  return {
    rule: ruleOf(cell.kind, additivity),
    lower,
    upper,
    known: known.length,
    missing: members.length - known.length,
    unbounded: known.filter(({ figure }) => figure.upper === null).length,
  }
}

function ruleOf(kind: Cell['kind'], additivity: 'ADDITIVE' | 'DISTINCT' | 'NONE'): Arithmetic['rule'] {
  if (additivity === 'NONE') return 'NEVER_COMBINED'
  if (additivity === 'DISTINCT') return 'BOUNDS_OF_DISTINCT'
  return kind === 'SUM' ? 'SUM_OF_MEMBERS' : 'BOUNDS_OF_SUM'
}
