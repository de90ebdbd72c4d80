import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, openBrowser } from './browser.ts'

// For people who change the pages: `node tests/pages/take-screenshots.ts [ADDRESS] [FOLDER]` takes a picture of each
// page in each language, theme and width from a running hub, so that somebody can look at all of them.

const [address = 'http://127.0.0.1:4000', folder = join(tmpdir(), 'baymark-screenshots')] =
  process.argv.slice(2)
const executablePath = findChromium()
if (executablePath === null)
  throw new Error('No Chromium was found. Install it (on Debian: apt-get install chromium).')

await mkdir(folder, { recursive: true })
const browser = await openBrowser(executablePath)
try {
  for (const width of [1280, 390]) {
    for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          viewport: { width, height: width === 390 ? 844 : 900 },
          locale: language,
          colorScheme,
        })
        const page = await context.newPage()
        await page.goto(address)
        await page.locator('[data-state="live"]').waitFor()
        await page.locator('[data-citation]').waitFor()
        await page.screenshot({
          path: join(folder, `start-${width}-${language}-${colorScheme}.png`),
          fullPage: true,
        })
        await page.goto(new URL('/playground', address).href)
        await page.locator('.graphiql-query-editor .view-line').first().waitFor()
        await page.screenshot({ path: join(folder, `playground-${width}-${language}-${colorScheme}.png`) })
        await context.close()
      }
    }
  }
} finally {
  await browser.close()
}
console.log(`Pictures are in ${folder}`)
