import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReadScope } from '../../../src/access/read.ts'
import { anonymous } from '../../../src/access/view.ts'
import { creditFilterRow } from '../../../src/credit/columns.ts'
import type { CreditRecordQuestion } from '../../../src/credit/list-of-records.ts'
import { countCreditRecords, readCreditRecords } from '../../../src/credit/reads.ts'
import { recordsOfOrganizations } from '../../../src/credit/records-of-organizations.ts'
import { creditRecordStream } from '../../../src/credit/streams.ts'
import { type Condition, everything, passes } from '../../../src/kernel/condition.ts'
import { nestedKey } from '../../../src/kernel/graph/nested-key.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { seededRandom } from '../history/seeded-random.ts'
import { anyCondition, organizations, writeWorld } from './random-records.ts'
import { endRows, type WrittenRow, writeRows } from './written-records.ts'

describeOneGround('Credit records', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  const found = async (filter: object, more: object = {}, position?: number) => {
    const pinned = position === undefined ? '' : `@asOf(position: ${position})`
    const { data, errors } = await hub.ask(
      `query($filter: CreditRecordFilter, $orderBy: CreditRecordOrder) ${pinned} {
        creditRecords(filter: $filter, orderBy: $orderBy, first: 1000) { totalCount nodes { decisionNumber } } }`,
      { filter, ...more },
    )
    expect(errors).toBeUndefined()
    const { creditRecords }: { creditRecords: Numbered } = data
    expect(creditRecords.totalCount).toBe(creditRecords.nodes.length)
    return creditRecords.nodes.map(({ decisionNumber }) => decisionNumber)
  }

  const codesOf = async (filter: object) => {
    const { errors } = await hub.ask(
      'query($filter: CreditRecordFilter) { creditRecords(filter: $filter) { totalCount } }',
      { filter },
    )
    return errors.map(({ extensions }) => extensions['code'])
  }

  test('are found by every filter, in both orders', async () => {
    const mine = { rule: { startsWith: 'by-filter' } }
    const record = (number: string, more: object = {}): WrittenRow => ({
      id: `f-${number}`,
      decision_number: number,
      rule: 'by-filter',
      ...more,
    })
    await writeRows(hub, 'credit_record', [
      record('A', {
        decision_date: '2026-03-01',
        region: '440300',
        kind: 'COMMENDATION',
        organization_id: 'fa',
      }),
      record('B', { decision_date: '2026-02-01', severity: 'MINOR', disputed: true, fine: '0' }),
      record('C', {
        fine: '510000.00',
        certificate_number: 'CERT-9',
        authority: '示例海关',
        rule: 'by-filter-2',
      }),
      record('D', {
        decision_date: '2026-03-01',
        scheme: 'QMS',
        counterparty: '张**',
        publicity_until: '2999-01-01',
      }),
      record('E', { decision_date: '2026-01-01', status: 'PENDING', publicity_from: '2026-01-02' }),
    ])
    expect(await found(mine)).toEqual(['D', 'A', 'B', 'E', 'C'])
    expect(await found(mine, { orderBy: 'DECISION_DATE_ASC' })).toEqual(['C', 'E', 'B', 'A', 'D'])
    const by = async (filter: object) => found({ ...mine, ...filter })
    expect(await by({ region: { eq: '440300' } })).toEqual(['A'])
    expect(await by({ region: { isNull: true } })).toEqual(['D', 'B', 'E', 'C'])
    expect(await by({ scheme: { in: ['QMS'] } })).toEqual(['D'])
    expect(await by({ kind: { eq: 'COMMENDATION' } })).toEqual(['A'])
    expect(await by({ severity: { ne: 'MINOR' } })).toEqual(['D', 'A', 'E', 'C'])
    expect(await by({ status: { eq: 'PUBLISHED' } })).toEqual(['D', 'A', 'B', 'E', 'C'])
    expect(await by({ disputed: { eq: true } })).toEqual(['B'])
    expect(await by({ disputed: { eq: false } })).toEqual(['D', 'A', 'E', 'C'])
    expect(await by({ decisionDate: { gte: '2026-02-01' } })).toEqual(['D', 'A', 'B'])
    expect(await by({ decisionDate: { isNull: true } })).toEqual(['C'])
    expect(await by({ authority: { contains: '海关' } })).toEqual(['C'])
    expect(await by({ decisionNumber: { in: ['A', 'B'] } })).toEqual(['A', 'B'])
    expect(await by({ certificateNumber: { startsWith: 'CERT' } })).toEqual(['C'])
    expect(await by({ source: { eq: 'cnca-by-field' } })).toHaveLength(5)
    expect(await by({ counterparty: { eq: '张**' } })).toEqual(['D'])
    expect(await by({ rule: { eq: 'by-filter-2' } })).toEqual(['C'])
    expect(await by({ fine: { eq: '0' } })).toEqual(['B'])
    expect(await by({ fine: { gt: '509999.99' } })).toEqual(['C'])
    expect(await by({ fine: { isNull: true } })).toEqual(['D', 'A', 'E'])
    expect(await by({ organization: { eq: 'organization/fa' } })).toEqual(['A'])
    expect(await by({ organization: { isNull: true } })).toEqual(['D', 'B', 'E', 'C'])
    expect(await by({ or: [{ kind: { eq: 'COMMENDATION' } }, { fine: { eq: '0' } }] })).toEqual(['A', 'B'])
    expect(await by({ not: { organization: { in: ['organization/fa'] } } })).toEqual(['D', 'B', 'E', 'C'])
  })

  test('are refused by words and ids that nothing has', async () => {
    expect(await codesOf({ kind: { eq: 'COMENDATION' } })).toEqual(['UNKNOWN_CODE'])
    expect(await codesOf({ region: { eq: '440399' } })).toEqual(['UNKNOWN_CODE'])
    expect(await codesOf({ status: { in: ['PUBLISHED', 'CORRECTED'] } })).toEqual(['UNKNOWN_CODE'])
    expect(await codesOf({ organization: { eq: 'region/440000' } })).toEqual(['INVALID_ID'])
  })

  test('show amounts exactly, what is missing as null, and everything that they say', async () => {
    await writeRows(hub, 'credit_record', [
      {
        id: 'whole',
        decision_number: 'whole',
        organization_id: 'wo',
        decision_date: '2026-01-05',
        region: '440300',
        scheme: 'QMS',
        severity: 'GENERAL',
        fine: '138600.50',
        confiscated: '0',
        certificate_number: 'X1',
        rule: 'shown',
        rule_version: '2021',
        publicity_from: '2026-01-10',
        publicity_until: '2999-01-10',
        earliest_repair: '2026-04-10',
        disputed: true,
        dispute_note: '示例异议',
        detail: { title: '示例决定', penaltyKinds: ['FINE', 'CONFISCATION'], validFrom: '2026-01-05' },
      },
      { id: 'bare', decision_number: 'bare' },
    ])
    await writeRows(hub, 'joint_measure', [
      { id: 'm2', record_id: 'whole', measure: '示例二', valid_from: '2026-03-01' },
      { id: 'm1', record_id: 'whole', measure: '示例一', valid_from: '2026-02-01' },
    ])
    const fields = `id kind status disputed disputeNote counterparty counterpartyKind authority decisionNumber decisionDate
      region { code name(language: "en") } scheme { code } certificateNumber severity rule ruleVersion publicityFrom
      publicityUntil earliestRepair fine { yuan tenThousandYuan } confiscated { yuan tenThousandYuan }
      detail { title violation penaltyKinds validFrom } end { on basis document } source { code } revision position
      jointMeasures { id measure record { decisionNumber } source { code } }`
    const answer = await hub.ask(
      `{ whole: creditRecord(id: "credit-record/whole") { ${fields} } bare: creditRecord(id: "credit-record/bare") { ${fields} }
        none: creditRecord(id: "credit-record/none") { id } other: creditRecord(id: "region/440000") { id }
        node(id: "credit-record/whole") { id ... on CreditRecord { decisionNumber fine { yuan } } }
        measure: node(id: "joint-measure/m1") { id ... on JointMeasure { measure } } }`,
    )
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({
      whole: {
        id: 'credit-record/whole',
        status: 'PUBLISHED',
        disputeNote: '示例异议',
        region: { code: '440300', name: 'Shenzhen' },
        scheme: { code: 'QMS' },
        fine: { yuan: '138600.50', tenThousandYuan: '13.86005' },
        confiscated: { yuan: '0', tenThousandYuan: '0' },
        detail: { title: '示例决定', violation: null, penaltyKinds: ['FINE', 'CONFISCATION'] },
        end: null,
        source: { code: 'cnca-by-field' },
        jointMeasures: [
          { id: 'joint-measure/m1', measure: '示例一', record: { decisionNumber: 'whole' } },
          { measure: '示例二' },
        ],
      },
      bare: { decisionDate: null, region: null, scheme: null, fine: null, confiscated: null, severity: null },
      none: null,
      other: null,
      node: { id: 'credit-record/whole', decisionNumber: 'whole', fine: { yuan: '138600.50' } },
      measure: { measure: '示例一' },
    })
  })

  test('stand where their dates say, by today and at a position by its day', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const year = Number(today.slice(0, 4))
    const inAYear = `${year + 1}${today.slice(4).replace('02-29', '02-28')}`
    const own = { rule: { eq: 'by-date' } }
    const position = await writeRows(hub, 'credit_record', [
      {
        id: 'd1',
        decision_number: 'begun',
        rule: 'by-date',
        status: 'PENDING',
        publicity_from: '2026-01-01',
      },
      { id: 'd2', decision_number: 'waits', rule: 'by-date', status: 'PENDING', publicity_from: inAYear },
      { id: 'd3', decision_number: 'lasts', rule: 'by-date', publicity_until: inAYear },
      { id: 'd4', decision_number: 'over', rule: 'by-date', publicity_until: today },
      { id: 'd5', decision_number: 'repaired', rule: 'by-date', status: 'REPAIRED', publicity_until: today },
    ])
    const states = async (at?: number) => {
      const pinned = at === undefined ? '' : `@asOf(position: ${at})`
      const { data } = await hub.ask(
        `query($filter: CreditRecordFilter) ${pinned} { creditRecords(filter: $filter) { nodes { decisionNumber status } } }`,
        { filter: own },
      )
      const { creditRecords }: { creditRecords: { nodes: { decisionNumber: string; status: string }[] } } =
        data
      return Object.fromEntries(creditRecords.nodes.map((node) => [node.decisionNumber, node.status]))
    }
    const now = {
      begun: 'PUBLISHED',
      waits: 'PENDING',
      lasts: 'PUBLISHED',
      over: 'EXPIRED',
      repaired: 'REPAIRED',
    }
    expect(await states()).toEqual(now)
    await hub.database.query(
      sql`create or replace view database_clock as select clock_timestamp() + interval '400 days' as at`,
    )
    try {
      expect(await states()).toEqual({ ...now, waits: 'PUBLISHED', lasts: 'EXPIRED' })
      expect(await found({ ...own, status: { eq: 'EXPIRED' } })).toEqual(['over', 'lasts'])
      expect(await states(position)).toEqual(now)
    } finally {
      await hub.database.query(sql`create or replace view database_clock as select clock_timestamp() as at`)
    }
  })

  test('of merged organizations are found by both, and apart again after a split', async () => {
    await writeRows(hub, 'credit_record', [
      { id: 'o1', decision_number: 'one', organization_id: 'ma', decision_date: '2026-01-01' },
      { id: 'o2', decision_number: 'two', organization_id: 'mb', decision_date: '2026-01-02' },
      { id: 'o3', decision_number: 'three', organization_id: 'mc', decision_date: '2026-01-03' },
    ])
    const of = (...ids: readonly string[]) => ({
      organization: { in: ids.map((id) => `organization/${id}`) },
    })
    const before = hub.tail.position
    await writeRows(hub, 'organization_link', [{ id: 'ma', into_id: 'mb' }])
    const merged = await writeRows(hub, 'organization_link', [{ id: 'mb', into_id: 'mc' }])
    expect(await found(of('mc'))).toEqual(['three', 'two', 'one'])
    expect(await found(of('mb'))).toEqual(['two', 'one'])
    expect(await found(of('ma', 'mc'))).toEqual(['three', 'two', 'one'])
    expect(await found({ or: [of('mb'), { decisionNumber: { eq: 'three' } }] })).toEqual([
      'three',
      'two',
      'one',
    ])
    expect(await found({ ...of('mc'), not: of('mb') })).toEqual(['three'])
    expect(await found(of('mc'), {}, before)).toEqual(['three'])
    await endRows(hub, 'organization_link', ['mb'])
    expect(await found(of('mc'))).toEqual(['three'])
    expect(await found(of('mc'), {}, merged)).toEqual(['three', 'two', 'one'])
  })

  test('come whole and once over pages, also where records end and begin between them', async () => {
    const days = Array.from({ length: 23 }, (_, index) => `2025-0${1 + (index % 3)}-01`)
    await writeRows(
      hub,
      'credit_record',
      days.map((day, index) => ({
        id: `p${String(index).padStart(2, '0')}`,
        decision_number: `p${index}`,
        rule: 'by-page',
        decision_date: index % 5 === 0 ? null : day,
      })),
    )
    const page = async (orderBy: string, after: string | null) => {
      const { data, errors } = await hub.ask(
        `query($after: String, $orderBy: CreditRecordOrder) {
          creditRecords(filter: { rule: { eq: "by-page" } }, orderBy: $orderBy, first: 5, after: $after) {
            totalCount nodes { decisionNumber } pageInfo { hasNextPage endCursor } } }`,
        { after, orderBy },
      )
      expect(errors).toBeUndefined()
      const { creditRecords }: { creditRecords: Numbered & { pageInfo: PageInfo } } = data
      return creditRecords
    }
    for (const orderBy of ['DECISION_DATE_DESC', 'DECISION_DATE_ASC']) {
      const whole = await found({ rule: { eq: 'by-page' } }, { orderBy })
      const numbers: string[] = []
      for (let after: string | null = null, count = 1; ; count += 1) {
        const { nodes, pageInfo, totalCount } = await page(orderBy, after)
        expect(totalCount).toBe(whole.length)
        numbers.push(...nodes.map(({ decisionNumber }) => decisionNumber))
        if (count === 2) {
          await endRows(hub, 'credit_record', ['p01', 'p14', 'p22'])
          await writeRows(hub, 'credit_record', [
            { id: `p-${orderBy}`, decision_number: 'new', rule: 'by-page', decision_date: '2025-02-01' },
          ])
        }
        if (!pageInfo.hasNextPage) break
        after = pageInfo.endCursor
      }
      expect(numbers).toEqual(whole)
    }
    const other = await page('DECISION_DATE_ASC', (await page('DECISION_DATE_ASC', null)).pageInfo.endCursor)
    expect(other.nodes).toHaveLength(5)
    const { errors } = await hub.ask(
      'query($after: String) { creditRecords(orderBy: DECISION_DATE_DESC, after: $after) { totalCount } }',
      { after: other.pageInfo.endCursor },
    )
    expect(errors[0]?.extensions['code']).toBe('INVALID_CURSOR')
  })

  test('that everybody may not see are nowhere, at no position, and count for nothing', async () => {
    const own = { rule: { eq: 'hidden' } }
    const position = await writeRows(hub, 'credit_record', [
      { id: 'h1', decision_number: 'shown', rule: 'hidden' },
      { id: 'h2', decision_number: 'never', rule: 'hidden', shown_from: null, shown_until: null },
      { id: 'h3', decision_number: 'later', rule: 'hidden', shown_from: '2999-01-01' },
      { id: 'h4', decision_number: 'ended', rule: 'hidden', shown_until: '2026-01-01' },
    ])
    expect(await found(own)).toEqual(['shown'])
    expect(await found(own, {}, position)).toEqual(['shown'])
    const { data } = await hub.ask(
      `{ nodes(ids: ["credit-record/h1", "credit-record/h2", "credit-record/h4@${position}"]) { id } }`,
    )
    expect(data).toEqual({ nodes: [{ id: 'credit-record/h1' }, null, null] })
  })

  test('inspections are listed newest first, filtered by each of their results, and paged', async () => {
    await writeRows(hub, 'inspection', [
      { id: 'i1', plan: 'PX', inspected_on: '2026-01-01', results: ['NO_PROBLEM'], organization_id: 'ia' },
      {
        id: 'i2',
        plan: 'PX',
        inspected_on: '2026-02-01',
        results: ['UNREACHABLE', 'CLOSED'],
        region: '440300',
      },
      { id: 'i3', plan: 'PX', results: [], task: 'T2' },
    ])
    const list = async (filter: object) => {
      const { data, errors } = await hub.ask(
        `query($filter: InspectionFilter) { inspections(filter: $filter) { totalCount nodes { id results inspectedOn } } }`,
        { filter: { plan: { eq: 'PX' }, ...filter } },
      )
      expect(errors).toBeUndefined()
      const { inspections }: { inspections: { totalCount: number; nodes: { id: string }[] } } = data
      expect(inspections.totalCount).toBe(inspections.nodes.length)
      return inspections.nodes.map(({ id }) => id.replace('inspection/', ''))
    }
    expect(await list({})).toEqual(['i2', 'i1', 'i3'])
    expect(await list({ results: { eq: 'CLOSED' } })).toEqual(['i2'])
    expect(await list({ results: { ne: 'CLOSED' } })).toEqual(['i1', 'i3'])
    expect(await list({ results: { isNull: true } })).toEqual(['i3'])
    expect(await list({ results: { in: ['NO_PROBLEM', 'UNREACHABLE'] } })).toEqual(['i2', 'i1'])
    expect(await list({ inspectedOn: { lt: '2026-02-01' } })).toEqual(['i1'])
    expect(await list({ organization: { eq: 'organization/ia' } })).toEqual(['i1'])
    expect(await list({ task: { eq: 'T2' } })).toEqual(['i3'])
    expect(await list({ region: { eq: '440300' } })).toEqual(['i2'])
    const first = await hub.ask(
      '{ inspections(filter: { plan: { eq: "PX" } }, first: 2) { pageInfo { endCursor } nodes { id } } }',
    )
    const { inspections }: { inspections: { pageInfo: PageInfo } } = first.data
    const next = await hub.ask(
      `query($after: String) { inspections(filter: { plan: { eq: "PX" } }, first: 2, after: $after) { nodes { id } } }`,
      { after: inspections.pageInfo.endCursor },
    )
    expect(next.data).toEqual({ inspections: { nodes: [{ id: 'inspection/i3' }] } })
  })

  test('of random filters are what a filter in memory lets through, listed and by organization', async () => {
    const random = seededRandom()
    await writeWorld(hub, random)
    const { position } = hub.tail
    for (let round = 0; round < 60; round += 1) {
      const scope: ReadScope = {
        database: hub.database,
        view: anonymous,
        position: position - random(4),
        pinned: false,
      }
      const all = await readCreditRecords(scope, whole(everything), new Set(['unknown']))
      const question = { ...whole(anyCondition(random, 2)), limit: 1 + random(20) }
      const told = JSON.stringify(question)
      const plain = all.rows.filter((each) => passes(question.condition, creditFilterRow(each)))
      expect((await countCreditRecords(scope, question)).rows, told).toEqual([plain.length])
      const { rows } = await readCreditRecords(scope, question, new Set(['unknown']))
      expect(rows, told).toEqual(plain.slice(0, question.limit))
      const organization = organizations[random(organizations.length)] ?? ''
      const key = nestedKey(organization, { question, wanted: ['unknown'] })
      const nested = await recordsOfOrganizations(scope, [key, nestedKey('nobody', { question, wanted: [] })])
      const own = plain.filter(({ lineage }) => lineage.includes(organization))
      expect(nested.rows.get(key), told).toEqual(own.slice(0, question.limit))
      const state = await creditRecordStream.state(scope, everything, null, 1_000)
      const matching = state.filter(({ fact }) => creditRecordStream.matches(question.condition, fact))
      expect(await creditRecordStream.state(scope, question.condition, null, 1_000), told).toEqual(matching)
    }
  })
})

type Numbered = {
  readonly totalCount: number
  readonly nodes: readonly { readonly decisionNumber: string }[]
}

type PageInfo = { readonly hasNextPage: boolean; readonly endCursor: string }

function whole(condition: Condition): CreditRecordQuestion {
  return { condition, order: 'DECISION_DATE_DESC', after: null, limit: 10_000 }
}
