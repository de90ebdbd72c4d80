import { describe, expect, it } from 'vitest'
import { languageOf, nameIn, preferredLanguage } from '../../../src/kernel/language.ts'

describe('languageOf', () => {
  it.each([
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['ZH-hant', 'zh-Hant'],
    ['zh-Hant-CN', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['en', 'en'],
    ['en-GB', 'en'],
    ['pt-PT', 'pt'],
    ['fr', null],
    ['english', null],
    ['*', null],
    ['', null],
  ])('%s asks for %s', (tag, language) => expect(languageOf(tag)).toBe(language))
})

describe('preferredLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['fr, de;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
    ['fr;q=1.0, pt;q=0.5, en;q=0.4', 'pt'],
    ['en;q=0.1, zh-HK;q=0.2', 'zh-Hant'],
    ['en;q=0, zh', 'zh-Hans'],
    ['en;q=0', 'en'],
    ['pt ; q=0.3 , zh ;q=0.7', 'zh-Hans'],
    ['pt;Q=0.9, zh;q=0.5', 'pt'],
    ['pt;q=nonsense, zh;q=0.1', 'zh-Hans'],
    ['pt, zh', 'pt'],
    [',,;q=1,zh', 'zh-Hans'],
  ])('of "%s" is %s', (header, language) => expect(preferredLanguage(header)).toBe(language))

  it('reads the front of an endless header and no more', () => {
    expect(preferredLanguage(`${'fr,'.repeat(100_000)}zh`)).toBe('en')
  })
})

describe('nameIn', () => {
  const names = { 'zh-Hans': '证书', 'zh-Hant': '證書', en: 'certificates' }

  it('gives the name, and English where Portuguese is not known', () => {
    expect(nameIn(names, 'zh-Hant')).toBe('證書')
    expect(nameIn(names, 'pt')).toBe('certificates')
    expect(nameIn({ ...names, pt: null }, 'pt')).toBe('certificates')
    expect(nameIn({ ...names, pt: 'certificados' }, 'pt')).toBe('certificados')
  })
})
