import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../src/platform/project.ts'
import { sql } from '../../src/platform/sql.ts'
import { figure, figures, publish, regionalFile } from '../subscriptions/figures.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { claimedLines, heldOf, provenHistory, sizes } from './ledger.ts'

type Report = {
  readonly id: string
  readonly state: string
  readonly repeated: boolean
  readonly counts: Readonly<
    Record<'rows' | 'added' | 'revised' | 'confirmed' | 'stale' | 'quarantined', number>
  >
  readonly releases: readonly { readonly id: string; readonly position: number }[]
  readonly findings: readonly { readonly code: string; readonly line?: number; readonly column?: string }[]
  readonly findingCount: number
}

const sample = (name: string) => readFile(join(projectFolder(), name))

describeOneGround('a delivery', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, environment: { BODY_LIMIT: '200000' } })
  })
  afterAll(() => hub.close())

  const position = async () => (await hub.ask('{ hub { position } }')).extensions.hub.position
  const deliver = async (content: string | Uint8Array, key: string, source = 'cnca-by-region') => {
    const { status, report } = await hub.deliver(source, content, key)
    return { ...(report as unknown as Report), status }
  }
  const codeOf = async (response: Response) => {
    const body = (await response.json()) as { errors: { extensions: { code: string } }[] }
    return [response.status, body.errors[0]?.extensions.code]
  }

  test('that comes twice changes nothing: same key, or same file under another key', async () => {
    const file = await sample('samples/cnca-by-region-2022-08.csv')
    const first = await deliver(file, 'twice-1')
    expect(first).toMatchObject({ status: 200, state: 'TAKEN', repeated: false })
    expect(first.counts).toEqual({ rows: 18, added: 33, revised: 0, confirmed: 0, stale: 0, quarantined: 0 })
    const before = [await position(), await sizes(hub)] as const
    expect(await deliver(file, 'twice-1')).toEqual({ ...first, repeated: true })
    expect([await position(), await sizes(hub)]).toEqual(before)
    expect(await deliver(file, 'twice-2')).toMatchObject({
      state: 'UNCHANGED',
      repeated: true,
      releases: [],
    })
    expect(await position()).toBe(before[0])
    expect(await sizes(hub)).toEqual({ ...before[1], deliveries: before[1].deliveries + 1 })
  })

  test('whose key was used for other content is refused', async () => {
    const response = await post(hub, 'cnca-by-region', regionalFile([]), 'twice-1')
    expect(await codeOf(response)).toEqual([409, 'IDEMPOTENCY_CONFLICT'])
  })

  test('of a revised file revises only what differs, and every claim stays', async () => {
    const before = await sizes(hub)
    const path = 'tests/sources/fixtures/cnca-by-region-2022-08-revised-fictional.csv'
    const revised = await deliver(await sample(path), 'revised')
    expect(revised.counts).toEqual({
      rows: 18,
      added: 0,
      revised: 2,
      confirmed: 31,
      stale: 0,
      quarantined: 0,
    })
    const after = await sizes(hub)
    expect([after.claims - before.claims, after.observations - before.observations]).toEqual([33, 2])
    const claims = await hub.database.query<{ readonly value: string; readonly original: string }>(
      sql`select body->>'value' as value, original from claim
          where key = 'certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08' order by id`,
    )
    expect(claims.map((claim) => claim.value)).toEqual(['603226', '603300'])
    expect(claims[1]?.original).toContain('440000,广东,603300')
  })

  test('that says nothing new writes no claim and takes no position', async () => {
    const before = [await position(), await sizes(hub)] as const
    const file = regionalFile([['2022-08', '110000', '北京', '125438', '43166']])
    expect(await deliver(file, 'nothing-new')).toMatchObject({
      state: 'UNCHANGED',
      repeated: false,
      counts: { rows: 1, added: 0, revised: 0, confirmed: 2 },
      releases: [],
    })
    expect([await position(), await sizes(hub)]).toEqual([
      before[0],
      { ...before[1], deliveries: before[1].deliveries + 1 },
    ])
  })

  test('with bad rows holds those back, says of each what was expected and what came, and takes the rest', async () => {
    const rows: readonly (readonly [row: string, code: string | null])[] = [
      ['2021-01,110000,北京,10,20,x', null],
      ['2021-01,999999,火星,10,20,x', 'UNKNOWN_REGION'],
      ['2021-13,120000,天津,10,20,x', 'INVALID_PERIOD'],
      ['2021-02-30,120000,天津,10,20,x', 'INVALID_PERIOD'],
      ['2021,120000,天津,10,20,x', 'WRONG_FREQUENCY'],
      ['2099-01,120000,天津,10,20,x', 'FUTURE_PERIOD'],
      ['2021-01,120000,天津,ten,20,x', 'NOT_A_NUMBER'],
      ['2021-01,130000,河北,"1,000",20,x', 'NOT_A_NUMBER'],
      ['2021-01,140000,山西,1.5,20,x', 'NOT_WHOLE'],
      ['2021-01,150000,内蒙古,-1,20,x', 'BELOW_MINIMUM'],
      ['2021-01,210000,吉林,10,20,x', 'REGION_NAME'],
      ['2021-01,220000,吉林,10,20', 'ROW_WIDTH'],
      ['2021-01,230000,黑龙江,10,20,x,y', 'ROW_WIDTH'],
      [',310000,上海,10,20,x', 'EMPTY_CELL'],
      ['2021-01,320000,江苏,1\u00000,20,x', 'CONTROL_CHARACTER'],
      ['2021-01,330000,"浙江,10,20,x', 'BROKEN_QUOTES'],
      ['2021-01,340000,安徽,10,20,x', 'CONTRADICTING_FIGURES'],
      ['2021-01,340000,安徽,11,20,x', 'CONTRADICTING_FIGURES'],
      ['2021-01,350000,福建,10,20,x', null],
      ['2021-01,350000,福建,10,20,x', null],
      ['2021-01,360000,江西,,,x', null],
      ['2021-01,,江西,10,20,x', 'MISSING_FIELD'],
    ]
    const head = 'period,region_code,region_name_zh,certificates,organisations,source,remark'
    const narrow = head.replace(',remark', '')
    const file = [narrow, ...rows.map(([row]) => row), ''].join('\n')
    const report = await deliver(file, 'bad-rows')
    expect(report.state).toBe('TAKEN')
    const held = await heldOf(hub, report.id)
    const bad = rows.flatMap(([row, code], index) => (code === null ? [] : [{ line: index + 2, row, code }]))
    expect(held.map(({ line, findings }) => [line, findings[0]?.code])).toEqual(
      bad.map(({ line, code }) => [line, code]),
    )
    for (const { findings } of held) {
      expect(findings[0]?.message.length).toBeGreaterThan(20)
      expect(findings[0]).toMatchObject({ expected: expect.stringMatching(/./), came: expect.any(String) })
    }
    // What goes on besides: the two good rows, the organizations of rows whose certificates were wrong, one of equal rows.
    const claimed = await claimedLines(hub, report.id)
    const silent = report.findings.filter(({ code }) => ['NO_FIGURE', 'REPEATED_FIGURE'].includes(code))
    const everywhere = new Set([
      ...claimed,
      ...held.map(({ line }) => line),
      ...silent.map(({ line }) => line ?? 0),
    ])
    expect([...everywhere].toSorted((left, right) => left - right)).toEqual(rows.map((_, index) => index + 2))
    expect(report.counts.rows).toBe(rows.length)
    expect(report.counts.quarantined).toBe(bad.length)
    const [counted] = await hub.database.query<{ readonly count: number }>(
      sql`select count(*)::int as count from claim where delivery_id = ${report.id}`,
    )
    expect(report.counts.added + report.counts.revised + report.counts.confirmed).toBe(counted?.count)
    const { data } = await hub.ask(
      '{ observations(filter: { period: { eq: "2021-01" }, region: { in: ["340000", "350000"] } }) { nodes { value } } }',
    )
    expect(data).toEqual({
      observations: { nodes: expect.arrayContaining([{ value: '10' }, { value: '20' }]) },
    })
  })

  test.each([
    ['no bytes', '', 'EMPTY_FILE'],
    ['a missing column', 'period,region_code,certificates\n2021-03,110000,1\n', 'MISSING_COLUMN'],
    [
      'another separator',
      regionalFile([['2021-03', '110000', '北京', '1', '2']]).replaceAll(',', ';'),
      'WRONG_DELIMITER',
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452ffd8ffe000104a46', 'hex'), null],
    ['UTF-16', Buffer.from(regionalFile([['2021-03', '110000', '北京', '1', '2']]), 'utf16le'), null],
  ] as const)(
    'with %s is refused whole, with findings, and nothing of it is taken',
    async (what, content, code) => {
      const before = [await position(), (await sizes(hub)).claims]
      const report = await deliver(content, `refused/${what.replaceAll(' ', '-')}`)
      expect(report).toMatchObject({ status: 422, state: 'REFUSED' })
      expect(report.findingCount).toBeGreaterThan(0)
      if (code !== null) expect(report.findings.map((finding) => finding.code)).toContain(code)
      expect([await position(), (await sizes(hub)).claims]).toEqual(before)
    },
  )

  test('with an extra column, or in GB18030, goes on with a warning', async () => {
    const wide =
      'period,region_code,region_name_zh,certificates,organisations,source,remark\n2021-04,110000,北京,1,2,x,y\n'
    expect(await deliver(wide, 'wide')).toMatchObject({
      state: 'TAKEN',
      findings: [{ code: 'EXTRA_COLUMN' }],
    })
    const name = Buffer.from('b1b1bea9', 'hex')
    const [head = '', tail = ''] = regionalFile([['2021-05', '110000', '?', '1', '2']]).split('?')
    expect(await deliver(Buffer.concat([Buffer.from(head), name, Buffer.from(tail)]), 'gb')).toMatchObject({
      state: 'TAKEN',
      findings: [{ code: 'ENCODING_ASSUMED' }],
    })
  })

  test('without a credential, a key, a known source, or a body, or too large, is refused with a code', async () => {
    const file = regionalFile([['2021-06', '110000', '北京', '1', '2']])
    expect(await codeOf(await post(hub, 'cnca-by-region', file, 'k', {}))).toEqual([401, 'UNAUTHENTICATED'])
    const wrong = { authorization: 'Bearer bm_test_00000000000000000000000000000000' }
    expect(await codeOf(await post(hub, 'cnca-by-region', file, 'k', wrong))).toEqual([
      401,
      'UNAUTHENTICATED',
    ])
    for (const key of [null, '', 'a b', 'x'.repeat(201)]) {
      expect(await codeOf(await post(hub, 'cnca-by-region', file, key))).toEqual([
        400,
        'IDEMPOTENCY_KEY_MISSING',
      ])
    }
    expect(await codeOf(await post(hub, 'cnca-by-region', file, 'a11010519491231002X7'))).toEqual([
      400,
      'PERSONAL_IDEMPOTENCY_KEY',
    ])
    expect(await codeOf(await post(hub, 'nobody', file, 'k'))).toEqual([404, 'UNKNOWN_SOURCE'])
    expect(await codeOf(await post(hub, 'cnca-by-region', undefined, 'k'))).toEqual([400, 'BAD_REQUEST'])
    expect(await codeOf(await post(hub, 'cnca-by-region', 'x'.repeat(200_001), 'k'))).toEqual([
      413,
      'DELIVERY_TOO_LARGE',
    ])
  })

  test('that is posted with a date is stale where a later release has spoken, also one that only confirmed', async () => {
    const say = (key: string, value: string, publishedAt: string | null) =>
      publish(hub.address, { key, publishedAt, rows: [figure('440000', '2020-05', value)] })
    const valueNow = async () => {
      const { data } = await hub.ask(
        '{ observations(filter: { region: { eq: "440000" }, period: { eq: "2020-05" } }) { nodes { value revision } } }',
      )
      return (data as { observations: { nodes: unknown[] } }).observations.nodes
    }
    expect((await say('dated-1', '10', '2020-06-10T00:00:00Z')).counts).toMatchObject({ added: 1 })
    expect((await say('dated-0', '9', '2020-06-05T00:00:00Z')).counts).toMatchObject({ stale: 1, revised: 0 })
    expect(await valueNow()).toEqual([{ value: '10', revision: 1 }])
    expect((await say('dated-3', '10', '2020-06-30T00:00:00Z')).counts).toMatchObject({ confirmed: 1 })
    expect((await say('dated-2', '11', '2020-06-20T00:00:00Z')).counts).toMatchObject({
      stale: 1,
      revised: 0,
    })
    expect(await valueNow()).toEqual([{ value: '10', revision: 1 }])
    const before = await position()
    expect((await say('dated-3-again', '10', '2020-06-30T00:00:00Z')).counts).toMatchObject({ confirmed: 1 })
    expect(await position()).toBe(before)
    expect((await say('undated', '12', null)).counts).toMatchObject({ revised: 1 })
    expect((await say('dated-4', '13', '2020-07-01T00:00:00Z')).counts).toMatchObject({ revised: 1 })
    expect(await valueNow()).toEqual([{ value: '13', revision: 3 }])
  })

  test('that comes sixteen times at once, or with fifteen others on the same figures, leaves one history', async () => {
    const same = await Promise.all(
      Array.from({ length: 16 }, () => publish(hub.address, { key: 'at-once', rows: figures(40, 1990) })),
    )
    expect(new Set(same.map(({ releases }) => JSON.stringify(releases))).size).toBe(1)
    const others = await Promise.all(
      Array.from({ length: 16 }, (_, turn) =>
        publish(hub.address, { key: `overlap-${turn}`, rows: figures(60, 1990, turn % 4).slice(turn) }),
      ),
    )
    await provenHistory(hub)
    const inOrder = others
      .map(({ releases }, turn) => ({ turn, position: releases[0]?.position ?? 0 }))
      .toSorted((left, right) => left.position - right.position)
    const expected = new Map<string, string>()
    for (const row of figures(40, 1990)) expected.set(`${row.region}/${row.period}`, row.value ?? '')
    // A release that took no position said nothing new when its turn came, so it changes nothing wherever it stands.
    for (const { turn, position } of inOrder.filter((one) => one.position > 0)) {
      expect(position).toBeGreaterThan(0)
      for (const row of figures(60, 1990, turn % 4).slice(turn))
        expected.set(`${row.region}/${row.period}`, row.value ?? '')
    }
    const { data } = await hub.ask(
      '{ observations(filter: { period: { lt: "1991-01" } }, first: 1000) { nodes { region { code } period value } } }',
    )
    const { nodes } = (
      data as { observations: { nodes: { region: { code: string }; period: string; value: string }[] } }
    ).observations
    expect(
      Object.fromEntries(nodes.map((node) => [`${node.region.code}/${node.period}`, node.value])),
    ).toEqual(Object.fromEntries(expected))
    expect((await sizes(hub)).staged).toBe(0)
  })
})

function post(
  hub: TestHub,
  source: string,
  body: string | undefined,
  key: string | null,
  headers: Readonly<Record<string, string>> = asAdministrator,
): Promise<Response> {
  return fetch(`${hub.address}/ingest/${source}`, {
    method: 'POST',
    headers: { ...headers, ...(key === null ? {} : { 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body }),
  })
}
