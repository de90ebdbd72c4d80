import { chooseLanguage, type PageLanguage, pageLanguages } from './page-language.ts'
import { texts, writeTexts } from './page-text.ts'
import { followTheme, type PageTheme } from './page-theme.ts'
import { readRemembered, remember } from './remembered.ts'

export type PageHead = { readonly language: () => PageLanguage; readonly theme: () => PageTheme }

/**
 * Called once when a page opens, before anything else. Puts language and theme in force, connects the
 * switches of the head (`data-language`, `data-theme-switch`) and then tells every later change.
 */
export function openHead(
  window: Window,
  titleKey: 'title' | 'playgroundTitle',
  changed: {
    readonly language?: (language: PageLanguage) => void
    readonly theme?: (theme: PageTheme) => void
  },
): PageHead {
  const { document } = window
  let language = chooseLanguage(readRemembered(window, 'baymark-language'), window.navigator.languages)
  let theme: PageTheme = 'light'
  const themeSwitch = document.querySelector<HTMLButtonElement>('[data-theme-switch]')

  const write = (): void => {
    writeTexts(document, language, titleKey)
    if (themeSwitch)
      themeSwitch.textContent = theme === 'dark' ? texts[language].toLight : texts[language].toDark
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
      button.setAttribute('aria-pressed', String(button.dataset.language === language))
    }
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.addEventListener('click', () => {
      const next = pageLanguages.find((known) => known === button.dataset.language)
      if (!next || next === language) return
      language = next
      remember(window, 'baymark-language', next)
      write()
      changed.language?.(next)
    })
  }
  const themes = followTheme(window, (next) => {
    theme = next
    write()
    changed.theme?.(next)
  })
  themeSwitch?.addEventListener('click', themes.toggle)
  return { language: () => language, theme: () => theme }
}
