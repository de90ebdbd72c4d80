import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkInspection } from '../../../src/credit/inspection/rules.ts'
import { checkJointMeasure } from '../../../src/credit/joint-measure/rules.ts'
import type { KnownToCredit } from '../../../src/credit/row-fields.ts'
import { checkCreditRecord } from '../../../src/credit/rules.ts'
import type { Hide } from '../../../src/intake/noun-intake.ts'

const known: KnownToCredit = {
  today: '2026-11-23',
  regions: new Map([
    ['440300', { code: '440300', level: 'PREFECTURE' }],
    ['GBA', { code: 'GBA', level: 'GROUP' }],
  ]),
  schemes: new Map([['QMS', { code: 'QMS', kind: 'SCHEME' }]]),
}
const source = { code: 'credit-events', frequency: null, codeList: null }

const row = {
  kind: '行政处罚',
  name: '示例检测有限公司',
  uscc: '91440300MAEX000104',
  decisionNumber: '示市监处罚〔2026〕1号',
  penaltyKind: '罚款',
  severity: '一般',
  decisionDate: '2026-03-01',
  authority: '示例市市场监督管理局',
}
const check = (more: Readonly<Record<string, string>>) =>
  checkCreditRecord({ ...row, ...more } as Readonly<Record<string, string>>, source, known)
const codes = (more: Readonly<Record<string, string>>) => check(more).findings.map(({ code }) => code)

describe('rows of credit records', () => {
  test('a county is kept under its prefecture, and a near word is offered', () => {
    expect(check({ region: '440305' }).claim?.body.region).toBe('440300')
    expect(codes({ region: '440305' })).toEqual(['COUNTY'])
    expect(check({ severity: '严種' }).findings[0]?.message).toContain('Did you mean 严重?')
    expect(check({ scheme: 'QM' }).findings[0]?.message).toContain('Did you mean QMS?')
  })

  test('brackets, width and blanks of a decision number make no other record', () => {
    const keys = ['示市监处罚〔2026〕1号', '示市监处罚[2026]1号', ' 示市监处罚（２０２６） 1号 '].map(
      (decisionNumber) => check({ decisionNumber }).key,
    )
    expect(new Set(keys).size).toBe(1)
    expect(check({ decisionNumber: '示市监处罚〔2026〕2号' }).key).not.toBe(keys[0])
  })

  test('what is one record: source, authority, number, kind and counterparty', () => {
    const key = check({}).key
    expect(check({ content: '别的', fine: '3', title: '别的' }).key).toBe(key)
    for (const more of [
      { uscc: '91440300MAEX000291' },
      { authority: '示例省市场监督管理局' },
      { kind: '实验室处罚' },
      { uscc: '', name: '示例别的有限公司' },
    ])
      expect(check(more as Readonly<Record<string, string>>).key).not.toBe(key)
    const elsewhere = checkCreditRecord(row, { ...source, code: 'other' }, known)
    expect(elsewhere.key).not.toBe(key)
  })

  test('amounts take the unit of their column, of the row, or their own', () => {
    expect(check({ fine: '1.5', confiscated: '0.25' }).claim?.body).toMatchObject({
      fine: '15000',
      confiscated: '2500',
    })
    expect(check({ fine: '1500', fineUnit: '元' }).claim?.body.fine).toBe('1500')
    expect(check({ fine: '1500元', fineUnit: '万元' }).claim?.body.fine).toBe('1500')
    expect(codes({ fine: '3万港元' })).toEqual(['FOREIGN_CURRENCY'])
  })

  test('the source’s own end of publicity is cut, or told where it is short', () => {
    expect(codes({ publicityUntil: '2028-01-01' })).toEqual(['PUBLICITY_CUT'])
    expect(codes({ publicityUntil: '2026-04-01' })).toEqual(['PUBLICITY_SHORT', 'PUBLICITY_OVER'])
    expect(codes({ publicityUntil: '2026-09-01' })).toEqual(['PUBLICITY_OVER'])
    expect(codes({ publicityUntil: '长期' })).toEqual([])
  })

  test('a row that is taken in and not public says so once, why, and where', () => {
    const told = (more: Readonly<Record<string, string>>) =>
      check(more).findings.map(({ code, severity, column, message }) => [code, severity, column, message])
    const warned = (code: string, column: string, why: string) => [
      [code, 'warning', column, expect.stringContaining(why)],
    ]
    expect(told({ severity: '' })).toEqual(warned('PUBLICITY_UNDECIDED', 'severity', 'CREDIT_REPAIR_2025'))
    expect(told({ severity: '', decisionDate: '2025-01-01', penaltyKind: '' })).toEqual(
      warned('PUBLICITY_UNDECIDED', 'penaltyKind', 'SAMR_2021'),
    )
    expect(told({ penaltyKind: '警告' })).toEqual(warned('NEVER_PUBLIC', 'penaltyKind', 'a warning alone'))
    expect(told({ usage: '1' })).toEqual(warned('NEVER_PUBLIC', 'usage', 'authorities'))
    expect(told({ severity: '轻微' })).toEqual(warned('PUBLICITY_OVER', 'publicityUntil', '2026-06-01'))
    expect(told({ severity: '', state: '撤销' })).toEqual([])
    expect(told({})).toEqual([])
  })

  test('no number is offered for a number, and words are listed as whoever wrote the row writes', () => {
    const said = (more: Readonly<Record<string, string>>) => check(more).findings[0]?.message ?? ''
    for (const more of [{ usage: '7' }, { counterpartyKind: '09' }, { severity: '8' }, { licenceKind: '9' }])
      expect(said(more)).not.toContain('Did you mean')
    expect(said({ severity: '8' })).toContain('Known are: 轻微, 轻微失信, 一般')
    expect(said({ severity: 'bad' })).toContain('Known are: MINOR, GENERAL, SERIOUS.')
  })

  test('an amount that no fine reaches says how it was read', () => {
    expect(codes({ fine: '10000' })).toEqual([])
    const { claim, findings } = check({ fine: '50000' })
    expect(claim?.body.fine).toBe('500000000')
    expect(findings).toMatchObject([{ code: 'IMPLAUSIBLE_AMOUNT', severity: 'warning', column: 'fine' }])
    expect(findings[0]?.message).toContain('500000000 yuan')
  })

  test('an authority is an organization by a code of a known form only', () => {
    const { claim, findings } = check({ authorityCode: '1144' })
    expect(claim?.body).toMatchObject({ authority: row.authority, authorityOrganization: null })
    expect(findings).toMatchObject([{ code: 'WRONG_FORM', severity: 'warning', column: 'authorityCode' }])
    expect(check({ authorityCode: '11440300MAEX00109W' }).claim?.body.authorityOrganization).toBe(
      'CN-USCC:11440300MAEX00109W',
    )
  })

  test('equal rows say the same on every day', () => {
    const later = { ...known, today: '2030-01-01' }
    expect(checkCreditRecord(row, source, later).claim).toEqual(check({}).claim)
  })

  test('a person’s whole name is masked in all that is shown, and no key changes by what is masked', () => {
    const whole = '示例欧阳破晓'
    const person = {
      name: whole,
      uscc: '',
      counterpartyKind: '01',
      decisionNumber: `破1对${whole}-〔2026〕号`,
      facts: `${whole}违法；示例 欧阳\u200b破晓`,
      title: whole,
      result: whole,
    }
    const read = check(person)
    expect(read.claim?.person?.name).toBe(whole)
    expect(JSON.stringify([read.claim?.body, read.key, read.findings])).not.toMatch(/欧阳|破晓/)
    expect(check({ ...person, decisionNumber: '破2' }).key).not.toBe(read.key)
    const shop = {
      name: '示例独孤求败（个体）',
      uscc: '',
      counterpartyKind: '04',
      decisionNumber: '破3对示例独孤求败（个体），独孤求败',
      facts: '经营者独孤求败违法，证件Q7654321',
    }
    const hide: Hide = (text, { names }) => {
      const masked = text.replaceAll('Q7654321', '*')
      return names ? masked.replaceAll('独孤求败', '*') : masked
    }
    const hidden = checkCreditRecord({ ...row, ...shop }, source, known, hide)
    expect(JSON.stringify([hidden.claim?.body, hidden.key])).not.toMatch(/独孤|Q76/)
    expect(hidden.key).toBe(check(shop).key)
    const firm = { facts: '法定代表人独孤求败，证件Q7654321' }
    expect(checkCreditRecord({ ...row, ...firm }, source, known, hide).claim?.body.detail.facts).toBe(
      '法定代表人独孤求败，证件*',
    )
    const inspected = { ...row, ...shop, plan: '独孤求败'.repeat(1), task: shop.name, results: 'A' }
    expect(checkInspection(inspected, source, known).claim?.body.task).not.toContain('独孤')
  })

  test('whoever may be a person is masked, by code, kind or name, in every text', () => {
    const person = { uscc: '', name: '欧阳示例', content: '对欧阳示例罚款', remarks: '欧阳示例已缴' }
    for (const kind of ['01', '自然人', ''])
      expect(check({ ...person, counterpartyKind: kind }).claim?.body).toMatchObject({
        organization: null,
        counterparty: '欧***',
        counterpartyKind: 'NATURAL_PERSON',
        detail: { content: '对欧***罚款', remarks: '欧***已缴' },
      })
    expect(check({ uscc: '92440300MAEX00096U', name: '赵示例小吃店' }).claim?.body).toMatchObject({
      counterparty: '赵***',
      counterpartyKind: 'INDIVIDUAL_BUSINESS',
    })
    expect(check({ uscc: '', name: '示例检测（深圳）有限公司' }).claim?.body).toMatchObject({
      counterparty: '示例检测（深圳）有限公司',
      counterpartyKind: 'LEGAL_PERSON',
    })
  })
})

const identity = '11010519491231002X'
const spoken = [
  identity,
  '110105 19491231 002X',
  '１１０１０５１９４９１２３１００２Ｘ',
  '11010519491231002x',
]

describe('whatever a row says', () => {
  const fields = [
    'kind name counterpartyKind uscc regNo orgCode taxNo decisionNumber title violation facts basis penaltyKind content',
    'fine fineUnit confiscated withheldLicence decisionDate validFrom validUntil publicityFrom publicityUntil authority',
    'authorityCode dataSource remarks severity scheme region certificateNumber state usage licenceKind licenceName',
    'licenceNumber result plan planName task taskName inspectedOn results publishedOn page recordDecisionNumber',
    'recordAuthority recordAuthorityCode measure validTo else',
  ].flatMap((line) => line.split(' '))
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc
      .tuple(fc.string({ maxLength: 5 }), fc.constantFrom(...spoken), fc.constantFrom('', '号', '，', ')'))
      .map(([before, number, after]) => `${before.replace(/[\dA-Za-z]/g, '')}${number}${after}`),
    fc.constantFrom(
      '2026-03-01',
      '长期',
      '罚款',
      '一般',
      '440300',
      '1,5',
      'A;E',
      '行政处罚',
      '01',
      '欧阳示例',
    ),
  )
  const rows = fc.dictionary(fc.constantFrom(...fields), text, { maxKeys: 12 })

  test('is a claim or findings, holds no identity number, and throws nothing', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (random, whole) => {
        const said = whole
          ? {
              ...row,
              plan: 'p',
              task: 't',
              results: 'A',
              measure: 'm',
              recordDecisionNumber: '1',
              recordAuthority: 'a',
              ...random,
            }
          : random
        const found = [{ id: 'r', about: 'o' }]
        for (const checked of [
          checkCreditRecord(said, source, known),
          checkInspection(said, source, known),
          checkJointMeasure(said, source, found),
        ]) {
          if (checked.claim === null) expect(checked.findings.length).toBeGreaterThan(0)
          const kept = JSON.stringify({
            key: checked.key,
            body: checked.claim?.body,
            findings: checked.findings,
            parties: checked.claim?.parties.map(({ personalName: _, ...party }) => party),
          })
          const plain = kept.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
          expect(plain).not.toContain(identity)
        }
      }),
      { seed: 20261126, numRuns: 2000 },
    )
  })
})
