import { describe, expect, test } from 'vitest'
import { checkCertificate } from '../../../src/catalogue/certificate/rules.ts'
import type { CertificateStatus } from '../../../src/catalogue/certificate/terms.ts'
import { checkQualification } from '../../../src/catalogue/qualification/rules.ts'

const source = { code: 'certificate-register', frequency: 'D', codeList: null }

const known = {
  today: '2026-11-23',
  finals: new Map<string, CertificateStatus>([
    ['certificate/CN-USCC:91440000190333809T/QMS/GONE', 'WITHDRAWN'],
    ['qualification/name:示例认可中心/ACCREDITATION/L0001', 'CANCELLED'],
  ]),
  schemes: new Map(
    [
      { code: 'QMS', kind: 'SCHEME' },
      { code: 'MS', kind: 'CATEGORY' },
      { code: 'TOTAL', kind: 'TOTAL' },
    ].map((scheme) => [scheme.code, scheme as { code: string; kind: 'SCHEME' }] as const),
  ),
  regions: new Map(
    [
      { code: '440000', level: 'PROVINCE' },
      { code: 'GBA', level: 'GROUP' },
    ].map((region) => [region.code, region as { code: string; level: 'PROVINCE' }] as const),
  ),
}

/** The documented example codes of the standards; the names beside them are fictional. */
const row = {
  number: ' ００１２３Q  9 ',
  scheme: 'QMS',
  holder: '91440101231216220b',
  holderName: '示例电子厂',
  body: '91440000190333809T',
  bodyName: '示例认证公司',
  standard: 'ISO 9001:2015',
  scope: '示例产品的生产，联系 440101199001011234',
  status: '有效',
  statusSince: '2024年1月5日',
  validFrom: '20240105',
  validTo: '2027/1/4',
  region: '440000',
  evidence: 'https://example.org/fictional',
}

const codesOf = (fields: Record<string, string>) =>
  checkCertificate(fields, source, known).findings.map(({ code, severity, column }) =>
    severity === 'error' ? `${code} ${column}` : `${code.toLowerCase()} ${column}`,
  )

describe('the checks of certificates', () => {
  test('make one canonical claim of a row', () => {
    const { claim, findings, key } = checkCertificate(row, source, known)
    expect(findings).toEqual([])
    expect(key).toBe('certificate/CN-USCC:91440000190333809T/QMS/00123Q 9')
    expect(claim?.key).toBe(key)
    expect(claim?.body).toEqual({
      number: '00123Q 9',
      scheme: 'QMS',
      holder: 'CN-USCC:91440101231216220B',
      body: 'CN-USCC:91440000190333809T',
      standard: 'ISO 9001:2015',
      scope: '示例产品的生产，联系 ***',
      status: 'VALID',
      statusSince: '2024-01-05',
      validFrom: '2024-01-05',
      validTo: '2027-01-04',
      region: '440000',
    })
    expect(claim?.parties.map(({ name, roles, region }) => [name, roles, region])).toEqual([
      ['示例电子厂', ['CERTIFIED'], '440000'],
      ['示例认证公司', ['CERTIFICATION_BODY'], null],
    ])
  })

  test.each([
    [{ ...row, status: '' }, 'VALID'],
    [{ ...row, status: '正常' }, 'VALID'],
    [{ ...row, status: '暂停' }, 'SUSPENDED'],
    [{ ...row, status: '撤銷' }, 'WITHDRAWN'],
    [{ ...row, status: 'revoked' }, 'WITHDRAWN'],
    [{ ...row, status: '注销' }, 'CANCELLED'],
    [{ ...row, status: '过期失效' }, 'EXPIRED'],
    [{ ...row, status: 'Expired' }, 'EXPIRED'],
  ])('a state is told by its words: %#', (fields, status) => {
    expect(checkCertificate(fields, source, known).claim?.body.status).toBe(status)
  })

  test.each([
    ['no number', { ...row, number: '—' }, ['MISSING_FIELD number']],
    ['a long number', { ...row, number: '1'.repeat(101) }, ['TOO_LONG number']],
    ['no scheme', { ...row, scheme: '' }, ['MISSING_FIELD scheme']],
    ['an unknown scheme', { ...row, scheme: 'QMX' }, ['UNKNOWN_SCHEME scheme']],
    ['a class of schemes', { ...row, scheme: 'MS' }, ['AGGREGATE_SCHEME scheme']],
    ['an unknown region', { ...row, region: '44' }, ['UNKNOWN_REGION region']],
    ['a group of regions', { ...row, region: 'GBA' }, ['AGGREGATE_REGION region']],
    ['an unknown state', { ...row, status: 'constructor' }, ['UNKNOWN_STATUS status']],
    ['no such day', { ...row, validFrom: '2024-02-30' }, ['NO_SUCH_DAY validFrom']],
    ['no day', { ...row, validTo: 'soon' }, ['NOT_A_DAY validTo']],
    ['an open beginning', { ...row, validFrom: '长期' }, ['NOT_A_DAY validFrom']],
    ['days out of order', { ...row, validTo: '2023-12-31' }, ['DAYS_OUT_OF_ORDER validTo']],
    ['a state of tomorrow', { ...row, statusSince: '2026-11-24' }, ['FUTURE_STATUS statusSince']],
    ['a NUL', { ...row, scope: 'a\u0000' }, ['INVALID_TEXT scope']],
    ['a final state', { ...row, number: 'GONE' }, ['FINAL_STATUS status']],
    ['another final state', { ...row, number: 'GONE', status: '注销' }, ['FINAL_STATUS status']],
  ])('hold back %s', (_, fields, codes) => {
    const { claim } = checkCertificate(fields, source, known)
    expect(codesOf(fields)).toEqual(codes)
    expect(claim).toBeNull()
  })

  test.each([
    ['no foreseen end', { ...row, validTo: '长期有效' }, []],
    ['the final state again', { ...row, number: 'GONE', status: '撤销' }, []],
    ['a field of nobody', { ...row, colour: 'red' }, ['unknown_field colour']],
    ['a code that fails', { ...row, holder: '914401012312162200' }, ['check_failed holder']],
    ['a body by its name', { ...row, body: '' }, ['no_identifier body']],
  ])('let through %s', (_, fields, codes) => {
    expect(codesOf(fields)).toEqual(codes)
    expect(checkCertificate(fields, source, known).claim).not.toBeNull()
  })

  test('an unknown code is told with the nearest known one', () => {
    const [finding] = checkCertificate({ ...row, scheme: 'QMSS' }, source, known).findings
    expect(finding).toMatchObject({ came: 'QMSS', message: expect.stringContaining('Did you mean QMS?') })
  })

  test('whose number it is: the body’s code, else its name, else the source', () => {
    const keyOf = (fields: Record<string, string>) => checkCertificate(fields, source, known).key
    expect(keyOf({ ...row, body: '' })).toBe('certificate/name:示例认证公司/QMS/00123Q 9')
    expect(keyOf({ ...row, body: '', bodyName: '' })).toBe(
      'certificate/source:certificate-register/QMS/00123Q 9',
    )
  })

  test('whoever certifies itself is one organization with both roles', () => {
    const { claim } = checkCertificate({ ...row, holder: row.body }, source, known)
    expect(claim?.parties.map(({ roles }) => roles)).toEqual([['CERTIFIED', 'CERTIFICATION_BODY']])
  })

  test('a natural person’s own business is masked', () => {
    const fields = { ...row, holder: '92440101MA59EXAMPL', holderName: '示例张三小吃店' }
    const { claim, findings } = checkCertificate(fields, source, known)
    expect(JSON.stringify(claim?.body)).not.toContain('张三')
    expect(JSON.stringify(findings)).not.toContain('张三')
    expect(claim?.parties[0]).toMatchObject({
      person: true,
      name: '示***',
      personalName: '示例张三小吃店',
    })
  })
})

describe('the checks of qualifications', () => {
  const laboratory = {
    kind: '资质认定',
    number: '202419000001',
    holder: '91440101231216220B',
    holderName: '示例检测公司',
    issuerName: '示例市场监督管理局',
    status: 'VALID',
    validFrom: '2024-01-05',
    validTo: '2030-01-04',
  }

  test('make one canonical claim of a row', () => {
    const { claim, key, findings } = checkQualification(laboratory, source, known)
    expect(findings.map(({ code }) => code)).toEqual(['NO_IDENTIFIER'])
    expect(key).toBe('qualification/name:示例市场监督管理局/CMA/202419000001')
    expect(claim?.body).toEqual({
      kind: 'CMA',
      number: '202419000001',
      holder: 'CN-USCC:91440101231216220B',
      issuer: null,
      scope: null,
      status: 'VALID',
      statusSince: null,
      validFrom: '2024-01-05',
      validTo: '2030-01-04',
    })
    expect(claim?.parties.map(({ roles }) => roles)).toEqual([['LABORATORY']])
  })

  test.each([
    ['a CMA number of another width', { ...laboratory, number: '2024190001Z' }, 'CMA_NUMBER', true],
    ['an unknown kind', { ...laboratory, kind: 'CMB' }, 'UNKNOWN_KIND', false],
    ['no kind', { ...laboratory, kind: '' }, 'MISSING_FIELD', false],
    [
      'a final state',
      { ...laboratory, kind: '认可', number: 'L0001', issuerName: '示例认可中心' },
      'FINAL_STATUS',
      false,
    ],
  ])('tell %s', (_, fields, code, goesOn) => {
    const { claim, findings } = checkQualification(fields, source, known)
    expect(findings.map((finding) => finding.code)).toContain(code)
    expect(claim !== null).toBe(goesOn)
  })

  test('the width of a number is CMA’s alone', () => {
    const { findings } = checkQualification({ ...laboratory, kind: 'CNAS', number: 'L123' }, source, known)
    expect(findings.map(({ code }) => code)).toEqual(['NO_IDENTIFIER'])
  })
})
