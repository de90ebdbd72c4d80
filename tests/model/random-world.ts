import { readReference, referenceVersion } from '../../src/catalogue/reference/reference.ts'
import { type ReferenceRow, referenceRows } from '../../src/catalogue/reference-rows.ts'
import { writeReference } from '../../src/catalogue/writes.ts'
import { committerFor } from '../../src/history/commit.ts'
import { codesInUse } from '../../src/statistics/known-in-use.ts'
import type { TestHub } from '../support/hub.ts'
import type { ClaimedFigure } from './model-claims.ts'
import { frequencyOfPeriod } from './model-period.ts'

/** Small enough that aggregates are often complete: what each is made of, instead of what it really is. */
const members: Readonly<Record<string, readonly string[]>> = {
  CN: ['110000', '310000', '440000'],
  '440000': ['440100', '440300', '440400'],
  GBA9: ['440100', '440300'],
  GBA: ['440100', '440300', '810000'],
}

const schemesKept = new Set(
  `TOTAL MS QMS FM MS_OTHER PRODUCT CCC FOOD_NAT FOOD_GEN IND_NAT IND_GEN FOOD IND_VOL SERVICE SVC_NAT SVC_GEN`.split(
    ' ',
  ),
)

/** Regions that figures are made of, the aggregates among them. */
const regions = {
  single: ['110000', '310000', '440100', '440300', '440400', '810000'],
  whole: ['ALL', 'CN', '440000', 'GBA9', 'GBA'],
}

/** What each version of the shortened list holds, the classes of others first. */
const schemes: Readonly<Record<string, readonly string[]>> = {
  '2020': 'QMS FM MS_OTHER CCC FOOD_NAT FOOD_GEN IND_NAT IND_GEN SVC_NAT SVC_GEN'.split(' '),
  '2021': 'QMS FM MS_OTHER CCC FOOD IND_VOL SVC_NAT SVC_GEN'.split(' '),
  '2022': 'QMS MS_OTHER CCC FOOD IND_VOL SVC_NAT SVC_GEN'.split(' '),
}

/** Sources of the small world, and what they speak of. */
export const sources = [
  { code: 'cnca-by-field', listed: true, frequency: 'M' },
  { code: 'cnca-by-region', listed: false, frequency: 'M' },
  { code: 'test-by-field', listed: true, frequency: 'M' },
  { code: 'test-quarterly', listed: false, frequency: 'Q' },
] as const

/** All indicators of the small world: counts that add up or do not, a flow, a balance below 0, one that never adds up. */
export const indicators = ['certificates', 'organizations', 'audits', 'balance', 'rating'] as const

export const periods: Readonly<Record<string, readonly string[]>> = {
  M: '2021-11 2021-12 2020-12 2021-10 2022-01 2020-11 2020-10 2021-01'.split(' '),
  Q: '2021-Q4 2021-Q3 2020-Q4 2021-Q1'.split(' '),
}

/** Brings a hub's catalogue to the small world, in one commit. */
export async function writeSmallWorld(hub: TestHub): Promise<void> {
  const tables = new Map(
    [...referenceRows(readReference())].map(([name, rows]) => [name, changed(name, rows)]),
  )
  const reference = { version: referenceVersion + 1, tables }
  const written = await writeReference(hub.database, committerFor(hub.database, []), reference, codesInUse)
  if (written !== 'written') throw new Error(`the small world was not written: ${written}`)
  await hub.tail.look()
}

/** A release as it is published: of which source, when, and what it says. */
export type RandomSaying = {
  readonly source: string
  readonly publishedAt: string | null
  readonly says: readonly ClaimedFigure[]
}

/** A random release of the small world: one or two periods of one source; some of its figures are missing. */
export function randomSaying(random: () => number): RandomSaying {
  // Most releases speak of the same few months of one source, so that sums and growth are often complete.
  const source = random() < 0.5 ? sources[0] : pick(random, sources)
  const all = periods[source.frequency] ?? []
  const often = () => all[Math.floor(random() ** 2 * all.length)] ?? ''
  const said = new Set([often(), often()])
  const density = { single: pick(random, [0.6, 1, 1]), whole: pick(random, [0.1, 0.4]) }
  const says: ClaimedFigure[] = []
  for (const period of said)
    for (const indicator of indicators.filter(() => random() < 0.6))
      for (const region of [...regions.single, ...regions.whole])
        for (const scheme of schemesOf(source.listed, period)) {
          const single = regions.single.includes(region) && !wholes.includes(scheme)
          const chance = single ? density.single : density.whole
          if (random() < chance) says.push(randomFigure(random, { indicator, region, scheme, period }))
        }
  // A release that says nothing is refused; that is tested elsewhere.
  if (says.length === 0) return randomSaying(random)
  const day = String(1 + Math.floor(random() * 28)).padStart(2, '0')
  const publishedAt = random() < 0.6 ? `2022-05-${day}T01:00:00.000Z` : null
  return { source: source.code, publishedAt, says }
}

const wholes = ['TOTAL', 'MS', 'PRODUCT', 'SERVICE']

function schemesOf(listed: boolean, period: string): readonly string[] {
  if (!listed) return ['TOTAL', 'QMS']
  return [...wholes, ...(schemes[period.slice(0, 4)] ?? [])]
}

function randomFigure(
  random: () => number,
  key: Pick<ClaimedFigure, 'indicator' | 'region' | 'scheme' | 'period'>,
): ClaimedFigure {
  const kind = random()
  if (kind < 0.05) return { ...key, value: null, status: pick(random, ['O', 'L', 'Q', 'M', 'H']) }
  const status = kind < 0.07 ? 'B' : kind < 0.12 ? 'P' : 'A'
  const value =
    key.indicator === 'balance'
      ? pick(random, ['-1.5', '0.25', '10.00', '3', '0', '-2'])
      : pick(random, ['0', '1', '2', '3', '7', '12', '40'])
  return { ...key, value, status }
}

function changed(table: string, rows: readonly ReferenceRow[]): readonly ReferenceRow[] {
  if (table === 'region')
    return rows.map((row) => ({ ...row, members: members[row.id] ?? row['members'] ?? null }))
  if (table === 'code_list') return rows.map(shortenedList)
  if (table === 'crosswalk') return rows.map(shortenedWalk)
  if (table === 'indicator') return [...rows, ...testIndicators.map((row) => ({ ...rows[0], ...row }))]
  if (table === 'source') return [...rows, ...testSources.map((row) => ({ ...rows[0], ...row }))]
  return rows
}

function shortenedList(row: ReferenceRow): ReferenceRow {
  const entries = row['entries'] as readonly { readonly code: string }[]
  if (row['code'] !== 'cnca-field') return row
  return { ...row, entries: entries.filter(({ code }) => schemesKept.has(code)) }
}

function shortenedWalk(row: ReferenceRow): ReferenceRow {
  const entries = row['entries'] as readonly { readonly from: readonly string[] }[]
  return { ...row, entries: entries.filter(({ from }) => from.every((code) => schemesKept.has(code))) }
}

const additivity = { region: 'ADDITIVE', scheme: 'ADDITIVE', period: 'NONE', source: 'NONE' }

const testIndicators = [
  { id: 'audits', unit: 'audit', minimum: '0', additivity: { ...additivity, period: 'ADDITIVE' } },
  { id: 'balance', unit: 'point', value_type: 'DECIMAL', minimum: null, additivity },
  {
    id: 'rating',
    unit: 'mark',
    minimum: '0',
    additivity: { region: 'NONE', scheme: 'NONE', period: 'NONE', source: 'NONE' },
  },
]

const testSources = [
  { id: 'test-by-field', priority: 2 },
  { id: 'test-quarterly', priority: 3, frequency: 'Q', code_list: null, feed: 'cnca-by-region' },
]

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}

/** Periods of the small world of a frequency, and the coarser ones around them. */
export function periodsOfLevel(frequency: 'M' | 'Q' | 'A'): readonly string[] {
  const all = Object.values(periods).flat()
  if (frequency !== 'A') return all.filter((period) => frequencyOfPeriod(period) === frequency)
  return [...new Set(all.map((period) => period.slice(0, 4)))]
}
