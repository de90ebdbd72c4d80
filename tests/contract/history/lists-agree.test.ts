import { expect, test } from 'vitest'
import type { ReadScope } from '../../../src/access/read.ts'
import { anonymous } from '../../../src/access/view.ts'
import { type Condition, everything, passes } from '../../../src/kernel/condition.ts'
import type { PlainField } from '../../../src/kernel/graph/plain-list.ts'
import type { Database } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { filterRow, wholeObservation } from '../../../src/statistics/columns.ts'
import { readObservationJson } from '../../../src/statistics/json-of-observations.ts'
import type { ObservationQuestion } from '../../../src/statistics/list-of-observations.ts'
import { countObservations, readObservations } from '../../../src/statistics/reads.ts'
import type { Observation } from '../../../src/statistics/terms.ts'
import { describeStores } from '../stores.ts'
import { seededRandom } from './seeded-random.ts'

const lastPosition = 60

/** Codes as no catalogue has them, so that whatever is written as JSON has something to escape. */
const regions = ['r1', 'r"2', 'r\\3', '中', 'r\n5']
const schemes = ['s1', 's2', 's3']
const sources = ['one', 'other']

describeStores('lists of observations, of random figures and with random filters', (store) => {
  test('are what the plain way finds: everything read, then filtered, the newest taken, and cut', async () => {
    const random = seededRandom()
    const database = await store.fresh()
    await fill(database, random)
    const statements: string[] = []
    for (let round = 0; round < 30; round += 1) {
      const position = 1 + random(lastPosition)
      const scope: ReadScope = { database, view: anonymous, position, pinned: random(2) === 0 }
      const all = await readObservations(scope, whole, wholeObservation)
      expect(all.rows.length).toBeLessThan(whole.limit)
      const question: ObservationQuestion = {
        condition: anyCondition(random, 2),
        latest: random(2) === 0,
        order: random(2) === 0 ? 'PERIOD_DESC' : 'PERIOD_ASC',
        after: null,
        limit: 1 + random(12),
      }
      const plain = plainly(all.rows, question)
      statements.push(`${question.latest} ${plain.length > 0}`)
      const told = JSON.stringify({ position, question })
      expect((await countObservations(scope, question)).rows, told).toEqual([plain.length])
      const end = Math.min(plain.length, 3 * question.limit)
      for (let after = question.after, from = 0; from <= end; from += question.limit) {
        const page = { ...question, after }
        const { rows } = await readObservations(scope, page, wholeObservation)
        expect(rows, told).toEqual(plain.slice(from, from + question.limit))
        const json = await readObservationJson(scope, { ...page, fields: shown }, wholeObservation)
        expect(JSON.parse(json.rows[0] ?? ''), told).toEqual(rows.map(shownOf))
        const last = rows.at(-1)
        if (last !== undefined) after = { period: last.period, id: last.observationId }
      }
    }
    // Both kinds found something.
    expect(statements).toEqual(expect.arrayContaining(['true true', 'false true']))
  })
})

const whole: ObservationQuestion = {
  condition: everything,
  latest: false,
  order: 'PERIOD_DESC',
  after: null,
  limit: 100_000,
}

/** The answer without any of the statements under test: a fold over all figures in memory. */
function plainly(all: readonly Observation[], { condition, latest, order }: ObservationQuestion) {
  const found = all.filter((each) => passes(condition, filterRow(each)))
  const newest = new Map<string, Observation>()
  for (const each of found) {
    const series = each.id.slice(0, each.id.indexOf(each.period))
    if ((newest.get(series)?.period ?? '') < each.period) newest.set(series, each)
  }
  const list = latest ? [...newest.values()] : found
  const upwards = list.toSorted((left, right) => {
    if (left.period !== right.period) return left.period < right.period ? -1 : 1
    return left.observationId - right.observationId
  })
  return order === 'PERIOD_ASC' ? upwards : upwards.toReversed()
}

const leaf = (name: string, key = name): PlainField => ({ key, name, below: null })
const shown: readonly PlainField[] = [
  ...['id', 'period', 'value', 'status', 'revision', 'position', 'unit', 'codeListVersion'].map((name) =>
    leaf(name),
  ),
  leaf('value', 'figure'),
  { key: 'region', name: 'region', below: [leaf('code'), leaf('id')] },
]

function shownOf(each: Observation) {
  const { id, period, value, status, revision, position, unit, codeListVersion, region, pinned, readAt } =
    each
  const end = pinned ? `@${readAt}` : ''
  return {
    ...{ id, period, value, status, revision, position, unit, codeListVersion: codeListVersion || null },
    figure: value,
    region: { code: region, id: `region/${region}${end}` },
  }
}

function anyCondition(random: (below: number) => number, depth: number): Condition {
  const one = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item
  const test = (field: string, operator: 'eq' | 'ne' | 'lte' | 'gt', operand: string): Condition => ({
    kind: 'test',
    field,
    operator,
    compare: field === 'value' ? 'decimal' : 'text',
    operand,
  })
  switch (random(depth > 0 ? 9 : 6)) {
    case 0:
      return test('region', one(['eq', 'ne']), one(regions))
    case 1:
      return test('scheme', 'eq', one(schemes))
    case 2:
      return test('value', one(['lte', 'gt']), String(random(500)))
    case 3:
      return test('period', one(['lte', 'gt', 'eq']), periodOf(random(24)))
    case 4: {
      const operand = [one(regions), one(regions)]
      return { kind: 'test', field: 'region', operator: one(['in', 'notIn']), compare: 'text', operand }
    }
    case 5:
      return test('source', 'eq', one(sources))
    case 6:
      return { kind: 'not', of: anyCondition(random, depth - 1) }
    default: {
      const of = Array.from({ length: random(4) }, () => anyCondition(random, depth - 1))
      return { kind: one(['all', 'all', 'any']), of }
    }
  }
}

function periodOf(month: number): string {
  return `${2020 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** Series with gaps, some of whose figures were revised or went missing at random positions. */
async function fill(database: Database, random: (below: number) => number): Promise<void> {
  await database.query(sql`insert into commit (position, id, kind, recorded_at, counts)
    select n, 'c' || n, 'RELEASE', now(), '{}' from generate_series(1, ${lastPosition}::int) n`)
  let series = 0
  let figure = 0
  for (const region of regions)
    for (const scheme of schemes)
      for (const source of sources) {
        if (random(6) === 0) continue
        series += 1
        const unit = `unit "${random(2)}"`
        await database.query(
          sql`insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
              values (${series}, ${1 + random(5)}, 'i', ${region}, ${scheme}, ${unit}, 'M', ${source}, ${random(2) === 0 ? '' : '2021'})`,
        )
        const rows: unknown[][] = []
        for (let month = 0; month < 24; month += 1) {
          if (random(3) === 0) continue
          figure += 1
          let from = 6 + random(20)
          for (let revision = 1; from <= lastPosition; revision += 1) {
            const to = random(3) === 0 ? from + 1 + random(20) : 9_007_199_254_740_991
            rows.push([
              figure,
              from,
              to,
              periodOf(month),
              random(8) === 0 ? null : String(random(500)),
              revision,
            ])
            from = to
          }
        }
        await database.query(
          sql`insert into observation (id, from_position, to_position, series_id, period, value, status, release_id, revision)
              select (r->>0)::bigint, (r->>1)::bigint, (r->>2)::bigint, ${series}::bigint, r->>3, (r->>4)::numeric,
                case when r->>4 is null then 'M' else 'A' end, 'r', (r->>5)::int
              from json_array_elements(${JSON.stringify(rows)}::json) r`,
        )
      }
}
