import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const

/** The path of the machine's Chromium, or null where there is none: the caller then says what it skips. */
export function findChromium(): string | null {
  return candidates.find((path) => existsSync(path)) ?? null
}

/** A headless browser; the caller closes it. Throws when the browser does not start. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  // Chromium refuses its sandbox to root, which is who tests run as in containers.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}
