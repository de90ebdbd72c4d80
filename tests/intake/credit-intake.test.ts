import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import {
  authorityCode,
  businessCode,
  type Cells,
  codes,
  dayFromNow,
  drawn,
  event,
  fileOf,
  identity,
  penalty,
} from './credit-rows.ts'

type Row = Readonly<Record<string, unknown>>
type Report = {
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
  readonly releases: readonly { readonly id: string }[]
  readonly findings: readonly {
    readonly code: string
    readonly line: number
    readonly severity: string
    readonly column?: string
  }[]
}

const penalties = 'double-publicity-penalties'
const publisher = { authorization: 'Bearer bm_test_0123456789abcdef0123456789abcdef' }
const open = sql`to_position = 9007199254740991`

describeOneGround('intake of credit records', (ground) => {
  let hub: TestHub
  let files = 0
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  const deliver = async (source: string, rows: readonly Cells[]): Promise<Report> => {
    files += 1
    const { status, report } = await hub.deliver(source, fileOf(rows), `file-${files}`)
    expect(status).toBe(200)
    return report as unknown as Report
  }
  const recordOf = async (number: string): Promise<Row> => {
    const rows = await hub.database.query<Row>(
      sql`select r.*, (select o.name from organization o where o.id = r.organization_id and o.${open}) as organization
          from credit_record r where r.decision_number like ${`%${number}%`} and r.${open}`,
    )
    expect(rows).toHaveLength(1)
    return rows[0] ?? {}
  }
  const held = async (): Promise<readonly string[]> => {
    const rows = await hub.database.query<{ readonly code: string; readonly original: string }>(
      sql`select q.original, f->>'code' as code from quarantined q, jsonb_array_elements(q.findings) f
          order by q.position, q.line`,
    )
    return rows.map(({ code }) => code)
  }

  test('amounts in a dozen shapes are exact in yuan, or a finding that holds their row back', async () => {
    const shapes: readonly (readonly [string, string | null, string?])[] = [
      ['51(万元人民币)', '510000'],
      ['1,500', '15000000'],
      ['１２．５', '125000'],
      ['￥2,000.00', '2000'],
      ['3000元', '3000'],
      ['0.5亿元', '50000000'],
      ['人民币伍万元整', '50000'],
      ['0.000001', '0.01'],
      ['0', '0'],
      ['无', null],
      ['138.6万美元', null, 'FOREIGN_CURRENCY'],
      ['约5万', null, 'NOT_AN_AMOUNT'],
      ['-1', null, 'NEGATIVE_AMOUNT'],
      ['1,50', null, 'NOT_AN_AMOUNT'],
      ['5万至10万', null, 'NOT_AN_AMOUNT'],
      ['1e3', null, 'NOT_AN_AMOUNT'],
    ]
    const report = await deliver(
      penalties,
      shapes.map(([text], index) => penalty(`A${index}-`, { cf_nr_fk: text })),
    )
    expect(report.counts).toMatchObject({ rows: 16, added: 10, quarantined: 6 })
    for (const [index, [, yuan, code]] of shapes.entries()) {
      const errors = report.findings.filter(
        ({ line, severity }) => line === index + 2 && severity === 'error',
      )
      expect(errors.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
      if (code === undefined) expect(await recordOf(`A${index}-`)).toMatchObject({ fine: yuan })
    }
  })

  test('every other bad row is held back with its finding, and everything else goes in', async () => {
    const bad: readonly (readonly [Cells, string])[] = [
      [penalty('B1', { cf_gsjzq: dayFromNow(-31) }), 'DAYS_OUT_OF_ORDER'],
      [penalty('B2', { cf_yxq: dayFromNow(-40) }), 'DAYS_OUT_OF_ORDER'],
      [penalty('B3', { cf_jdrq: dayFromNow(300) }), 'FUTURE_DAY'],
      [penalty('B4', { cf_jdrq: '2026-02-30' }), 'NO_SUCH_DAY'],
      [penalty('B5', { cf_jdrq: '去年' }), 'NOT_A_DAY'],
      [penalty('B6', { cf_cflb: '警告;罚钱' }), 'UNKNOWN_PENALTY_KIND'],
      [penalty('B7', { cf_cflb: '02' }), 'UNKNOWN_PENALTY_KIND'],
      [penalty('B8', { cf_xdr_lb: '09' }), 'UNKNOWN_COUNTERPARTY_KIND'],
      [penalty('B9', { cf_xdr_mc: '' }), 'MISSING_FIELD'],
      [penalty('B10', { cf_wsh: '' }), 'MISSING_FIELD'],
      [penalty('B11', { cf_cfjg: '', cf_cfjgdm: '' }), 'MISSING_FIELD'],
      [penalty('B12', { cf_wsh: 'x'.repeat(101) }), 'TOO_LONG'],
    ]
    const good = [
      penalty('B20', { cf_xdr_shxym: '91440300MAEX000105' }),
      penalty('B21', { cf_xdr_shxym: ' 91440300maex000291 ', cf_xdr_mc: '示例认证有限公司' }),
    ]
    const before = (await held()).length
    const report = await deliver(penalties, [...bad.map(([cells]) => cells), ...good])
    expect(report.counts).toMatchObject({ rows: bad.length + 2, added: 2, quarantined: bad.length })
    expect((await held()).slice(before)).toEqual(bad.map(([, code]) => code))
    // A row that is held back names no release.
    expect(report.releases.map(({ id }) => id.split('/')[1]?.slice(0, 7))).toEqual([
      dayFromNow(-30).slice(0, 7),
    ])
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'CHECK_FAILED', line: bad.length + 2, column: 'cf_xdr_shxym' }),
    )

    const events: readonly (readonly [Cells, string])[] = [
      [event('B30', { kind: '水费欠缴' }), 'UNKNOWN_KIND'],
      [event('B31', { kind: '' }), 'MISSING_FIELD'],
      [event('B32', { severity: '很坏' }), 'UNKNOWN_SEVERITY'],
      [event('B33', { region: '999999' }), 'UNKNOWN_REGION'],
      [event('B34', { region: 'GBA' }), 'AGGREGATE_REGION'],
      [event('B35', { scheme: 'NOPE' }), 'UNKNOWN_SCHEME'],
      [event('B36', { state: '飞了' }), 'UNKNOWN_STATE'],
      [event('B37', { valid_from: dayFromNow(5), valid_until: dayFromNow(4) }), 'DAYS_OUT_OF_ORDER'],
      [event('B38', { publicity_from: dayFromNow(5), publicity_until: dayFromNow(4) }), 'DAYS_OUT_OF_ORDER'],
      [event('B39', { publicity_from: dayFromNow(-31) }), 'DAYS_OUT_OF_ORDER'],
      [event('B40', { fine: '1', fine_unit: '斤' }), 'UNKNOWN_UNIT'],
    ]
    const after = (await held()).length
    const told = await deliver('credit-events', [...events.map(([cells]) => cells), event('B41')])
    expect(told.counts).toMatchObject({ added: 1, quarantined: events.length })
    expect((await held()).slice(after)).toEqual(events.map(([, code]) => code))
    expect(await recordOf('B41')).toMatchObject({ status: 'PUBLISHED', rule: 'CREDIT_REPAIR_2025' })
  })

  test('publicity is judged by its rule, and begins and ends by the day', async () => {
    await deliver('credit-events', [
      event('C1-', { penalty_kind: '警告' }),
      event('C2-', { severity: '' }),
      event('C3-', { publicity_from: dayFromNow(3) }),
      event('C4-', {
        decision_date: dayFromNow(-2000),
        publicity_from: dayFromNow(-2000),
        severity: 'MINOR',
      }),
      event('C5-', { usage: 'GOVERNMENT' }),
      event('C6-', { state: '撤销' }),
      event('C7-', { state: '异议' }),
      event('C8-', { publicity_until: dayFromNow(3000) }),
    ])
    const seen = async (number: string) => {
      const { status, disputed, publicity_from, shown_from, shown_until } = await recordOf(number)
      const now = Date.now()
      const shows =
        shown_from instanceof Date && shown_from.getTime() <= now && Number(shown_until ?? 0) > now
      return [status, disputed, publicity_from !== null, shows]
    }
    expect(await seen('C1-')).toEqual(['NOT_PUBLISHABLE', false, false, false])
    expect(await seen('C2-')).toEqual(['RECEIVED', false, false, false])
    expect(await seen('C3-')).toEqual(['PENDING', false, true, false])
    expect(await seen('C4-')).toEqual(['EXPIRED', false, true, false])
    expect(await seen('C5-')).toEqual(['NOT_PUBLISHABLE', false, false, false])
    expect(await seen('C6-')).toEqual(['WITHDRAWN', false, false, false])
    expect(await seen('C7-')).toEqual(['PUBLISHED', true, true, true])
    expect(await seen('C8-')).toEqual(['PUBLISHED', false, true, true])
    expect(await recordOf('C8-')).toMatchObject({ rule_version: '2025-06-22' })

    // What has ended is final: whatever is said of it is stale. What has not is corrected, and keeps its dispute.
    const again = await deliver('credit-events', [
      event('C4-', { severity: 'SERIOUS' }),
      event('C6-'),
      event('C7-', { content: '更正' }),
    ])
    expect(again.counts).toMatchObject({ stale: 2, revised: 1, added: 0 })
    expect(again.findings.filter(({ code }) => code === 'ENDED_RECORD').map(({ line }) => line)).toEqual([
      2, 3,
    ])
    expect(await recordOf('C7-')).toMatchObject({ status: 'PUBLISHED', disputed: true, revision: 2 })

    // Corrected: decidable now, publishable now, and forbidden now, which hides every version.
    await deliver('credit-events', [event('C9-')])
    expect(await seen('C9-')).toEqual(['PUBLISHED', false, true, true])
    const corrected = await deliver('credit-events', [
      event('C1-', { penalty_kind: '警告;罚款' }),
      event('C2-', { severity: '一般' }),
      event('C9-', { penalty_kind: '警告' }),
    ])
    expect(corrected.counts).toMatchObject({ revised: 3 })
    expect(await seen('C1-')).toEqual(['PUBLISHED', false, true, true])
    expect(await seen('C2-')).toEqual(['PUBLISHED', false, true, true])
    expect(await seen('C9-')).toEqual(['NOT_PUBLISHABLE', false, false, false])
    const hidden = await hub.database.query(
      sql`select 1 from credit_record where decision_number = 'C9-' and shown_from is null and shown_until is null`,
    )
    expect(hidden).toHaveLength(2)

    const [before] = await hub.database.query<{ readonly until: Date }>(
      sql`select shown_until as until from credit_record where decision_number = 'C8-' and ${open}`,
    )
    await deliver('credit-events', [event('C8-', { state: '已撤销' })])
    const versions = await hub.database.query<{ readonly status: string; readonly until: Date }>(
      sql`select status, shown_until as until from credit_record where decision_number = 'C8-' order by from_position`,
    )
    expect(versions.map(({ status }) => status)).toEqual(['PUBLISHED', 'WITHDRAWN'])
    for (const { until } of versions) expect(until.getTime()).toBeLessThan(before?.until.getTime() ?? 0)
  })

  test('both layouts give the same facts', async () => {
    const file = '双公示'
    const licence = {
      xk_xdr_mc: '示例校准有限公司',
      xk_xdr_lb: '02',
      xk_xdr_shxym: codes[2],
      xk_frdb: '示例法人',
      xk_fr_sfzh: identity,
      xk_xkws: `${file}许可`,
      xk_wsh: '示许〔2026〕D1号',
      xk_xklb: '03',
      xk_nr: '检验检测资质认定',
      xk_jdrq: dayFromNow(-20),
      xk_yxqzi: dayFromNow(2000),
      xk_xkjg: '示例省市场监督管理局',
      xk_zt: '1',
    }
    const older = {
      xk_wsh: '示许[2026]D1号',
      xk_xmmc: `${file}许可`,
      xk_splb: '认可',
      xk_nr: '检验检测资质认定',
      xk_xdr: '示例校准有限公司',
      xk_xdr_shxym: codes[2],
      xk_xdr_sfz: identity,
      xk_fr: '示例法人',
      xk_jdrq: dayFromNow(-20).replaceAll('-', '/'),
      xk_jzq: dayFromNow(2000),
      xk_xzjg: '示例省市场监督管理局',
      xk_zt: '0',
    }
    expect((await deliver('double-publicity-licences', [licence])).counts).toMatchObject({ added: 1 })
    expect(await recordOf('D1')).toMatchObject({ organization: '示例校准有限公司', status: 'PUBLISHED' })
    const told = await deliver('double-publicity-licences', [older])
    expect(told).toMatchObject({ state: 'UNCHANGED', counts: { confirmed: 1, revised: 0 } })
  })

  test('persons are masked in every fact', async () => {
    await deliver(penalties, [
      penalty('E1-', {
        cf_xdr_mc: '欧阳示例',
        cf_xdr_lb: '01',
        cf_xdr_shxym: '',
        cf_xdr_zjhm: identity,
        cf_sy: `欧阳示例（${identity}）无证经营`,
      }),
      penalty('E2-', { cf_xdr_mc: '赵示例小吃店', cf_xdr_lb: '04', cf_xdr_shxym: businessCode }),
      penalty('E3-', { cf_xdr_mc: '钱示例', cf_xdr_lb: '', cf_xdr_shxym: '' }),
    ])
    expect(await recordOf('E1-')).toMatchObject({
      counterparty: '欧***',
      counterparty_kind: 'NATURAL_PERSON',
      organization_id: null,
      detail: expect.objectContaining({ facts: '欧***（***）无证经营' }),
    })
    expect(await recordOf('E2-')).toMatchObject({
      counterparty: '赵***',
      counterparty_kind: 'INDIVIDUAL_BUSINESS',
      organization: '赵***',
    })
    expect(await recordOf('E3-')).toMatchObject({ counterparty: '钱**', counterparty_kind: 'NATURAL_PERSON' })
    const persons = await hub.database.query<{ readonly name: string }>(sql`select name from person`)
    expect(persons.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['欧阳示例', '赵示例小吃店', '钱示例']),
    )
  })

  test('a joint measure hangs on its record, of whichever source, and on none that has ended', async () => {
    const measure = (cells: Cells) => ({
      record_decision_number: 'B41',
      record_authority: '示例省市场监督管理局',
      measure: '限制参与政府采购',
      authority: '示例省财政厅',
      basis: '示例办法第三条',
      valid_from: dayFromNow(-3),
      ...cells,
    })
    const rows: readonly (readonly [Cells, string | null])[] = [
      [measure({}), null],
      [
        measure({
          record_decision_number: '示市监处罚[2026]B20号',
          record_authority: '示例市市场监督管理局',
        }),
        null,
      ],
      [
        measure({
          record_decision_number: '示市监处罚〔2026〕B21号',
          record_authority: '',
          record_authority_code: authorityCode,
        }),
        null,
      ],
      [measure({ record_decision_number: 'NOPE' }), 'UNKNOWN_RECORD'],
      [measure({ record_decision_number: 'C8-' }), 'UNKNOWN_RECORD'],
      [measure({ record_decision_number: 'C4-' }), 'UNKNOWN_RECORD'],
      [measure({ record_decision_number: 'C9-' }), 'UNKNOWN_RECORD'],
      [measure({ record_authority: '示例别局' }), 'UNKNOWN_RECORD'],
      [measure({ valid_to: dayFromNow(-4), measure: '另一措施' }), 'DAYS_OUT_OF_ORDER'],
      [measure({ measure: '', authority: '示例另一局' }), 'MISSING_FIELD'],
    ]
    const before = (await held()).length
    const report = await deliver(
      'joint-measures',
      rows.map(([cells]) => cells),
    )
    expect(report.counts).toMatchObject({ added: 3, quarantined: 7 })
    expect((await held()).slice(before)).toEqual(rows.flatMap(([, code]) => code ?? []))
    const measures = await hub.database.query<Row>(
      sql`select m.shown_from = r.shown_from and m.shown_until = r.shown_until as alike from joint_measure m
          join credit_record r on r.id = m.record_id and r.${open} where m.${open}`,
    )
    expect(measures).toEqual([{ alike: true }, { alike: true }, { alike: true }])
  })

  test('inspections with several results', async () => {
    const bad: readonly (readonly [Cells, string])[] = [
      [drawn('F3', { results: 'A;Z' }), 'UNKNOWN_RESULT'],
      [drawn('F4', { results: '' }), 'MISSING_FIELD'],
      [drawn('F5', { inspected_on: dayFromNow(2), published_on: '' }), 'FUTURE_DAY'],
      [drawn('F6', { published_on: dayFromNow(-11) }), 'DAYS_OUT_OF_ORDER'],
      [drawn('F7', { page: 'javascript:alert(1)' }), 'INVALID_PAGE'],
      [drawn('F8', { plan: '' }), 'MISSING_FIELD'],
    ]
    const good = [
      drawn('F1', { results: 'A;通过登记的住所（经营场所）无法联系' }),
      drawn('F2', { results: '未发现问题' }),
    ]
    const before = (await held()).length
    const report = await deliver('double-random-inspections', [...bad.map(([cells]) => cells), ...good])
    expect(report.counts).toMatchObject({ added: 2, quarantined: bad.length })
    expect((await held()).slice(before)).toEqual(bad.map(([, code]) => code))
    const rows = await hub.database.query<Row>(
      sql`select task, results, shown_until = 'infinity' as shows from inspection where ${open} order by task`,
    )
    expect(rows).toEqual([
      { task: 'F1', results: ['PROBLEM_PENDING', 'UNREACHABLE'], shows: true },
      { task: 'F2', results: ['NO_PROBLEM'], shows: true },
    ])
  })

  test('a release that is withdrawn withdraws what it alone said, for good', async () => {
    const report = await deliver('credit-events', [event('G1-')])
    const answer = await hub.ask(
      'mutation ($code: String!) { withdrawRelease(input: { source: "credit-events", code: $code, reason: "示例" }) { position } }',
      { code: report.releases[0]?.id.split('/').slice(1).join('/') },
      publisher,
    )
    expect(answer.errors).toBeUndefined()
    const again = await deliver('credit-events', [event('G1-')])
    expect(again.counts).toMatchObject({ stale: 1, added: 0 })
    expect(again.findings).toMatchObject([{ code: 'ENDED_RECORD', severity: 'warning', line: 2 }])
    const posted = await hub.ask(
      'mutation { publishRelease(input: { source: "credit-events", idempotencyKey: "g1", rows: [{ indicator: "certificates", period: "2026-01", region: "CN", scheme: "QMS" }] }) { id } }',
      {},
      publisher,
    )
    expect(posted.errors).toMatchObject([{ extensions: { code: 'FILE_EXPECTED' } }])
    const record = await recordOf('G1-')
    const end = { ended_on: dayFromNow(0), end_basis: '示例' }
    expect(record).toMatchObject({ status: 'WITHDRAWN', revision: 2, ...end })
    expect(Number(record['shown_until'])).toBeLessThanOrEqual(Date.now())
  })

  test('no identity number is anywhere in the database', async () => {
    const columns = await hub.database.query<{ readonly name: string; readonly column: string }>(
      sql`select c.table_name as name, c.column_name as column from information_schema.columns c
          join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
          where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
            and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`,
    )
    expect(columns.length).toBeGreaterThan(100)
    for (const { name, column } of columns) {
      const found = await hub.database.query(
        sql`select 1 from ${sql.table(name)} where ${sql.ref(column)}::text like any(${`{%${identity}%,%示例法人%}`}::text[]) limit 1`,
      )
      expect({ name, column, found: found.length }).toEqual({ name, column, found: 0 })
    }
  })
})
