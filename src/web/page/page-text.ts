import { companionOf, type PageLanguage } from './page-language.ts'
import { english, type PageText } from './text-en.ts'
import { simplifiedChinese } from './text-zh-hans.ts'
import { traditionalChinese } from './text-zh-hant.ts'

export const texts: Readonly<Record<PageLanguage, PageText>> = {
  en: english,
  'zh-Hans': simplifiedChinese,
  'zh-Hant': traditionalChinese,
}

/**
 * Called when a page opens and when its language changes. Sets `lang`, the title, every element that names a
 * text (`data-text`), every label (`data-label`) and the second-language headings (`data-companion`).
 */
export function writeTexts(
  document: Document,
  language: PageLanguage,
  titleKey: 'title' | 'playgroundTitle',
): void {
  const text = texts[language]
  const companion = companionOf(language)
  document.documentElement.lang = language
  document.title = text[titleKey]
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = plainText(text, element.dataset.text)
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', plainText(text, element.dataset.label))
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-companion]')) {
    element.lang = companion
    element.textContent = plainText(texts[companion], element.dataset.companion)
  }
}

function plainText(text: PageText, key: string | undefined): string {
  const found: unknown = key === undefined ? undefined : Reflect.get(text, key)
  if (typeof found === 'string') return found
  throw new Error(`The page names the text "${key}", expected one of the plain texts of text-en.ts.`)
}
