/** The languages of names: simplified and traditional Chinese, English, and Portuguese where it is known. */
export const languages = ['zh-Hans', 'zh-Hant', 'en', 'pt'] as const

/** A language of names, as a BCP 47 tag. */
export type Language = (typeof languages)[number]

/** A name by language. Simplified Chinese, traditional Chinese and English are always there. */
export type Names = { readonly [tag in Exclude<Language, 'pt'>]: string } & {
  readonly pt?: string | null | undefined
}

/** The language a tag asks for, or null: `zh`, `zh-CN` → zh-Hans; `zh-HK`, `zh-TW`, `zh-MO` → zh-Hant; `en-GB` → en. */
export function languageOf(tag: string): Language | null {
  const [first, ...rest] = tag.toLowerCase().split('-')
  if (first === 'zh') return isTraditional(rest) ? 'zh-Hant' : 'zh-Hans'
  return first === 'en' || first === 'pt' ? first : null
}

/** The language an `Accept-Language` header prefers among those we have; English where it names none of them. */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').slice(0, 500).split(',').map(wishOf)
  const best = wishes.filter((wish) => wish.weight > 0).sort((left, right) => right.weight - left.weight)
  return best.map((wish) => languageOf(wish.tag)).find((language) => language !== null) ?? 'en'
}

/** The name in a language; where Portuguese is not known, English. */
export function nameIn(names: Names, language: Language): string {
  return names[language] ?? names.en
}

/** The script decides where it is named; otherwise the region does. */
function isTraditional(subtags: readonly string[]): boolean {
  if (subtags.includes('hans')) return false
  return subtags.some((subtag) => ['hant', 'tw', 'hk', 'mo'].includes(subtag))
}

function wishOf(text: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', quality] = text.trim().split(';')
  const weight = Number(/^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(quality ?? 'q=1')?.[1] ?? 0)
  return { tag: tag.trim(), weight }
}
