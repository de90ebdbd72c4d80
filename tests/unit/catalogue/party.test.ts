import { describe, expect, it } from 'vitest'
import { creditCheckOf, organizationCheckOf } from '../../../src/catalogue/organization/check-characters.ts'
import { possibleIdentifiers } from '../../../src/catalogue/organization/identifier.ts'
import { maskedName } from '../../../src/catalogue/organization/masked-name.ts'
import { codeOf, codesOf, type PartyAsked, statedParty } from '../../../src/catalogue/organization/party.ts'

const base = { codes: [], name: undefined, roles: [], origin: 'CREDIT' } as const satisfies PartyAsked
const firm = '91440000190333809T'
const shop = codeWith('92440101', 'MA5X1234')

const read = (fields: Readonly<Record<string, string>>, kind: string | null = 'LEGAL_PERSON') =>
  statedParty({ ...base, codes: codesOf(fields), name: fields['name'], kind, region: '440100' })

describe('masked names', () => {
  it.each([
    ['张三', 'NATURAL_PERSON', '张*'],
    ['欧阳修文', 'NATURAL_PERSON', '欧***'],
    ['张', 'NATURAL_PERSON', '张'],
    [' 张三 ', 'NATURAL_PERSON', '张*'],
    ['𠮷田', 'NATURAL_PERSON', '𠮷*'],
    ['张*', 'NATURAL_PERSON', '张*'],
    ['', 'NATURAL_PERSON', ''],
    ['示例张三小吃店', 'INDIVIDUAL_BUSINESS', '示***'],
    ['张三', 'INDIVIDUAL_BUSINESS', '张***'],
    ['张***', 'INDIVIDUAL_BUSINESS', '张***'],
    ['', 'INDIVIDUAL_BUSINESS', ''],
  ] as const)('%j of a %s is %j', (name, whose, masked) => expect(maskedName(name, whose)).toBe(masked))
})

describe('the party of a row', () => {
  it('is named by its first code, with all codes that hold', () => {
    const fields = { uscc: ` ${firm.toLowerCase()} `, hkBrn: '12345678', name: ' 示例公司 ' }
    const { party, findings, name, person } = read(fields)
    expect(findings).toEqual([])
    expect(name).toBe('示例公司')
    expect(person).toBeNull()
    expect(party).toMatchObject({
      ref: `CN-USCC:${firm}`,
      name: '示例公司',
      person: false,
      personalName: null,
      region: '440100',
      origin: 'CREDIT',
    })
    expect(party?.identifiers.map(({ scheme, value, raw }) => [scheme, value, raw])).toEqual([
      ['CN-USCC', firm, fields.uscc],
      ['HK-BRN', '12345678', '12345678'],
    ])
  })

  it('goes on with a code whose check fails, behind one that holds', () => {
    const { party, findings } = read({
      uscc: '91310115MA1H8R7C6D',
      lei: '5493001KJTIIGC8Y1R12',
      name: '示例',
    })
    expect(party?.ref).toBe('LEI:5493001KJTIIGC8Y1R12')
    expect(findings).toMatchObject([
      { code: 'CHECK_FAILED', severity: 'warning', column: 'uscc', came: '91310115MA1H8R7C6D' },
    ])
    expect(findings[0]?.expected).toMatch(/^91310115MA1H8R7C6?[\dA-Z]{1,2}$/)
  })

  it('has no organization without a code, whatever its name', () => {
    const { party, name, findings } = read({ name: '示例公司', uscc: '无' })
    expect(party).toBeNull()
    expect(name).toBe('示例公司')
    expect(findings).toMatchObject([{ code: 'NO_IDENTIFIER', severity: 'warning' }])
  })

  it('goes on without a code that cannot be one', () => {
    const { party, findings } = read({ uscc: '9144', hkCr: 'f0002727', name: '示例' })
    expect(party?.ref).toBe('HK-CR:F0002727')
    expect(findings).toMatchObject([{ code: 'WRONG_FORM', column: 'uscc', came: '9144' }])
  })

  it('leaves out an organization code that is not the one within the credit code', () => {
    const { party, findings } = read({ uscc: firm, orgCode: '231216220', name: '示例' })
    expect(party?.identifiers).toHaveLength(1)
    expect(findings).toMatchObject([{ code: 'CODES_DISAGREE', expected: '190333809' }])
    expect(read({ uscc: firm, orgCode: '19033380-9', name: '示例' }).party?.identifiers).toHaveLength(2)
  })

  it('keeps a registration number of 15 digits among which a birthday stands, in a column of such numbers', () => {
    const number = '440306600123456'
    expect(read({ regNo: number, name: '示例甲厂' }).party?.ref).toBe(`CN-REGNO:${number}`)
    for (const field of ['moCr', 'moTax', 'uscc'])
      expect(read({ [field]: number, name: '示例甲厂' }).findings[0]?.code).toBe('IDENTITY_NUMBER')
    const nobody = { ...base, codes: codesOf({ regNo: number }), name: '示例甲', maybePerson: true }
    expect(statedParty(nobody)).toMatchObject({ party: null, findings: [{ code: 'IDENTITY_NUMBER' }, {}] })
    expect(read({ regNo: number, name: '张三' }, 'NATURAL_PERSON').party).toBeNull()
  })

  it.each(['***', '＊＊＊', '示例＊＊＊文', '4403*****123', '4403∗∗∗123', '91440000＊＊＊33809T'])(
    'is named by no number that is hidden in part, like %s',
    (code) => {
      for (const field of ['uscc', 'regNo', 'orgCode', 'hkBrn', 'hkCr', 'moCr', 'moTax', 'lei']) {
        const { party, findings } = read({ [field]: code, name: '示例甲有限公司' })
        expect(party).toBeNull()
        expect(findings.map((each) => each.code)).toEqual(['MASKED_CODE', 'NO_IDENTIFIER'])
      }
      expect(possibleIdentifiers(code)).toEqual([])
    },
  )

  it('bears its code as name where it has none, and all its names where it has several', () => {
    expect(read({ uscc: firm }).party?.name).toBe(firm)
    const named = statedParty({
      ...base,
      codes: codesOf({ uscc: firm }),
      name: '示例公司',
      nameEn: 'Example',
    })
    expect(named.party?.names).toEqual({ 'zh-Hans': '示例公司', 'zh-Hant': '示例公司', en: 'Example' })
  })

  it('may be named by one code of any scheme, or of the scheme beside it', () => {
    const ofHolder = (fields: Record<string, string>) =>
      statedParty({ ...base, codes: codeOf(fields, 'holder', 'holderScheme'), name: '示例' }).party?.ref
    expect(ofHolder({ holder: firm })).toBe(`CN-USCC:${firm}`)
    expect(ofHolder({ holder: '12345678' })).toBe('HK-BRN:12345678')
    expect(ofHolder({ holder: '12345678', holderScheme: 'mo-tax' })).toBe('MO-TAX:12345678')
  })
})

describe('persons', () => {
  it('a natural person is no organization; the name is masked and kept apart, codes are dropped', () => {
    const all = read({ name: '张三', uscc: '440101198001011234' }, 'NATURAL_PERSON')
    expect(all).toEqual({
      party: null,
      name: '张*',
      person: { name: '张三', region: '440100' },
      findings: [],
    })
  })

  it.each(['INDIVIDUAL_BUSINESS', 'LEGAL_PERSON', null])('codes that begin with 92 are, as %s', (kind) => {
    const { party, name } = read({ name: '张三小吃店', uscc: shop }, kind)
    expect(name).toBe('张***')
    expect(party).toMatchObject({ name: '张***', names: null, person: true, personalName: '张三小吃店' })
  })

  it('a code that begins with 92 tells it in the column of any register', () => {
    for (const field of [
      'taxNo',
      'institutionNo',
      'socialNo',
      'regNo',
      'moTax',
      'moCr',
      'orgCode',
      'hkBrn',
      'lei',
    ]) {
      const all = read({ name: '令狐冲商行', [field]: ` ${shop.toLowerCase()} `, hkCr: '1234567' })
      expect(all.party).toMatchObject({ person: true, personalName: '令狐冲商行' })
      expect(JSON.stringify([all.name, all.findings])).not.toContain('令狐')
      expect(JSON.stringify(all.findings)).not.toContain(shop)
    }
    expect(read({ name: '令狐冲商行', taxNo: shop }).person).toMatchObject({ name: '令狐冲商行' })
    expect(read({ name: '示例公司', uscc: firm, taxNo: firm }).party).toMatchObject({ person: false })
    expect(read({ name: '示例公司', taxNo: firm }).party).toBeNull()
  })

  it('so is an individual business with another code', () => {
    expect(read({ name: '张三小吃店', uscc: firm }, 'INDIVIDUAL_BUSINESS').party).toMatchObject({
      person: true,
    })
    const nobody = read({ name: '张三小吃店' }, 'INDIVIDUAL_BUSINESS')
    expect(nobody).toMatchObject({ party: null, name: '张***', person: { name: '张三小吃店' } })
  })

  it.each(['9244', shop.slice(0, 17), `${shop.slice(0, 17)}${shop.endsWith('1') ? '2' : '1'}`])(
    'faults of a code like %s show neither code nor name',
    (uscc) => {
      const { name, findings, party } = read({ name: '张三小吃店', uscc, hkBrn: '12' })
      expect(findings.length).toBeGreaterThan(1)
      expect(JSON.stringify([name, findings])).not.toContain(uscc)
      expect(JSON.stringify([name, findings, party?.name])).not.toContain('张三')
    },
  )

  it('an identity number in the place of a code is dropped and not shown', () => {
    for (const field of ['uscc', 'regNo', 'moTax', 'hkBrn']) {
      const all = read({ name: '示例', [field]: '440101198001011234' })
      expect(all.findings.map(({ code }) => code)).toEqual(['IDENTITY_NUMBER', 'NO_IDENTIFIER'])
      expect(JSON.stringify(all)).not.toContain('19800101')
    }
    expect(read({ name: '示例440101198001011234', uscc: firm }).party?.name).toBe('示例***')
  })
})

function codeWith(start: string, organization: string): string {
  const body = start + organization + organizationCheckOf(organization)
  return `${body}${creditCheckOf(body)}`
}
