import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../../src/setup/system-binaries.mjs'
import { openBrowser } from './browser.ts'

// For people who change the pages: `node tests/pages/take-screenshots.ts [ADDRESS] [FOLDER]` takes a picture of each
// page in each language, theme and width from a running hub, so that somebody can look at all of them.

const [address = 'http://127.0.0.1:4000', folder = join(tmpdir(), 'baymark-screenshots')] =
  process.argv.slice(2)
const executablePath = findChromium()
if (executablePath === undefined)
  throw new Error('No Chromium was found. Install it (on Debian: apt-get install chromium).')

await mkdir(folder, { recursive: true })
const browser = await openBrowser(executablePath)
try {
  for (const width of [1280, 390]) {
    for (const locale of ['en', 'zh-Hans', 'zh-Hant']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const viewport = { width, height: width === 390 ? 844 : 900 }
        const context = await browser.newContext({ viewport, locale, colorScheme })
        const page = await context.newPage()
        await page.goto(address)
        await page.locator('[data-state="live"]').waitFor()
        const name = `${width}-${locale}-${colorScheme}.png`
        await page.screenshot({ path: join(folder, `start-${name}`), fullPage: true })
        await page.goto(new URL('/playground', address).href)
        await page.locator('.graphiql-query-editor .view-line').first().waitFor()
        await page.screenshot({ path: join(folder, `playground-${name}`) })
        await context.close()
      }
    }
  }
} finally {
  await browser.close()
}
console.log(`Pictures are in ${folder}`)
