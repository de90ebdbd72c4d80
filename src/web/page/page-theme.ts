import { readRemembered, remember } from './remembered.ts'

export type PageTheme = 'light' | 'dark'

/**
 * Called once when a page opens. Applies a remembered theme; without one the styles follow the system. Each
 * time the theme in force changes, by the switch or by the system, `show` is told.
 */
export function followTheme(
  window: Window,
  show: (theme: PageTheme) => void,
): { readonly toggle: () => void } {
  const root = window.document.documentElement
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const chosen = readRemembered(window, 'baymark-theme')
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen
  const inForce = (): PageTheme => {
    const { theme } = root.dataset
    if (theme === 'light' || theme === 'dark') return theme
    return system.matches ? 'dark' : 'light'
  }
  system.addEventListener('change', () => show(inForce()))
  show(inForce())
  return {
    toggle: () => {
      const next: PageTheme = inForce() === 'dark' ? 'light' : 'dark'
      root.dataset.theme = next
      remember(window, 'baymark-theme', next)
      show(next)
    },
  }
}
