import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCheckOf, organizationCheckOf } from '../../../src/catalogue/organization/check-characters.ts'
import {
  correctedValue,
  isPersonal,
  possibleIdentifiers,
  readIdentifier,
} from '../../../src/catalogue/organization/identifier.ts'
import type { IdentifierScheme } from '../../../src/catalogue/organization/terms.ts'

const seed = 20_261_126

describe('Unified Social Credit Codes', () => {
  it.each([
    '91440000190333809T',
    '91440101231216220B',
    '9144030019218873XP',
    '9144088219482068X0',
    '914401011905004191',
    '91350100M000100Y43',
    '91110000600037341L',
    '121200004013590816',
    'G1610000713522976L',
    '91620105L015101280',
  ])('%s passes both checks', (code) => {
    expect(readIdentifier(code, 'CN-USCC')).toEqual({
      scheme: 'CN-USCC',
      value: code,
      raw: code,
      check: 'PASSED',
      validFrom: null,
      validTo: null,
    })
  })

  it.each([
    ['91310115MA1H8R7C6D', '91310115MA1H8R7C65'],
    ['A1110000600037341L', 'A1110000600037341J'],
  ])('%s fails, is kept, and what its check would be is said', (code) => {
    const read = readIdentifier(code, 'CN-USCC')
    expect(read).toMatchObject({ value: code, check: 'FAILED' })
    const corrected = correctedValue({ scheme: 'CN-USCC', value: code }) ?? ''
    expect(corrected).not.toBe(code)
    expect(readIdentifier(corrected, 'CN-USCC')?.check).toBe('PASSED')
  })

  it.each([
    ['91440300x18837140K', '91440300X18837140K', 'PASSED'],
    [' 91440000 1903 33809T ', '91440000190333809T', 'PASSED'],
    ['91440000-190333809-T', '91440000190333809T', 'PASSED'],
    ['９１４４００００１９０３３３８０９ｔ', '91440000190333809T', 'PASSED'],
    ['91440000\u200b190333809T\ufeff', '91440000190333809T', 'PASSED'],
    ['9144000019O333809T', '9144000019O333809T', 'FAILED'],
    ['S1440000190333809T', 'S1440000190333809T', 'FAILED'],
  ])('%j is read as %s, %s', (raw, value, check) => {
    expect(readIdentifier(raw, 'CN-USCC')).toMatchObject({ value, raw, check })
  })

  it.each(['', '9144000019033380', '91440000190333809TT', '9144000019033380?T', '示例公司'])(
    '%j is none',
    (raw) => expect(readIdentifier(raw, 'CN-USCC')).toBeNull(),
  )

  it('codes that begin with 92 are personal data, whatever their checks say', () => {
    expect(isPersonal({ scheme: 'CN-USCC', value: '92440101MA5XXXXX1X' })).toBe(true)
    expect(isPersonal({ scheme: 'CN-USCC', value: '91440101231216220B' })).toBe(false)
    expect(isPersonal({ scheme: 'HK-BRN', value: '92345678' })).toBe(false)
  })

  it('every code with one character changed, or two neighbours exchanged, fails', () => {
    let changed = 0
    for (const code of fc.sample(anyCode, { numRuns: 40, seed })) {
      for (let place = 0; place < 18; place += 1)
        for (const other of alphabet) {
          if (other === code[place]) continue
          changed += 1
          expect(checkOf(code.slice(0, place) + other + code.slice(place + 1)), code).toBe('FAILED')
        }
      for (let place = 0; place < 17; place += 1) {
        const [one = '', two = ''] = [code[place], code[place + 1]]
        if (one === two) continue
        const exchanged = code.slice(0, place) + two + one + code.slice(place + 2)
        expect(checkOf(exchanged), `${code} → ${exchanged}`).toBe('FAILED')
      }
    }
    expect(changed).toBe(40 * 18 * 30)
  })
})

describe('other schemes', () => {
  it.each<[IdentifierScheme, string, string, string]>([
    ['CN-ORGCODE', '19033380-9', '190333809', 'PASSED'],
    ['CN-ORGCODE', '19218873-x', '19218873X', 'PASSED'],
    ['CN-ORGCODE', '190333808', '190333808', 'FAILED'],
    ['CN-ORGCODE', '19033380K', '19033380K', 'FAILED'],
    ['HK-BRN', '１２３４ 5678', '12345678', 'NONE'],
    ['HK-BRN', 'c2524613', 'C2524613', 'NONE'],
    ['HK-CR', '2524613', '2524613', 'NONE'],
    ['HK-CR', 'f0002727', 'F0002727', 'NONE'],
    ['MO-CR', ' so  12345 ', 'SO 12345', 'NONE'],
    ['MO-TAX', '81-234567', '81-234567', 'NONE'],
    ['CN-REGNO', '企合粤穗总字第000123号', '企合粤穗总字第000123号', 'NONE'],
    ['LEI', '5493 001K-JTIIGC8Y1R12', '5493001KJTIIGC8Y1R12', 'PASSED'],
    ['LEI', '5493001KJTIIGC8Y1R13', '5493001KJTIIGC8Y1R13', 'FAILED'],
  ])('%s %j is %s, %s', (scheme, raw, value, check) => {
    expect(readIdentifier(raw, scheme)).toMatchObject({ scheme, raw, value, check })
  })

  it.each<[IdentifierScheme, string]>([
    ['CN-ORGCODE', '1903338091'],
    ['HK-BRN', '1234567'],
    ['HK-BRN', 'D1234567'],
    ['HK-CR', '12345678'],
    ['HK-CR', 'G1234567'],
    ['MO-TAX', '   '],
    ['CN-REGNO', 'x'.repeat(61)],
    ['CN-REGNO', 'a\u0000b'],
    ['LEI', '5493001KJTIIGC8Y1R1'],
  ])('%s is not %j', (scheme, raw) => expect(readIdentifier(raw, scheme)).toBeNull())
})

describe('a text of no known scheme', () => {
  const schemesOf = (raw: string) => possibleIdentifiers(raw).map(({ scheme }) => scheme)

  it('is what its form and its check say, the likeliest first', () => {
    expect(schemesOf('91440000190333809T')).toEqual(['CN-USCC', 'CN-REGNO', 'MO-CR', 'MO-TAX'])
    expect(schemesOf('190333809')[0]).toBe('CN-ORGCODE')
    expect(schemesOf('12345678')[0]).toBe('HK-BRN')
    expect(schemesOf('2524613')[0]).toBe('HK-CR')
    expect(schemesOf('SO 12345')).toEqual(['CN-REGNO', 'MO-CR', 'MO-TAX'])
    expect(schemesOf('')).toEqual([])
  })

  it('may name its scheme', () => {
    expect(schemesOf('mo-tax:12345678')).toEqual(['MO-TAX'])
    expect(possibleIdentifiers(' CN-USCC:91440000190333809t ')).toMatchObject([
      { scheme: 'CN-USCC', value: '91440000190333809T', check: 'PASSED' },
    ])
    expect(possibleIdentifiers('LEI:1')).toEqual([])
  })
})

const alphabet = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')

/** Codes that pass both checks. */
const anyCode = fc
  .tuple(
    fc.constantFrom('11', '12', '51', '91', '93', 'G1', 'A1', 'N2', 'Y1'),
    fc.integer({ min: 110_000, max: 829_999 }),
    fc.array(fc.constantFrom(...alphabet), { minLength: 8, maxLength: 8 }),
  )
  .map(([kind, region, organization]) => {
    const own = organization.join('')
    const body = kind + region + own + organizationCheckOf(own)
    return body + creditCheckOf(body)
  })

function checkOf(code: string): string | undefined {
  return readIdentifier(code, 'CN-USCC')?.check
}
