export type RememberedKey = 'baymark-language' | 'baymark-theme'

/** What this browser remembers of a choice, or null: also where storage is switched off. */
export function readRemembered(window: Window, key: RememberedKey): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch {
    return null // a browser that forbids storage still gets the page, it only forgets the choice
  }
}

/** Keeps a choice for the next visit; without storage the choice holds until the page is left. */
export function remember(window: Window, key: RememberedKey, value: string): void {
  try {
    window.localStorage.setItem(key, value)
  } catch {
    // as above: nothing that the reader could do about it
  }
}
