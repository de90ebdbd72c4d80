import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTexts, isStorable, nearestWord, shown } from '../../../src/kernel/text.ts'

/** Texts of any UTF-16 units, halves of characters among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units))

describe('shown', () => {
  it('writes control characters out and cuts long texts', () => {
    expect(shown('a\u0000b\nc\u007f')).toBe('a\\u0000b\\u000ac\\u007f')
    expect(shown('x'.repeat(80))).toBe('x'.repeat(80))
    expect(shown('x'.repeat(81))).toBe(`${'x'.repeat(80)}… (81 characters)`)
  })

  it('gives text that may be sent, whatever came', () => {
    fc.assert(fc.property(anyText, (text) => isStorable(shown(text))))
    expect(isStorable(shown(`${'x'.repeat(79)}😀`))).toBe(true)
    expect(isStorable(shown('\ud800'))).toBe(true)
  })
})

describe('isStorable', () => {
  it('refuses NUL and half of a surrogate pair, and nothing else', () => {
    expect(['', '认证', '😀', '\u0001', '\uffff'].every(isStorable)).toBe(true)
    expect(['\u0000', 'a\u0000', '\ud83d', '\ude00\ud83d'].some(isStorable)).toBe(false)
  })
})

describe('compareTexts', () => {
  it('orders as UTF-8 bytes do, not as UTF-16 units do', () => {
    expect('\uffee' > '😀').toBe(true)
    expect(compareTexts('\uffee', '😀')).toBeLessThan(0)
    expect(compareTexts('Z', 'a')).toBeLessThan(0)
    expect(compareTexts('a', 'aa')).toBeLessThan(0)
    expect(compareTexts('认证', '认证')).toBe(0)
  })
})

describe('nearestWord', () => {
  const codes = ['certificates', 'organizations', 'QMS']

  it('offers what was probably meant', () => {
    expect(nearestWord('certificate', codes)).toBe('certificates')
    expect(nearestWord('organisations', codes)).toBe('organizations')
    expect(nearestWord('QSM', codes)).toBeNull()
  })

  it('offers what begins so, the shortest first', () => {
    expect(nearestWord('44', ['110000', '440300', '440000', 'GBA'])).toBe('440000')
    expect(nearestWord('cnca', ['iaf-certsearch', 'cnca-by-region', 'cnca-by-field'])).toBe('cnca-by-field')
    expect(nearestWord('c', codes)).toBeNull()
  })

  it('offers nothing where nothing is near, known or short enough', () => {
    expect(nearestWord('population', codes)).toBeNull()
    expect(nearestWord('', codes)).toBeNull()
    expect(nearestWord('certificates', [])).toBeNull()
    expect(nearestWord('x'.repeat(101), ['x'.repeat(101)])).toBeNull()
  })
})
