import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { fillTexts } from '../../src/web/page/fill-texts.ts'
import { chooseLanguage } from '../../src/web/page/page-language.ts'
import { texts } from '../../src/web/page/page-text.ts'

const pages = ['index.html', 'playground.html'] as const
const htmlOf = (page: string) => readFile(new URL(`../../src/web/${page}`, import.meta.url), 'utf8')

describe('the texts of the pages', () => {
  test.each(pages)('%s reads in full without JavaScript', async (page) => {
    const filled = fillTexts(await htmlOf(page))
    const named = [...filled.matchAll(/data-text="(\w+)"[^>]*>([^<]*)</g)]
    expect(named.length).toBeGreaterThan(5)
    for (const [, key, text] of named) expect(text, key).toMatch(/\w{3,}/)
    for (const [, key, text] of named) if (key !== 'playground') expect(text, key).not.toBe(key)
  })

  test.each(pages)('%s has no inline script, no inline style and names no other host', async (page) => {
    const html = await htmlOf(page)
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/)
  })

  test('a page that names an unknown text does not build', () => {
    expect(() => fillTexts('<p data-text="nothing">nothing</p>')).toThrow(/nothing/)
  })

  test('the Chinese texts are written in their own characters', () => {
    const simplified = JSON.stringify(texts['zh-Hans'])
    const traditional = JSON.stringify(texts['zh-Hant'])
    expect(simplified).not.toMatch(/[灣區質歷記錄統計證書詢發佈歸實]/)
    expect(traditional).not.toMatch(/[湾区质历记录统计证书询发归实]/)
  })
})

describe('choosing the language', () => {
  test.each([
    [['zh-CN', 'en'], 'zh-Hans'],
    [['zh'], 'zh-Hans'],
    [['zh-HK'], 'zh-Hant'],
    [['zh-MO'], 'zh-Hant'],
    [['zh-TW'], 'zh-Hant'],
    [['zh-Hant-CN'], 'zh-Hant'],
    [['zh-Hans-HK'], 'zh-Hans'],
    [['yue-HK'], 'zh-Hant'],
    [['pt-PT', 'zh-MO'], 'zh-Hant'],
    [['pt-PT'], 'en'],
    [[], 'en'],
  ] as const)('%j reads %s', (preferred, language) => {
    expect(chooseLanguage(null, preferred)).toBe(language)
  })

  test('a remembered choice wins, and text that is no choice does not', () => {
    expect(chooseLanguage('zh-Hant', ['en'])).toBe('zh-Hant')
    expect(chooseLanguage('klingon', ['zh-CN'])).toBe('zh-Hans')
  })
})
