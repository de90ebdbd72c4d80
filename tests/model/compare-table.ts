import { expect } from 'vitest'
import { agrees, compositionOf, growthOf, type ModelBase, rankOf, shareOf } from './model-beside.ts'
import { found } from './model-catalogue.ts'
import { type ModelCell, versionOfCell } from './model-cell.ts'
import { type ModelFigure, missingOf } from './model-figure.ts'
import { decimalText, type Fraction, fraction, minus } from './model-fraction.ts'
import { arranged } from './model-order.ts'
import { remainderOf } from './model-remainder.ts'
import type { ModelWorld } from './model-resolve.ts'
import type { ModelRow, ModelTable } from './model-table.ts'
import type { RandomQuestion } from './random-inputs.ts'
import type { Tally } from './tally.ts'

const bases = ['PREVIOUS', 'YEAR_BEFORE', 'LAST_KNOWN'] as const
const wholes = ['REGION', 'SCHEME'] as const
const peers = { REGION: 'regions', SCHEME: 'schemes', SOURCE: 'source' } as const

const plainFields = `id unit codeListVersion kind value lower upper status reason period missing source { code }`
// Without members the hub may leave sums to the database: half of the questions let it.
const besideFields = [
  'members { dimension code kind value lower upper status reason }',
  ...bases.map((on) => `growth_${on}: growth(on: ${on}) { rate absolute reason base { value } }`),
  ...wholes.map((of) => `share_${of}: share(of: ${of}) { rate reason whole { value } }`),
  ...Object.keys(peers).map((over) => `rank_${over}: rank(over: ${over}) { rank of }`),
  ...wholes.flatMap((along) =>
    [true, false].map(
      (leaves) => `composition_${along}_${leaves}: composition(along: ${along}, leaves: ${leaves}) {
        kind value lower upper reason missing agrees difference members { code } }`,
    ),
  ),
].join('\n')

/** The query of a table as of a position; `deep` with all that stands beside the figures. */
export function tableQuery(position: number, deep: boolean, totals: boolean): string {
  const row = `region { code } regions scheme { code } schemes period source { code }`
  const cells = `cells { ${plainFields} ${deep ? besideFields : ''} }`
  return `query Table($input: StatisticsInput!) @asOf(position: ${position}) { statistics(input: $input) {
    rows(first: 1000) { totalCount nodes { ${row} ${cells} } }
    ${totals ? `totals { ${row} ${cells} }` : ''} remainder { ${row} ${cells} } } }`
}

type ReadCell = Readonly<Record<string, unknown>> & {
  readonly kind: string
  readonly reason: string | null
  readonly members?: readonly { readonly dimension: string }[]
}

type ReadRow = {
  readonly region: { readonly code: string } | null
  readonly regions: readonly string[] | null
  readonly scheme: { readonly code: string } | null
  readonly schemes: readonly string[] | null
  readonly period: string | null
  readonly source: { readonly code: string } | null
  readonly cells: readonly ReadCell[]
}

/** Holds an answer against the model's table, row by row in order, cell by cell. */
export function expectSameTable(
  world: ModelWorld,
  { input, having, orderBy, deep }: RandomQuestion,
  expected: Exclude<ModelTable, { readonly refused: string }>,
  data: unknown,
  tally: Tally,
  label: string,
): void {
  const { statistics } = data as {
    readonly statistics: {
      readonly rows: { readonly totalCount: number; readonly nodes: readonly ReadRow[] }
      readonly totals?: readonly ReadRow[]
      readonly remainder: readonly ReadRow[]
    }
  }
  const { rows, totals, remainder } = statistics
  const wanted = arranged(world, expected.rows, input.groupBy, having, orderBy)
  expect(rows.nodes.map(nameOfRead), `rows of ${label}`).toEqual(wanted.slice(0, 1000).map(nameOfModel))
  expect(rows.totalCount, `totalCount of ${label}`).toBe(wanted.length)
  for (const [index, row] of rows.nodes.entries())
    compareRow(world, wanted[index], row, deep ? expected.rows : null, tally, 'row', label)
  if (expected.totals !== null) compareRows(world, expected.totals, totals ?? [], deep, tally, 'total', label)
  const named =
    input.where.source?.in ?? (input.where.source?.eq === undefined ? null : [input.where.source.eq])
  const sources = world.catalogue.sources.map(({ code }) => code)
  const spoken = sources.filter((code) => named === null || named.includes(code))
  const left = remainderOf(world, input, expected.rows, spoken)
  compareRows(world, left, remainder, deep, tally, 'remainder', label)
}

function compareRows(
  world: ModelWorld,
  expected: readonly ModelRow[],
  came: readonly ReadRow[],
  deep: boolean,
  tally: Tally,
  place: string,
  label: string,
): void {
  const sorted = expected.toSorted((left, right) => (nameOfModel(left) < nameOfModel(right) ? -1 : 1))
  const read = came.toSorted((left, right) => (nameOfRead(left) < nameOfRead(right) ? -1 : 1))
  expect(read.map(nameOfRead), `${place}s of ${label}`).toEqual(sorted.map(nameOfModel))
  for (const [index, row] of read.entries())
    compareRow(world, sorted[index], row, deep ? expected : null, tally, place, label)
}

/** `peers`: the rows among which ranks are made; null where nothing beside the figures was asked for. */
function compareRow(
  world: ModelWorld,
  expected: ModelRow | undefined,
  came: ReadRow,
  peersOfRow: readonly ModelRow[] | null,
  tally: Tally,
  place: string,
  label: string,
): void {
  if (expected === undefined) throw new Error('the names of the rows were compared before')
  for (const [index, cell] of expected.cells.entries()) {
    const read = came.cells[index]
    const name = `${place} ${nameOfModel(expected)}, ${cell.target.indicator} in ${label}`
    if (read === undefined) throw new Error(`no cell: ${name}`)
    tally.count('place', place)
    tally.count('kind', read.kind)
    if (read.reason !== null) tally.count('reason', read.reason)
    for (const { dimension } of read.members ?? []) tally.count('member', dimension)
    expect(plainOf(read), name).toEqual(figureAsRead(world, cell, peersOfRow !== null))
    if (peersOfRow === null) continue
    const beside = besideOf(world, expected, index, cell, peersOfRow, tally)
    for (const [field, value] of Object.entries(beside))
      expect(normal(read[field]), `${field} of ${name}`).toEqual(value)
  }
}

/** What is compared of a figure that was read; where nothing is known, neither where from nor of what. */
function plainOf(read: ReadCell): object {
  const { codeListVersion, unit, kind, value, lower, upper, status, reason, ...rest } = normal(
    read,
  ) as ReadCell
  const known = { unit, kind, value, lower, upper, status, reason }
  if (kind === 'UNAVAILABLE') return known
  const { period, missing, source, members } = rest
  return { ...known, codeListVersion, period, missing, source, members }
}

function figureAsRead(world: ModelWorld, cell: ModelCell, withMembers: boolean): object {
  const { figure, period, source, target } = cell
  const { unit } = found(world.catalogue.indicators, target.indicator)
  const known = { unit, ...numbers(figure) }
  if (figure.kind === 'UNAVAILABLE') return known
  const members = figure.members.map((one) => ({
    dimension: one.dimension,
    code: one.code,
    ...numbers(one.figure),
  }))
  const codeListVersion = versionOfCell(world, cell)
  const plain = { ...known, codeListVersion, period, missing: missingOf(figure), source: { code: source } }
  return withMembers ? { ...plain, members } : plain
}

function numbers({ kind, value, lower, upper, status, reason }: ModelFigure) {
  return { kind, value: text(value), lower: text(lower), upper: text(upper), status, reason }
}

function besideOf(
  world: ModelWorld,
  row: ModelRow,
  place: number,
  cell: ModelCell,
  rows: readonly ModelRow[],
  tally: Tally,
): Readonly<Record<string, unknown>> {
  const beside: Record<string, unknown> = {}
  for (const on of bases) {
    const { rate, absolute, base, reason } = growthOf(world, cell, on satisfies ModelBase)
    tally.count('growth', reason ?? 'rate')
    beside[`growth_${on}`] = { rate: text(rate), absolute: text(absolute), reason, base: baseAs(base) }
  }
  for (const of of wholes) {
    const { rate, base, reason } = shareOf(world, cell, of)
    tally.count('share', reason ?? 'rate')
    beside[`share_${of}`] = { rate: text(rate), reason, whole: baseAs(base) }
  }
  for (const [over, dimension] of Object.entries(peers)) {
    beside[`rank_${over}`] = rankOf(rows, row, place, dimension)
    tally.count('rank', beside[`rank_${over}`] === null ? 'none' : 'rank')
  }
  for (const along of wholes) {
    for (const leaves of [true, false]) {
      const made = compositionOf(world, cell, along, leaves)
      tally.count('composition', made.kind)
      const name = `composition_${along}_${leaves}`
      if (cell.period === null) {
        beside[name] = null
        continue
      }
      const { status: _, ...known } = numbers(made)
      const published = cell.figure.value
      beside[name] = {
        ...known,
        missing: missingOf(made),
        agrees: published === null || made.kind === 'UNAVAILABLE' ? null : agrees(published, made),
        difference: published === null || made.value === null ? null : text(minus(published, made.value)),
        members: made.members.map(({ code }) => ({ code })),
      }
    }
  }
  return beside
}

function nameOfRead({ region, regions, scheme, schemes, period, source }: ReadRow): string {
  return [region?.code ?? regions?.join('+'), scheme?.code ?? schemes?.join('+'), period, source?.code].join(
    ' ',
  )
}

function nameOfModel({ regions, schemes, period, source }: ModelRow): string {
  return [regions.join('+'), schemes.toSorted().join('+'), period, source].join(' ')
}

/** A base or a whole: null where it has no value, whether or not it was looked for. */
function baseAs(value: Fraction | null): object | null {
  return value === null ? null : { value: text(value) }
}

function text(value: Fraction | null): string | null {
  return value === null ? null : decimalText(value)
}

/** Decimals in their shortest form, and a base without a value as none. */
function normal(read: unknown): unknown {
  if (Array.isArray(read)) return read.map(normal)
  if (typeof read !== 'object' || read === null) return read
  const fields = Object.entries(read).map(([name, value]) => {
    if (['value', 'lower', 'upper', 'rate', 'absolute', 'difference'].includes(name))
      return [name, typeof value === 'string' ? decimalText(fraction(value)) : value]
    const nothing = ['base', 'whole'].includes(name) && (value as { value?: unknown } | null)?.value === null
    return [name, nothing ? null : normal(value)]
  })
  return Object.fromEntries(fields)
}
