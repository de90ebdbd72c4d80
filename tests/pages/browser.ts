import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** A headless browser; the caller closes it. Throws when the browser does not start. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  // Chromium refuses its sandbox to root, which is who tests run as in containers.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export type WatchedPage = {
  readonly page: Page
  /** Errors of the console and uncaught ones, as text; a test expects none. */
  readonly errors: readonly string[]
  /** Addresses asked of any other host than the hub. */
  readonly strangers: readonly string[]
  readonly close: () => Promise<void>
}

/** A page in a context of its own that notes what no page of the hub may do. */
export async function openWatchedPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  const strangers: string[] = []
  const note = (asked: string): void => {
    if (new URL(asked).host !== new URL(address).host) strangers.push(asked)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => note(request.url()))
  page.on('websocket', (socket) => note(socket.url()))
  await page.goto(address)
  return { page, errors, strangers, close: () => context.close() }
}
