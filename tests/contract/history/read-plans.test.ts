import { expect, test } from 'vitest'
import { anonymous } from '../../../src/access/view.ts'
import type { Condition } from '../../../src/kernel/condition.ts'
import type { Database, Queryable } from '../../../src/platform/database.ts'
import { type Sql, type Statement, sql, statementOf } from '../../../src/platform/sql.ts'
import { wholeObservation } from '../../../src/statistics/columns.ts'
import { observationsByKey, readObservations } from '../../../src/statistics/reads.ts'
import { observationStream } from '../../../src/statistics/streams.ts'
import { describePostgres } from '../stores.ts'

const seriesCount = 1_000
const periodCount = 100
const lastPosition = 400

/** A commit that revised every figure. */
const largePosition = lastPosition + 1

describePostgres('reads among 300,000 rows of observations, 100,000 of them of one commit', (store) => {
  test('find one series, one figure, one page, one key and one commit by an index, also with a plan made for any position', async () => {
    const database = await store.fresh()
    await fill(database)
    const statements = new Map<string, Statement>()
    const scope = (name: string) => ({
      database: recording(name, statements),
      view: anonymous,
      position: 300,
      pinned: false,
    })
    const page = { latest: false, order: 'PERIOD_DESC', after: null, limit: 51 } as const

    await readObservations(scope('a series'), { ...page, condition: ofSeries }, wholeObservation)
    await readObservations(scope('a figure'), { ...page, condition: ofFigure }, wholeObservation)
    await readObservations(
      scope('the newest of all'),
      { ...page, condition: { kind: 'all', of: [] } },
      wholeObservation,
    )
    for (const preferred of ['SOURCE_PRIORITY', 'LATEST_PUBLISHED'] as const) {
      const chosen = { ...page, preferred }
      await readObservations(
        scope(`a series by ${preferred}`),
        { ...chosen, condition: ofSeries },
        wholeObservation,
      )
      const all = { ...chosen, condition: { kind: 'all', of: [] } } as const
      await readObservations(scope(`the newest of all by ${preferred}`), all, wholeObservation)
    }
    await observationsByKey(scope('a key'), ['i1/r7/s3/M/source/unit/-/2015-04'], 'all')
    await observationStream.changed(scope('a commit').database, 300, null, 1_000)
    const middle = String(500_000).padStart(16, '0')
    await observationStream.changed(scope('a page of a large commit').database, largePosition, middle, 1_000)

    for (const kind of ['force_custom_plan', 'force_generic_plan'] as const) {
      for (const [name, statement] of statements) {
        const { pages, scans, rows } = await planOf(database, statement, kind)
        expect.soft(scans, `${name}, ${kind}`).not.toContain('Seq Scan on observation')
        expect.soft(pages, `pages of ${name}, ${kind}`).toBeLessThan(/commit/.test(name) ? 20_000 : 1_000)
        if (/commit/.test(name)) expect.soft(rows, `rows of ${name}, ${kind}`).toBeLessThanOrEqual(2_000)
      }
    }
  }, 60_000)
})

const eq = (field: string, operand: string): Condition => ({
  kind: 'test',
  field,
  operator: 'eq',
  compare: 'text',
  operand,
})
const ofSeries: Condition = {
  kind: 'all',
  of: [eq('indicator', 'i1'), eq('region', 'r7'), eq('scheme', 's3')],
}
const ofFigure: Condition = { kind: 'all', of: [ofSeries, eq('period', '2015-04')] }

/** Months of 1,000 series; each figure was revised once, at one of 200 positions, and all of them together at last. */
async function fill(database: Database): Promise<void> {
  await database.query(
    sql`insert into series (id, from_position, indicator, region, scheme, unit, frequency, source, code_list_version)
        select n, 1, 'i' || n % 2, 'r' || n / 2 % 50, 's' || n / 100, 'unit', 'M', 'source', '' from generate_series(1, ${seriesCount}::int) n`,
  )
  const figures = sql`generate_series(1, ${seriesCount}::int) s cross join generate_series(0, ${periodCount - 1}::int) p`
  const month = sql`to_char(date '2014-01-01' + p * interval '1 month', 'YYYY-MM')`
  const revisedAt = sql`200 + (s + p) % ${lastPosition - 200}::int`
  await database.query(
    sql`insert into observation (id, from_position, to_position, series_id, period, value, status, release_id, revision)
        select s * 1000 + p, 1 + p, ${revisedAt}, s, ${month}, s * p, 'A', 'r', 1
        from ${figures}`,
  )
  await database.query(
    sql`insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
        select s * 1000 + p, v, s, ${month}, s + p + v, 'A', 'r', 2
        from ${figures} cross join lateral (select ${revisedAt} as v) revised`,
  )
  await database.query(
    sql`update observation set to_position = ${largePosition}::int where to_position = 9007199254740991`,
  )
  await database.query(
    sql`insert into observation (id, from_position, series_id, period, value, status, release_id, revision)
        select id, ${largePosition}::int, series_id, period, value + 1, status, 'r', 3
        from observation where to_position = ${largePosition}::int`,
  )
  await database.query(sql`insert into commit (position, id, kind, recorded_at, counts)
    select n, 'c' || n, 'RELEASE', now(), '{}' from generate_series(1, ${largePosition}::int) n`)
  await database.query(sql`analyze`)
}

/** A database that remembers the statement under a name and finds nothing. */
function recording(name: string, statements: Map<string, Statement>): Queryable {
  return {
    query: async (statement: Sql) => {
      statements.set(name, statementOf(statement))
      return []
    },
  }
}

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}
type Explained = readonly [{ readonly Plan: Plan }]

/** Runs a statement as the server would after many runs with other values (generic) or with these (custom). */
async function planOf(
  database: Database,
  { text, values }: Statement,
  kind: 'force_custom_plan' | 'force_generic_plan',
) {
  return database.transaction(async (transaction) => {
    const run = <Row>(statement: string) => transaction.query<Row>(sql.raw(statement))
    await run(`set local plan_cache_mode = ${kind}`)
    await run(`prepare probe as ${text}`)
    const execute = values.length === 0 ? 'execute probe' : `execute probe(${values.map(literal).join(', ')})`
    const [row] = await run<{ readonly 'QUERY PLAN': Explained }>(
      `explain (analyze, buffers, timing off, format json) ${execute}`,
    )
    await run('deallocate probe')
    if (row === undefined) throw new Error('the server explained nothing')
    const [{ Plan: plan }] = row['QUERY PLAN']
    return {
      pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      scans: scansOf(plan),
      rows: rowsOf(plan),
    }
  })
}

function scansOf(plan: Plan): readonly string[] {
  const own = plan['Relation Name'] === undefined ? [] : [`${plan['Node Type']} on ${plan['Relation Name']}`]
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)]
}

/** How many rows of observations a statement walked through, those it passed over included. */
function rowsOf(plan: Plan): number {
  const { 'Actual Rows': taken, 'Rows Removed by Filter': passed = 0, 'Actual Loops': loops } = plan
  const own = /observation/.test(`${plan['Relation Name']} ${plan['Index Name']}`)
    ? (taken + passed) * loops
    : 0
  return (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), own)
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`
  return value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`
}
