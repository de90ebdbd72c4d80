import { describe, expect, it } from 'vitest'
import { maskedNumber } from '../../src/kernel/identity-numbers.ts'
import { loadFeeds } from '../../src/sources/load-feeds.ts'
import { codes, read } from './read-rows.ts'

const penalties = 'double-publicity-penalties'

/** Marks that stand in private cells, and an identity number made up for this test, with a check that fits. */
const secret = '绝不外传'
const identity = '11010519491231002X'

const current = {
  cf_xdr_mc: '示例甲有限公司',
  cf_xdr_lb: '02',
  cf_xdr_shxym: '91440300MADEM00019',
  cf_frdb: secret,
  cf_fr_zjlx: '01',
  cf_fr_sfzh: identity,
  cf_xdr_zjhm: secret,
  cf_wsh: '示市监处罚〔2026〕1号',
  cf_sy: `销售无证产品，经办人${identity}，"甲,乙"`,
  cf_cflb: '警告;罚款',
  cf_nr_fk: '0.500000',
  cf_jdrq: '2026-03-05',
  cf_gsjzq: '2027-03-05',
  cf_cfjg: '示例市市场监督管理局',
  contact: secret,
}

const older = {
  CF_WSH: '示质监罚字〔2017〕2号',
  CF_CFMC: '示例处罚',
  CF_AJMC: '示例案件',
  CF_CFLB1: '罚款',
  CF_CFLB2: '没收违法所得',
  CF_XDR_MC: '示例乙有限公司',
  CF_XDR_ZDM: 'MADEM0002',
  CF_XDR_SFZ: identity,
  CF_FR: secret,
  CF_JG: '罚款0.5万元',
  CF_JDRQ: '2017/8/1',
  CF_XZJG: '示例市质量技术监督局',
  CF_ZT: '0',
  DFBM: '440300',
  CF_SYFW: '1',
  CF_SXYZCD: '3',
}

const inCsv = (rows: readonly Readonly<Record<string, string>>[]) =>
  [Object.keys(rows[0] ?? {}), ...rows.map((each) => Object.values(each))]
    .map((cells) =>
      cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','),
    )
    .join('\n')

describe('a feed of rows that may be about persons', () => {
  it('says the same of CSV and JSON, in both layouts', async () => {
    for (const row of [current, older]) {
      const csv = await read(inCsv([row]), penalties)
      const json = await read(JSON.stringify([row]), penalties)
      const said = (drafts = csv.rows[0]?.drafts) =>
        drafts?.map(({ hide: _, ...draft }) => ({ ...draft, locator: { line: 1 } }))
      expect(said()).toEqual(said(json.rows[0]?.drafts))
      expect(csv.rows[0]?.drafts).toHaveLength(1)
    }
  })

  it('reads the current layout', async () => {
    const { findings, rows } = await read(inCsv([current]), penalties)
    expect(codes(findings)).toEqual(['EXTRA_COLUMN'])
    expect(rows[0]?.drafts[0]).toEqual({
      noun: 'credit-record',
      release: '2026-03',
      oneRelease: true,
      fields: {
        kind: 'ADMINISTRATIVE_PENALTY',
        fineUnit: '万元',
        name: '示例甲有限公司',
        counterpartyKind: '02',
        uscc: '91440300MADEM00019',
        decisionNumber: '示市监处罚〔2026〕1号',
        facts: '销售无证产品，经办人***，"甲,乙"',
        penaltyKind: '警告;罚款',
        fine: '0.500000',
        decisionDate: '2026-03-05',
        publicityUntil: '2027-03-05',
        authority: '示例市市场监督管理局',
      },
      locator: { line: 2 },
      hide: expect.any(Function),
    })
  })

  it('reads the older layout, also under Chinese headers', async () => {
    const { rows } = await read(inCsv([older]), penalties)
    expect(rows[0]?.drafts[0]).toMatchObject({
      release: '2017-08',
      fields: {
        title: '示例处罚;示例案件',
        penaltyKind: '罚款;没收违法所得',
        orgCode: 'MADEM0002',
        content: '罚款0.5万元',
        state: '正常',
        region: '440300',
        usage: 'GOVERNMENT',
        severity: 'SERIOUS',
      },
    })
    const columns = loadFeeds().get(penalties)?.layouts[1]?.columns ?? {}
    const chinese = Object.fromEntries(
      Object.entries(older).map(([key, cell]) => [
        columns[key.toLowerCase()]?.also?.find((header) => !/^[a-z_]+$/.test(header)) ?? key,
        cell,
      ]),
    )
    const again = await read(inCsv([chinese]), penalties)
    expect(again.findings).toEqual([])
    expect(again.rows[0]?.drafts[0]?.fields).toEqual(rows[0]?.drafts[0]?.fields)
  })

  it('lets nothing of private and unknown cells out, whatever is wrong with the row', async () => {
    const values = Object.values(current)
    const cells = values.map((cell) => `"${cell.replaceAll('"', '""')}"`)
    const csv = inCsv([current])
    const lines = [
      [...cells, `"${secret}"`].join(','),
      cells.slice(0, 8).join(','),
      cells.join(',').replace('示市监', '示\u0007监').replace(secret, `${secret}\u0007`),
      `${cells.join(',')}x"${secret}`,
      cells.join(',').replace(secret, `${secret}${'x'.repeat(70_000)}`),
    ]
    const elements = [
      { ...current, cf_frdb: [secret] },
      { ...current, other: secret },
      { ...current, cf_frdb: `\u0007${secret}` },
    ]
    const outcomes = [
      await read(`${csv}\n${lines.join('\n')}\n`, penalties),
      await read(`${lines[0]}\n${lines[1]}\n`, penalties),
      await read(inCsv([older]), penalties),
      await read(JSON.stringify([current, older, ...elements, secret]), penalties),
      await read(`[${JSON.stringify(current)},{"cf_frdb":"${secret}`, penalties),
      await read(`["${secret}"]`, penalties),
      await read(`{"name":"${secret}"}`, penalties),
    ]
    for (const outcome of outcomes) {
      const told = JSON.stringify(outcome)
      expect(told).not.toContain(secret)
      expect(told).not.toContain(identity)
    }
    expect(outcomes.map(({ refused }) => refused)).toEqual([false, true, false, false, false, true, true])
    const found = outcomes[0]?.rows.map((row) => [codes(row.findings), row.drafts.length])
    expect(found).toEqual([
      [[], 1],
      [['ROW_WIDTH'], 0],
      [['ROW_WIDTH'], 0],
      [['CONTROL_CHARACTER'], 0],
      [['BROKEN_QUOTES'], 0],
      [['ROW_TOO_LONG'], 0],
    ])
    expect(outcomes[0]?.rows[0]?.text).toBe(
      '示例甲有限公司,02,91440300MADEM00019,***,***,***,***,示市监处罚〔2026〕1号,' +
        '"销售无证产品，经办人***，""甲,乙""",警告;罚款,0.500000,2026-03-05,2027-03-05,示例市市场监督管理局,***',
    )
  })

  it('hides what private cells say wherever else the row says it, and lets nobody read it', async () => {
    const row = { ...current, cf_frdb: '独孤求败', cf_xdr_zjhm: 'Q7654321', cf_fr_zjlx: '护照' }
    const { rows } = await read(
      inCsv([{ ...row, cf_wsh: '对独孤 求败 1号', cf_sy: '独孤求败，证件 q７654321（护照）' }]),
      penalties,
    )
    const [draft] = rows[0]?.drafts ?? []
    const said = '经营者独孤求败，Q7654321，护照'
    expect(draft?.hide?.(said, { names: true })).toBe(`经营者${maskedNumber}，${maskedNumber}，护照`)
    expect(draft?.hide?.(said, { names: false })).toBe(`经营者独孤求败，${maskedNumber}，护照`)
    expect(rows[0]?.text).not.toMatch(/独孤|7654321/)
    expect(rows[0]?.text).toContain('（护照）')
    const { cf_frdb: _, cf_xdr_zjhm: __, cf_fr_sfzh: ___, ...nothing } = current
    expect((await read(inCsv([nothing]), penalties)).rows[0]?.drafts[0]?.hide).toBeUndefined()
  })

  it('says of no header what looks like an identity number', async () => {
    const told = JSON.stringify(
      (await read(inCsv([{ ...current, [`列${identity}`]: '' }]), penalties)).findings,
    )
    expect(told).toContain('EXTRA_COLUMN')
    expect(told).not.toContain(identity)
  })

  it('reads codes as they came, and masks them in what it keeps', async () => {
    const row = { ...current, cf_xdr_shxym: '', cf_xdr_gszc: '440306600123456', cf_xdr_swdj: identity }
    const { rows } = await read(inCsv([row]), penalties)
    expect(rows[0]?.drafts[0]?.fields).toMatchObject({ regNo: '440306600123456', taxNo: identity })
    expect(rows[0]?.text).not.toContain(identity)
  })

  it('says of each row of a file that is one release by which month it would name it', async () => {
    const days = ['2024年3月5日', '20241131', '2023-12-01', 'soon', '']
    const { rows } = await read(inCsv(days.map((day) => ({ ...current, cf_jdrq: day }))), penalties)
    expect(rows.flatMap((row) => row.drafts.map(({ release, oneRelease }) => [release, oneRelease]))).toEqual(
      ['2024-03', '2024-11', '2023-12', '', ''].map((month) => [month, true]),
    )
  })

  it('reads own columns in both spellings, and several codes in one cell', async () => {
    const row = { plan: 'P1', task: 'T1', name: '示例丙', inspected_on: '2026-05-01', results: 'A；5;9' }
    const { inspected_on, ...rest } = row
    const snake = await read(inCsv([row]), 'double-random-inspections')
    const camel = await read(
      JSON.stringify([{ ...rest, inspectedOn: inspected_on }]),
      'double-random-inspections',
    )
    expect([snake.findings, camel.findings]).toEqual([[], []])
    expect(snake.rows[0]?.drafts[0]?.fields).toEqual(camel.rows[0]?.drafts[0]?.fields)
    expect(snake.rows[0]?.drafts[0]?.fields['results']).toBe('PROBLEM_PENDING;OTHER_DEPARTMENT;CANCELLED')
  })
})
