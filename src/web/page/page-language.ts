/** The languages the pages are written in, as BCP 47 and as the graph's `language` arguments take them. */
export const pageLanguages = ['zh-Hans', 'zh-Hant', 'en'] as const
export type PageLanguage = (typeof pageLanguages)[number]

/** What each language is called by its own readers, on the switch. */
export const languageNames: Readonly<Record<PageLanguage, string>> = {
  'zh-Hans': '简体',
  'zh-Hant': '繁體',
  en: 'English',
}

/**
 * Called once when a page opens. A remembered choice wins; otherwise the first of the reader's preferred
 * languages that the pages have; otherwise English. Unknown remembered text counts as no choice.
 */
export function chooseLanguage(remembered: string | null, preferred: readonly string[]): PageLanguage {
  const kept = pageLanguages.find((language) => language === remembered)
  if (kept) return kept
  for (const tag of preferred) {
    const language = languageOf(tag)
    if (language) return language
  }
  return 'en'
}

/** The second language of the headings: a page in Chinese also carries them in English, and the other way. */
export function companionOf(language: PageLanguage): PageLanguage {
  return language === 'en' ? 'zh-Hans' : 'en'
}

function languageOf(tag: string): PageLanguage | null {
  const parts = tag.toLowerCase().split('-')
  if (parts[0] === 'en') return 'en'
  if (parts[0] !== 'zh' && parts[0] !== 'yue') return null
  if (parts.includes('hans')) return 'zh-Hans'
  const traditional = ['hant', 'hk', 'mo', 'tw'].some((part) => parts.includes(part))
  return traditional || parts[0] === 'yue' ? 'zh-Hant' : 'zh-Hans'
}
