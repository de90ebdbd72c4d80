import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/sql.ts'
import { takeFictionalSamples } from '../../../src/sample-files.ts'
import { olderPenalties, penalties } from '../../support/fictional-records.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'

/** What stands in the columns about persons, in the samples and in what is delivered here. */
const secrets = ['示例某丙', '示例证件号码', '11010519491231002X', '绝不外传']

describeOneGround('The fictional samples', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await takeFictionalSamples(hub.intake)
  })
  afterAll(() => hub.close())

  // Commits of deliveries alone: the sweep of days makes its own whenever it comes round.
  const releasesTaken = async (): Promise<number> => {
    const [row] = await hub.database.query<{ readonly count: number }>(
      sql`select count(*)::int as count from commit c where c.kind in ('RELEASE', 'CLAIM')`,
    )
    return row?.count ?? 0
  }

  const countOf = async (filter: object, headers: Readonly<Record<string, string>> = {}) => {
    const { data } = await hub.ask(
      'query($filter: CreditRecordFilter) { creditRecords(filter: $filter) { totalCount } }',
      { filter },
      headers,
    )
    return (data as { readonly creditRecords: { readonly totalCount: number } }).creditRecords.totalCount
  }

  test('are taken in whole, a release a file, and change nothing at the next start', async () => {
    const taken = await hub.database.query<{
      readonly source: string
      readonly rows: number
      readonly held: number
    }>(
      sql`select d.source, sum((t.report->'counts'->>'added')::int)::int as rows,
            sum((t.report->'counts'->>'quarantined')::int)::int as held
          from delivery d join delivery_outcome t on t.delivery_id = d.id group by d.source order by d.source`,
    )
    expect(taken).toEqual([
      { source: 'certificate-register', rows: 120, held: 0 },
      { source: 'credit-events', rows: 20, held: 0 },
      { source: 'double-publicity-licences', rows: 30, held: 0 },
      { source: 'double-publicity-penalties', rows: 90, held: 0 },
      { source: 'double-random-inspections', rows: 60, held: 0 },
      { source: 'joint-measures', rows: 12, held: 0 },
      { source: 'organization-register', rows: 41, held: 0 },
      { source: 'qualification-register', rows: 15, held: 0 },
    ])
    const before = await releasesTaken()
    await takeFictionalSamples(hub.intake)
    expect(await releasesTaken()).toBe(before)
    const { data } = await hub.ask(
      '{ releases(filter: { source: { startsWith: "double" } }) { nodes { code figureCount } } }',
    )
    const { nodes } = (data as { readonly releases: { readonly nodes: readonly object[] } }).releases
    const codes = ['2026-09', '2026-10', '2024-10', '2026-09', '2026-10', '2024-12']
    expect(nodes).toEqual(codes.map((code) => ({ code, figureCount: 0 })))
  })

  test('show every state of publicity', async () => {
    const everybody = await countOf({})
    expect(await countOf({ status: { eq: 'PUBLISHED' } })).toBe(everybody)
    expect(everybody).toBeGreaterThan(60)
    for (const status of ['PENDING', 'RECEIVED', 'NOT_PUBLISHABLE'])
      expect([status, (await countOf({ status: { eq: status } }, asAdministrator)) > 0]).toEqual([
        status,
        true,
      ])
    const expired = await hub.database.query(
      sql`select 1 from credit_record r where r.shown_until < clock_timestamp()`,
    )
    expect(expired.length).toBeGreaterThan(5)
    // For use within the government alone, by its source.
    const [restricted] = olderPenalties.filter((row) => row['信息使用范围'] === '1')
    const decisionNumber = { eq: restricted?.['行政处罚决定书文号'] }
    expect([await countOf({ decisionNumber }), await countOf({ decisionNumber }, asAdministrator)]).toEqual([
      0, 1,
    ])
  })

  test('say nothing new when their rows come as JSON, or under other headers', async () => {
    const before = await releasesTaken()
    const rows = penalties.slice(0, 60)
    const inCapitals = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([header, cell]) => [header.toUpperCase(), cell])),
    )
    for (const [form, content] of [
      ['json', { data: rows }],
      ['capitals', inCapitals],
    ] as const) {
      const { report } = await hub.deliver('double-publicity-penalties', JSON.stringify(content), form)
      const counts: Readonly<Record<string, number>> = { ...(report['counts'] ?? {}) }
      // What is over already no row changes any more: stale.
      expect([report['state'], counts['rows'], (counts['confirmed'] ?? 0) + (counts['stale'] ?? 0)]).toEqual([
        'UNCHANGED',
        60,
        60,
      ])
    }
    expect(await releasesTaken()).toBe(before)
  })

  test('and what is delivered by hand keep what is about persons in the original file alone', async () => {
    const [identity, name] = [secrets[2], secrets[3]]
    const header =
      'cf_xdr_mc,cf_xdr_lb,cf_xdr_shxym,cf_frdb,cf_fr_sfzh,cf_wsh,cf_sy,cf_cflb,cf_nr_fk,cf_jdrq,cf_gsjzq,cf_cfjg,extra'
    const lines = [
      `示例坏行有限公司,02,91440300XXXX00011X,${name},${identity},示坏〔2026〕1号,经办人${identity},罚款,1,2026-13-45,,示例市市场监督管理局,${name}`,
      `示例坏行有限公司,02,91440300XXXX00011X,${name},${identity},示坏〔2026〕2号,经办人${identity},罚款,1,2026-05-01,2026-01-01,示例市市场监督管理局,${name}`,
      `示例坏行有限公司,02,91440300XXXX00011X,${name},${identity},示坏〔2026〕3号,,罚款,五百块钱左右,2026-05-01,,示例市市场监督管理局,${name}`,
      `示例坏行有限公司,02,91440300XXXX00011X,${name},${identity},示坏〔2026〕4号,,打屁股,1,2026-05-01,,示例市市场监督管理局,${name}`,
      `示例坏行有限公司,02,91440300XXXX00011X,${name},${identity}`,
      `示例坏行有限公司,02,${identity},${name},${identity},示坏〔2026〕5号,"经办人""${identity}""",罚款,"1,500",2025-05-01,,示例市市场监督管理局,${name}`,
    ]
    const { status, report } = await hub.deliver(
      'double-publicity-penalties',
      `${header}\n${lines.join('\n')}\n`,
      'by-hand',
    )
    expect(status).toBe(200)
    expect(report['counts']).toMatchObject({ rows: 6, added: 1, quarantined: 5 })
    const told = JSON.stringify(report)
    for (const secret of secrets) expect(told).not.toContain(secret)
    expect(await namedIn(secrets)).toEqual([])
  })

  /** The tables in which one of the texts stands. */
  async function namedIn(texts: readonly string[]): Promise<readonly string[]> {
    const tables = await hub.database.query<{ readonly name: string }>(
      sql`select table_name as name from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    )
    expect(tables.length).toBeGreaterThan(20)
    const found: string[] = []
    for (const { name } of tables) {
      const rows = await hub.database.query(
        sql`select 1 from ${sql.raw(`"${name}" t`)} where t::text ~ ${texts.join('|')} limit 1`,
      )
      if (rows.length > 0) found.push(name)
    }
    return found
  }
})
