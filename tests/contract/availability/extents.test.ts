/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { anonymous } from '../../../src/access/view.ts'
import type { Condition } from '../../../src/kernel/condition.ts'
import type { Frequency } from '../../../src/kernel/period.ts'
import { periodNumber, periodOfNumber } from '../../../src/kernel/period-number.ts'
import type { Database } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import {
  countCombinations,
  readCombinations,
} from '../../../src/statistics/availability/combination-reads.ts'
import { readAvailability } from '../../../src/statistics/availability/reads.ts'
import type { AvailabilityQuestion, Dimension } from '../../../src/statistics/availability/terms.ts'
import { catchUpExtents, deriveExtents } from '../../../src/statistics/availability/writes.ts'
import { seededRandom } from '../history/seeded-random.ts'
import { describeStores } from '../stores.ts'
import { type Kept, plainCombinations, plainCounts } from './plain-counts.ts'

const frequencies = ['A', 'S', 'Q', 'M', 'W', 'D'] as const
const everything: Condition = { kind: 'all', of: [] }
const having = (field: string, operand: string): Condition => ({
  kind: 'test',
  field,
  operator: 'eq',
  compare: 'text',
  operand,
})

const questions: readonly AvailabilityQuestion[] = [
  { condition: everything, range: null },
  { condition: having('indicator', 'i1'), range: null },
  { condition: everything, range: { frequency: 'M', from: 24_002, to: 24_005 } },
  { condition: having('region', 'r2'), range: { frequency: 'Q', from: null, to: 8_003 } },
  { condition: having('source', 's0'), range: { frequency: 'D', from: 20_003, to: null } },
]

const groupings: readonly (readonly Dimension[])[] = [
  ['FREQUENCY'],
  ['INDICATOR', 'FREQUENCY'],
  ['REGION', 'SCHEME', 'FREQUENCY'],
  ['INDICATOR', 'REGION', 'SCHEME', 'SOURCE', 'FREQUENCY'],
  ['FREQUENCY', 'PERIOD'],
  ['SOURCE', 'REGION', 'FREQUENCY', 'PERIOD'],
]

const long = import.meta.env.MODE === 'long'

describeStores('extents', (store) => {
  test('count at every position what the figures of that position are, however they came and went', async () => {
    const random = seededRandom()
    const database = await store.fresh()
    const kept = await writeRandomHistory(database, random, long ? 120 : 12)
    await database.query(sql`update head set position = ${kept.positions}`)
    // The first half is derived as it is committed, the rest is left over and derived when a hub opens.
    await database.transaction(async (transaction) => {
      for (let position = 1; position <= kept.positions / 2; position += 1)
        await deriveExtents(transaction, position)
    })
    await catchUpExtents(database)
    await catchUpExtents(database)
    for (let position = 0; position <= kept.positions; position += 1) {
      const asked = questions.filter((_, index) => long || (position + index) % 3 === 0)
      for (const question of asked) await compare(database, kept.rows, position, question)
    }
    const open = await database.query<{ readonly extents: number; readonly used: number }>(
      sql`select count(*) as extents, (select count(distinct m.extent_id) from series_extent m
            where m.to_position > ${kept.positions}::bigint) as used
          from extent e where e.to_position > ${kept.positions}::bigint`,
    )
    expect(open[0]?.extents).toBe(open[0]?.used)
  })

  test('write one row where a month comes for all series alike, and none for a figure that is revised', async () => {
    const database = await store.fresh()
    await database.query(
      sql`insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
          select n, 1, 'i', 'r' || n, 's', 'u', 'M', 'q', '' from generate_series(1, 300) n`,
    )
    const write = async (position: number, period: string, revises: number | null) => {
      if (revises !== null)
        await database.query(
          sql`update observation set to_position = ${position} where from_position = ${revises}`,
        )
      await database.query(
        sql`insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
            select n + 1000 * ${revises ?? position}::int, ${position}, n, ${period}, ${position}, 'A', 'r', 1
            from generate_series(1, 300) n`,
      )
      await database.transaction((transaction) => deriveExtents(transaction, position))
    }
    await write(1, '2024-01', null)
    await write(2, '2024-02', null)
    await write(3, '2024-02', 2)
    await write(4, '2024-03', null)
    const count = async (table: string) =>
      (await database.query<{ readonly count: number }>(sql`select count(*) from ${sql.table(table)}`))[0]
        ?.count
    expect(await count('extent')).toBe(3)
    expect(await count('series_extent')).toBe(300)
  })

  test('number periods as the program does', async () => {
    const database = await store.fresh()
    for (const frequency of frequencies) {
      const around = periodNumber(samples[frequency])
      const periods = Array.from({ length: 1_500 }, (_, index) =>
        periodOfNumber(frequency, around - 700 + index),
      )
      periods.push(...edges[frequency])
      const rows = await database.query<{ readonly period: string; readonly number: number }>(
        sql`select p as period, period_number(${frequency}, p) as number from unnest(${periods}::text[]) p`,
      )
      expect(rows).toHaveLength(periods.length)
      for (const { period, number } of rows) expect([period, number]).toEqual([period, periodNumber(period)])
    }
  })
})

const samples: Readonly<Record<Frequency, string>> = {
  A: '1990',
  S: '1990-S1',
  Q: '1990-Q2',
  M: '1990-05',
  W: '1972-W20',
  D: '1970-06-30',
}

const edges: Readonly<Record<Frequency, readonly string[]>> = {
  A: ['0001', '9999'],
  S: ['0001-S1', '9999-S2'],
  Q: ['0001-Q1', '9999-Q4'],
  M: ['0001-01', '9999-12'],
  W: ['0004-W53', '2015-W53', '2020-W53', '2021-W01', '9998-W01'],
  D: ['0001-01-01', '2000-02-29', '9999-12-31'],
}

/** Series of all frequencies, and commits that add, revise, empty, fill and take back figures of some of them. */
async function writeRandomHistory(database: Database, pick: (below: number) => number, positions: number) {
  const chance = (percent: number) => pick(100) < percent
  const series = Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    indicator: `i${index % 2}`,
    region: `r${pick(4)}`,
    scheme: `c${index}`,
    source: `s${pick(2)}`,
    frequency: frequencies[pick(frequencies.length)] ?? 'M',
  }))
  await database.query(
    sql`insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
        select (s->>'id')::bigint, 1, s->>'indicator', s->>'region', s->>'scheme', 'u', s->>'frequency', s->>'source', ''
        from jsonb_array_elements(${JSON.stringify(series)}::jsonb) s`,
  )
  const start: Readonly<Record<Frequency, number>> = {
    A: 2_000,
    S: 4_000,
    Q: 8_000,
    M: 24_000,
    W: 2_000,
    D: 20_000,
  }
  const rows: (Kept & { id: number; seriesId: number; to: number })[] = []
  for (let position = 1; position <= positions; position += 1) {
    const touched = chance(40) ? series : series.filter(() => chance(20))
    const month = pick(8)
    for (const one of touched) {
      const period = periodOfNumber(one.frequency, start[one.frequency] + (chance(70) ? month : pick(8)))
      const open = rows.find((row) => row.seriesId === one.id && row.period === period && row.to === endless)
      if (open !== undefined) open.to = position
      if (open !== undefined && chance(30)) continue
      const value = chance(20) ? null : pick(100)
      const id = open?.id ?? rows.length + 1
      rows.push({ ...one, id, seriesId: one.id, period, value, from: position, to: endless })
    }
  }
  await database.query(
    sql`insert into observation (id, from_position, to_position, series_id, period, value, status, release_id, revision)
        select (o->>'id')::bigint, (o->>'from')::bigint, (o->>'to')::bigint, (o->>'seriesId')::bigint, o->>'period',
          (o->>'value')::numeric, 'A', 'r', 1
        from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) o`,
  )
  return { rows, positions }
}

const endless = Number.MAX_SAFE_INTEGER

async function compare(
  database: Database,
  rows: readonly Kept[],
  position: number,
  question: AvailabilityQuestion,
): Promise<void> {
  const scope = { database, view: anonymous, position, pinned: true }
  const where = `position ${position}, ${JSON.stringify(question)}`
  const { condition, range } = question
  const held = rows.filter(
    (row) =>
      row.from <= position &&
      row.to > position &&
      (condition.kind !== 'test' || row[condition.field as 'region'] === condition.operand) &&
      (range === null ||
        (row.frequency === range.frequency &&
          periodNumber(row.period) >= (range.from ?? -Infinity) &&
          periodNumber(row.period) <= (range.to ?? Infinity))),
  )
  const lists = new Set(['indicators', 'regions', 'schemes', 'sources', 'frequencies'])
  const [found] = (await readAvailability(scope, question, lists)).rows
  expect(found, where).toMatchObject(plainCounts(held))
  for (const [index, by] of groupings.entries()) {
    if (!long && (position + index + questions.indexOf(question)) % 3 !== 0) continue
    const plain = plainCombinations(held, by)
    const all = { ...question, by, after: null, limit: 1_000_000 }
    const page = (await readCombinations(scope, all)).rows
    expect(
      page.map(({ keys: _keys, ...row }) => row),
      `${where} by ${by}`,
    ).toEqual(plain)
    expect((await countCombinations(scope, all)).rows, where).toEqual([plain.length])
    const middle = page[Math.floor(page.length / 2)]
    if (middle === undefined) continue
    const rest = (await readCombinations(scope, { ...all, after: middle.keys, limit: 2 })).rows
    expect(
      rest.map(({ keys: _keys, ...row }) => row),
      `${where} after ${middle.keys}`,
    ).toEqual(plain.slice(Math.floor(page.length / 2) + 1).slice(0, 2))
  }
}
