import { english } from './text-en.ts'
import { simplifiedChinese } from './text-zh-hans.ts'

/**
 * Called at build time with the HTML of a page, in which an element that names a text holds its key as a
 * stand-in. Puts the English text there (`data-text`), and the Chinese one under a heading (`data-companion`).
 * An unknown key ends the build: a page must not ship with a hole in it.
 */
export function fillTexts(html: string): string {
  return html.replace(
    /data-(text|companion)="(\w+)"([^>]*)>\s*\2\s*</g,
    (_whole, kind: string, key: string, rest: string) => {
      const text = plainText(kind === 'text' ? english : simplifiedChinese, key)
      const language = kind === 'text' ? '' : ' lang="zh-Hans"'
      return `data-${kind}="${key}"${rest}${language}>${escapeHtml(text)}<`
    },
  )
}

function plainText(texts: object, key: string): string {
  const text: unknown = Reflect.get(texts, key)
  if (typeof text === 'string') return text
  throw new Error(
    `A page names the text "${key}", expected one of the plain texts of text-en.ts. Add it there.`,
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
