import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReadScope } from '../../../src/access/read.ts'
import { anonymous } from '../../../src/access/view.ts'
import { countedCodes, countedMonths, countedRows } from '../../../src/credit/count/counted-leaves.ts'
import { sql } from '../../../src/platform/sql.ts'
import { randomFrom } from '../../bench/questions.ts'
import { follow } from '../../subscriptions/following.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { type CountedRecord, type CountedTarget, leavesOf, modelCount } from './model-counts.ts'
import { type WrittenRow, writeRows } from './written-records.ts'

type Cell = {
  readonly indicator: string
  readonly kind: string
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly status: string | null
  readonly reason: string | null
}
type Row = {
  readonly key: string
  readonly regions: string[]
  readonly schemes: string[]
  readonly period: string
  readonly cells: readonly Cell[]
}

const kinds = ['ADMINISTRATIVE_PENALTY', 'COMMENDATION', 'ABNORMAL_OPERATION_LIST'] as const
const regions = ['440100', '440300', '440300', '440300', '440600', '440000', '810000'] as const
const months = ['2025-01', '2025-02', '2025-04'] as const
const indicatorOf = (kind: string) => `credit-records-${kind.toLowerCase().replaceAll('_', '-')}`
const cell = 'cells { indicator { code } kind value lower upper status reason }'

describeOneGround('Counts of credit records and inspections', (ground) => {
  let hub: TestHub
  let before = 0
  const chance = randomFrom(20_261_126)
  const random = (below: number) => Math.floor(chance() * below)
  const one = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item
  const records: readonly CountedRecord[] = Array.from({ length: 420 }, (_, index) => ({
    id: `c${index}`,
    organization: `o${random(60)}`,
    region: one(regions),
    scheme: one(['QMS', 'QMS', 'EMS', 'MS', 'CCC', null, null]),
    kind: one([...kinds, kinds[0], kinds[0]]),
    day: `${one(months)}-${String(1 + random(28)).padStart(2, '0')}`,
  }))
  const rowOf = ({ id, organization, region, scheme, kind, day }: CountedRecord): WrittenRow => ({
    id,
    organization_id: organization,
    region,
    scheme,
    kind,
    decision_date: day,
    decision_number: id,
  })

  beforeAll(async () => {
    hub = await openTestHub({ ground })
    before = await writeRows(hub, 'credit_record', records.map(rowOf))
    await writeRows(
      hub,
      'inspection',
      records.slice(0, 200).map(({ id, organization, region, scheme, day }) => ({
        id: `i${id}`,
        organization_id: organization,
        region,
        scheme,
        inspected_on: day,
      })),
    )
  })
  afterAll(() => hub.close())

  const table = async (input: object, position?: number, headers = {}): Promise<readonly Row[]> => {
    const pinned = position === undefined ? '' : `@asOf(position: ${position})`
    const { data, errors } = await hub.ask(
      `query($input: StatisticsInput!) ${pinned} { statistics(input: $input) { rows(first: 1000) { nodes {
        key regions schemes period ${cell} } } } }`,
      { input },
      headers,
    )
    expect(errors).toBeUndefined()
    const { statistics }: { statistics: { rows: { nodes: readonly Named[] } } } = data
    return statistics.rows.nodes.map((row) => ({
      ...row,
      cells: row.cells.map((each) => ({ ...each, indicator: each.indicator.code })),
    }))
  }
  type Named = Omit<Row, 'cells'> & {
    readonly cells: (Omit<Cell, 'indicator'> & { readonly indicator: { readonly code: string } })[]
  }

  /** Compares every cell with the plain truth; gives how many were shown and how many hidden. */
  const compared = (rows: readonly Row[], of: readonly CountedRecord[]) => {
    const told = { shown: 0, hidden: 0, zero: 0, hiddenZero: 0 }
    for (const {
      regions: [region = ''],
      schemes: [scheme = ''],
      period,
      cells,
    } of rows)
      for (const { indicator, kind, value, lower, upper, status, reason } of cells) {
        const known = kinds.find((each) => indicatorOf(each) === indicator) ?? null
        const truth = modelCount(of, { region, scheme, kind: known, months: [period] })
        const name = `${indicator} ${region} ${scheme} ${period}`
        if (value === null) {
          expect([kind, lower, upper, status, reason], name).toEqual([
            'UNAVAILABLE',
            null,
            null,
            'Q',
            'SUPPRESSED',
          ])
          told[truth.records === 0 ? 'hiddenZero' : 'hidden'] += 1
        } else {
          expect([kind, value, status], name).toEqual(['PUBLISHED', String(truth.records), 'A'])
          expect(truth.records === 0 || truth.organizations >= 3, name).toBe(true)
          told[truth.records === 0 ? 'zero' : 'shown'] += 1
        }
      }
    return told
  }

  const whole = {
    indicators: ['credit-records', ...kinds.map(indicatorOf)],
    groupBy: ['REGION', 'SCHEME', 'MONTH'],
    where: { period: { from: '2025-01', to: '2025-04' } },
    fillGaps: true,
  }

  test('are what a plain count says, or hidden, of regions, categories, kinds and months', async () => {
    const rows = await table(whole)
    const told = compared(rows, records)
    expect(told.shown).toBeGreaterThan(200)
    expect(told.hidden).toBeGreaterThan(100)
    expect(told.zero).toBeGreaterThan(5 * told.hiddenZero)
    expect(new Set(rows.map(({ regions: [region] }) => region))).toEqual(
      new Set(['ALL', 'CN', '440000', '440100', '440300', '440600', '810000']),
    )
    expect(
      rows
        .filter(({ period }) => period === '2025-03')
        .every(({ cells }) => cells.every(({ value }) => value === '0')),
    ).toBe(true)
    const inspections = await table({ ...whole, indicators: ['inspections'] })
    expect(compared(inspections, records.slice(0, 200)).shown).toBeGreaterThan(30)
  })

  test('are hidden alike whatever is asked, and the same for everybody', async () => {
    const all = new Map((await table(whole)).map((row) => [row.key, row.cells]))
    const narrow = await table({
      ...whole,
      indicators: [indicatorOf(kinds[1])],
      where: { region: { eq: '440600' }, period: { eq: '2025-02' } },
    })
    expect(narrow.length).toBeGreaterThan(2)
    for (const row of narrow) expect(row.cells[0]).toEqual(all.get(row.key)?.[2])
    const { headers } = await hub.keyFor({ role: 'SUPERVISOR', regions: ['CN'] })
    const supervised = await table(whole, undefined, { ...headers, 'baymark-purpose': 'a check' })
    expect(supervised).toEqual(await table(whole))
    expect(await table(whole, undefined, asAdministrator)).toEqual(supervised)
  })

  test('of groups, quarters and codes taken together are sums where all is shown, else a lower bound and nothing above', async () => {
    const shownOf = new Map((await table(whole)).map((row) => [row.key, row.cells[0]]))
    const asked: readonly (readonly [object, CountedTarget, readonly string[]])[] = [
      [
        { groupBy: ['QUARTER'], where: { region: { eq: '440300' }, period: { eq: '2025-Q1' } } },
        { region: '440300', scheme: 'TOTAL', kind: null, months: ['2025-01', '2025-02', '2025-03'] },
        ['2025-01', '2025-02', '2025-03'].map((month) => `440300/TOTAL/${month}/-`),
      ],
      [
        {
          groupBy: ['MONTH'],
          where: { region: { in: ['440600', '810000'] }, scheme: { eq: 'EMS' }, period: { eq: '2025-02' } },
        },
        { region: '', scheme: 'EMS', kind: null, months: ['2025-02'] },
        ['440600', '810000'].map((region) => `${region}/EMS/2025-02/-`),
      ],
      [
        { groupBy: ['GBA9', 'MONTH'], where: { period: { eq: '2025-04' } } },
        { region: 'GBA9', scheme: 'TOTAL', kind: null, months: ['2025-04'] },
        ['440100', '440300', '440600'].map((region) => `${region}/TOTAL/2025-04/-`),
      ],
    ]
    for (const [question, target, members] of asked) {
      const [row] = await table({ indicators: ['credit-records'], ...question })
      const shown = members.map((key) => shownOf.get(key)?.value ?? null)
      const lower = shown.reduce((sum, value) => sum + Number(value ?? 0), 0)
      const made = row?.cells[0]
      if (shown.includes(null))
        expect(made).toMatchObject({ kind: 'BOUNDED', value: null, lower: String(lower), upper: null })
      else {
        expect(made).toMatchObject({ kind: 'SUM', value: String(lower) })
        if (target.region !== '') expect(lower).toBe(modelCount(records, target).records)
      }
    }
  })

  test('grow, have shares and members, and are explained without a record', async () => {
    const { data, errors } = await hub.ask(
      `query($input: StatisticsInput!) { statistics(input: $input) { rows { nodes { cells { id value
        growth(on: PREVIOUS) { absolute } share(of: REGION) { rate } rank(over: REGION) { rank }
        composition(along: REGION) { kind lower upper } } } } totals { cells { value } } } availability { indicators: __typename } }`,
      {
        input: {
          indicators: ['credit-records'],
          groupBy: ['REGION', 'MONTH'],
          where: { region: { in: ['440000', '810000'] }, period: { eq: '2025-02' } },
        },
      },
    )
    expect(errors?.map(({ message }) => message)).toBeUndefined()
    const {
      statistics,
    }: {
      statistics: {
        rows: { nodes: { cells: { id: string; value: string; growth: { absolute: string } }[] }[] }
      }
    } = data
    const truth = (month: string) =>
      modelCount(records, { region: '440000', scheme: 'TOTAL', kind: null, months: [month] }).records
    const [province] = statistics.rows.nodes
    expect(province?.cells[0]?.growth.absolute).toBe(String(truth('2025-02') - truth('2025-01')))
    const id = province?.cells[0]?.id ?? ''
    const told = await hub.ask(
      `query($id: ID!) { explain(id: $id) { sentence steps { kind sentence } source { code } provenance { __typename } competing { id } }
        node(id: $id) { id ... on Figure { value } } }`,
      { id },
    )
    expect(told.errors).toBeUndefined()
    expect(told.data).toMatchObject({
      explain: { source: { code: 'baymark-counts' }, provenance: null, competing: [] },
      node: { value: String(truth('2025-02')) },
    })
    expect(JSON.stringify(told.data)).toContain('The hub counts it when it is asked')
    expect(JSON.stringify(told.data)).not.toMatch(/示例|"o\d+"|"c\d+"/)
  })

  test('follow what ends at once: without a commit, under @asOf, and in a live table', async () => {
    const input = {
      indicators: ['credit-records'],
      groupBy: ['MONTH'],
      where: { region: { eq: '440300' }, period: { eq: '2025-01' } },
    }
    const live = follow(
      hub.client(),
      `subscription($input: StatisticsInput!, $after: Cursor) { liveStatistics(input: $input, after: $after) {
        kind cursor follows complete reason commit { position } changes { op id before { key ${cell} } node { key ${cell} } } } }`,
      { input },
    )
    const [snapshot] = await live.whole()
    const ended = records
      .filter(({ region, day }) => region === '440300' && day.startsWith('2025-01'))
      .slice(0, 3)
    await hub.database.query(
      sql`update credit_record set shown_until = (select c.at from database_clock c) where id = any(${ended.map(({ id }) => id)}::text[])`,
    )
    const rest = records.filter((record) => !ended.includes(record))
    const count = String(
      modelCount(rest, { region: '440300', scheme: 'TOTAL', kind: null, months: ['2025-01'] }).records,
    )
    expect((await table(input))[0]?.cells[0]?.value).toBe(count)
    expect((await table(input, before))[0]?.cells[0]?.value).toBe(count)
    compared(await table(whole), rest)
    // The commit that tells of it.
    await writeRows(
      hub,
      'credit_record',
      ended
        .slice(0, 1)
        .map((record) => ({ ...rowOf(record), status: 'REPAIRED', shown_until: '2026-01-01' })),
    )
    const [told] = await live.whole()
    expect(told?.changes).toMatchObject([{ op: 'REVISED', node: { cells: [{ value: count }] } }])
    await live.leave()
    const resumed = follow(
      hub.client(),
      `subscription($input: StatisticsInput!, $after: Cursor) { liveStatistics(input: $input, after: $after) {
        kind cursor follows complete reason commit { position } changes { op id before { key ${cell} } node { key ${cell} } } } }`,
      { input, after: snapshot?.cursor },
    )
    expect((await resumed.whole()).map(({ kind, reason }) => [kind, reason?.slice(0, 6)])).toEqual([
      ['RESET', 'COUNTS'],
    ])
    await resumed.leave()
  })

  test('take no deliveries, and stand in no list of series', async () => {
    const { status, report } = await hub.deliver('baymark-counts', 'region,value\n440000,1\n', 'counts')
    expect([status, report]).toMatchObject([404, { errors: [{ extensions: { code: 'UNKNOWN_SOURCE' } }] }])
    const { data } = await hub.ask(
      `{ series(filter: { indicator: { eq: "credit-records" } }) { totalCount } }`,
    )
    expect(data).toEqual({ series: { totalCount: 0 } })
  })

  test('are about merged organizations, persons and names as a plain count says, also before a merge', async () => {
    const chance = randomFrom(7)
    const of = (below: number) => Math.floor(chance() * below)
    const link = (from: number, into: number) => ({ id: `m${from}`, into_id: `m${into}` })
    const parties = [
      ...Array.from({ length: 9 }, (_, index) => ({ organization_id: `m${index}` })),
      { organization_id: null, person_id: 'p0' },
      { organization_id: null, person_id: 'p1' },
      { organization_id: null, counterparty: '示例一' },
      { organization_id: null, counterparty: '示例二' },
    ]
    const hiddenWindows = [
      { shown_until: '2025-01-01' },
      { shown_from: '9999-01-01' },
      { shown_from: null, shown_until: null },
    ]
    const rows = Array.from({ length: 700 }, (_, index): WrittenRow => {
      const day = `2024-0${1 + of(9)}-${String(1 + of(28)).padStart(2, '0')}`
      return {
        id: `n${index}`,
        ...parties[of(4) === 0 ? of(13) : of(5)],
        region: regions[of(7)],
        scheme: [null, 'QMS', 'CCC'][of(3)] ?? null,
        kind: kinds[of(3)],
        decision_date: day,
        decision_number: `n${index}`,
        ...([{}, {}, {}, ...hiddenWindows][of(6)] ?? {}),
      }
    })
    await writeRows(hub, 'credit_record', rows)
    const apart = await writeRows(hub, 'credit_record', [])
    // A chain, two into one, and one into whom no record is about.
    await writeRows(hub, 'organization_link', [link(0, 1), link(1, 2), link(3, 2), link(5, 99), link(6, 99)])
    const shownRows = rows.filter(
      (row) => row['shown_from'] === undefined && row['shown_until'] === undefined,
    )
    const plain = (roots: ReadonlyMap<unknown, string>) =>
      shownRows.map(
        (row): CountedRecord => ({
          id: row.id,
          organization: String(
            roots.get(row['organization_id']) ??
              row['organization_id'] ??
              row['person_id'] ??
              row['counterparty'],
          ),
          region: String(row['region']),
          scheme: row['scheme'] === null ? null : String(row['scheme']),
          kind: String(row['kind']),
          day: String(row['decision_date']),
        }),
      )
    const asked = { ...whole, where: { period: { from: '2024-01', to: '2024-09' } } }
    const merged = new Map([
      ...['m0', 'm1', 'm3'].map((id) => [id, 'm2'] as const),
      ...['m5', 'm6'].map((id) => [id, 'm99'] as const),
    ])
    const ended = await writeRows(hub, 'organization_link', [])
    const moments = [
      { position: apart, truth: plain(new Map()) },
      { position: ended, truth: plain(merged) },
    ]
    for (const { position, truth } of moments) {
      const scope: ReadScope = { database: hub.database, position, view: anonymous, pinned: true }
      const found = await countedRows(scope, 'credit_record', { first: '2024-01', last: '2024-09' })
      expect(leavesOf(found)).toEqual(
        leavesOf(
          truth.map(({ day, scheme, organization, ...row }) => ({
            ...row,
            ...{ month: day.slice(0, 7), scheme: scheme ?? '', records: 1, organizations: [organization] },
          })),
        ),
      )
      expect(found.some(({ organizations }) => organizations === null)).toBe(true)
      const all = [...truth, ...records]
      const days = all.map(({ day }) => day.slice(0, 7)).sort()
      expect(await countedMonths(scope, 'credit_record')).toEqual({ first: days[0], last: days.at(-1) })
      for (const column of ['region', 'scheme'] as const)
        expect((await countedCodes(scope, 'credit_record', column)).toSorted()).toEqual(
          [...new Set(all.map((row) => row[column] ?? ''))].sort(),
        )
    }
    const then = compared(await table(asked, apart), plain(new Map()))
    const now = compared(await table(asked, ended), plain(merged))
    expect(now.shown).toBeGreaterThan(20)
    expect(then.shown).toBeGreaterThan(now.shown)
  })

  test('end when the day comes, with no input: nothing is counted after all publicity', async () => {
    await hub.database.query(
      sql`update credit_record set shown_until = (select c.at from database_clock c) + interval '300 days' where shown_until = 'infinity'`,
    )
    expect((await table({ ...whole, groupBy: ['MONTH'] })).length).toBe(4)
    await hub.database.query(
      sql`create or replace view database_clock as select clock_timestamp() + interval '400 days' as at`,
    )
    expect(await table({ ...whole, fillGaps: false, groupBy: ['MONTH'] })).toEqual([])
    expect(await table({ ...whole, fillGaps: false, groupBy: ['MONTH'] }, before)).toEqual([])
    await hub.database.query(sql`create or replace view database_clock as select clock_timestamp() as at`)
  })
})
