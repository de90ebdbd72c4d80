import type { Language } from '../../kernel/language.ts'
import type { Phrases } from './phrases.ts'
import { english } from './phrases-en.ts'
import { simplifiedChinese } from './phrases-zh-hans.ts'
import { traditionalChinese } from './phrases-zh-hant.ts'

/** The phrases of a language; English where a language has none yet. */
export function phrasesIn(language: Language): Phrases {
  if (language === 'zh-Hans') return simplifiedChinese
  return language === 'zh-Hant' ? traditionalChinese : english
}
