import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith, serviceOf } from '../support/services-needed.ts'
import { openBrowser, openWatchedPage } from './browser.ts'
import { type OpenedHub, openHub } from './open-hub.ts'

const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url))
const desktop = { viewport: { width: 1280, height: 900 }, locale: 'en' }
const phone = { viewport: { width: 360, height: 800 }, locale: 'en' }
const executeButton = '.graphiql-execute-button'

describeWith(['Chromium'], 'the pages in a browser', () => {
  let hub: OpenedHub
  let browser: Browser

  beforeAll(async () => {
    hub = await openHub()
    browser = await openBrowser(serviceOf('Chromium'))
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })

  test.each([
    ['en', 'Sources and their freshness'],
    ['zh-CN', '来源与时效'],
    ['zh-HK', '來源與時效'],
  ])(
    'the start page in %s shows the hub, and neither errs nor asks another host',
    async (locale, heading) => {
      const { page, errors, strangers, close } = await openWatchedPage(browser, hub.address, {
        ...desktop,
        locale,
      })
      await page.locator('[data-state="live"]').waitFor()
      await page.getByRole('heading', { name: heading }).waitFor()
      expect(await page.locator('[data-source]').count()).toBe(11)
      expect(await page.locator('[data-source="joint-measures"]').textContent()).toMatch(/12 (?:joint|项|項)/)
      expect(await page.locator('[data-figure="2022-08"]').textContent()).toBe('603,226')
      expect(await page.locator('[data-citation]').textContent()).toMatch(/\S{8,}/)
      expect(await page.context().cookies()).toEqual([])
      expect({ errors, strangers }).toEqual({ errors: [], strangers: [] })
      await close()
    },
  )

  test.each(['', 'playground'])('/%s does not scroll sideways on a phone', async (path) => {
    const { page, close } = await openWatchedPage(browser, `${hub.address}/${path}`, phone)
    await page.locator(path === '' ? '[data-citation]' : `${executeButton}:visible`).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await close()
  })

  test('language and theme are chosen once and remembered', async () => {
    const { page, close } = await openWatchedPage(browser, hub.address, { ...desktop, colorScheme: 'light' })
    await page.getByRole('button', { name: '繁體' }).click()
    await page.getByRole('button', { name: '深色' }).click()
    await page.goto(`${hub.address}/playground`)
    const root = page.locator('html')
    expect(await root.getAttribute('lang')).toBe('zh-Hant')
    expect(await root.getAttribute('data-theme')).toBe('dark')
    await close()
  })

  test('the start page reads as a text with links without JavaScript', async () => {
    const options = { ...desktop, javaScriptEnabled: false }
    const { page, close } = await openWatchedPage(browser, hub.address, options)
    expect(await page.locator('main').textContent()).toContain('Certification statistics')
    expect(await page.getByRole('link', { name: 'Playground', exact: true }).getAttribute('href')).toBe(
      '/playground',
    )
    await close()
  })

  test('a cited figure opens in the playground and is read there', async () => {
    const { page, errors, strangers, close } = await openWatchedPage(browser, hub.address, desktop)
    await page.getByRole('link', { name: 'Read it in the playground' }).click()
    await run(page, 'CitedFigure')
    await answer(page).getByText('"603226"').waitFor()
    expect({ errors, strangers }).toEqual({ errors: [], strangers: [] })
    await close()
  })

  test('a new release arrives on both pages by itself, and again after the hub was killed', async () => {
    const start = await openWatchedPage(browser, hub.address, desktop)
    await start.page.locator('[data-state="live"]').waitFor()
    const before = await positionOf(start.page)
    const playground = await openWatchedPage(
      browser,
      `${hub.address}/playground#example=GuangdongLive`,
      desktop,
    )
    await run(playground.page, 'GuangdongLive')
    await answer(playground.page).getByText('newestFirst').waitFor()

    await hub.ingest(sample('next/cnca-by-region-2024-12.csv'), 'cnca-by-region')
    await start.page.locator(`[data-position="${before + 1}"]`).waitFor()
    await start.page.getByRole('cell', { name: '743,616' }).waitFor()
    await answer(playground.page).getByText('"743616"').first().waitFor()
    expect({ ...start.errors, ...playground.errors }).toEqual({})

    await hub.kill()
    await start.page.locator('[data-state="waiting"]').waitFor()
    await hub.restart()
    await hub.ingest(sample('next/cnca-by-field-2024-12.csv'), 'cnca-by-field')
    await start.page.locator(`[data-position="${before + 2}"]`).waitFor()
    expect(await positionsListed(start.page)).toEqual([
      before + 2,
      before + 1,
      before,
      before - 1,
      before - 2,
      before - 3,
    ])
    await start.close()
    await playground.close()
  }, 90_000)
})

/** Runs an example once its text is in the editor: before that the button is there and has nothing to run. */
async function run(page: Page, example: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').getByText(example).first().waitFor()
  await page.locator(executeButton).click()
}

function answer(page: Page) {
  return page.locator('.graphiql-response')
}

async function positionOf(page: Page): Promise<number> {
  return Number(await page.locator('[data-place="position"]').textContent())
}

/** The positions of the commits listed on the start page, from top to bottom: none twice, none missing. */
async function positionsListed(page: Page): Promise<readonly number[]> {
  const listed = await page.locator('[data-position]').all()
  return Promise.all(listed.map(async (commit) => Number(await commit.getAttribute('data-position'))))
}
