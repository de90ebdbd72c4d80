import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { texts } from '../../src/web/page/page-text.ts'
import { describeWith, serviceOf } from '../support/services-needed.ts'
import { openBrowser, openWatchedPage } from './browser.ts'
import { type OpenedHub, openHub } from './open-hub.ts'

const viewport = { width: 1280, height: 900 }

describeWith(['Chromium'], 'the pages of a hub that answers only those it knows', () => {
  let hub: OpenedHub
  let browser: Browser
  beforeAll(async () => {
    hub = await openHub({ PUBLIC_ACCESS: 'off' })
    browser = await openBrowser(serviceOf('Chromium'))
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })

  test.each([
    ['en', 'en'],
    ['zh-CN', 'zh-Hans'],
    ['zh-HK', 'zh-Hant'],
  ] as const)(
    'the start page in %s says in words what to do, and shows no empty part',
    async (locale, language) => {
      const { page, close } = await openWatchedPage(browser, hub.address, { viewport, locale })
      await page.locator('[data-state="refused"]').waitFor()
      expect(await page.locator('[data-place="state"]').textContent()).toBe(texts[language].stateClosed)
      expect(await page.locator('[data-live]:visible').count()).toBe(0)
      await page.locator('a[href="/playground"]').first().waitFor()
      await close()
    },
  )

  test('the playground answers with a key, and reads the schema again', async () => {
    const address = `${hub.address}/playground#example=PublishedFigure`
    const { page, close } = await openWatchedPage(browser, address, { viewport, locale: 'en' })
    const editor = page.locator('.graphiql-query-editor')
    await editor.locator('.view-lines').getByText('PublishedFigure').first().waitFor()
    const schema = page.waitForResponse(
      async (response) => response.ok() && (await response.text()).includes('"__schema"'),
    )
    await page.locator('[data-place="access-key"]').fill(await hub.key())
    await page.locator('[data-place="access-key"]').blur()
    await schema
    await page.locator('.graphiql-execute-button').click()
    await page.locator('.graphiql-response').getByText('"603226"').first().waitFor()
    await close()
  })

  test('the playground says what to do when the key of a stream is revoked, and keeps what came', async () => {
    const address = `${hub.address}/playground#example=GuangdongLive`
    const { page, close } = await openWatchedPage(browser, address, { viewport, locale: 'en' })
    const key = (await hub.command('keys', 'create', '--role', 'analyst', '--holder', 'A', '--quiet')).trim()
    await page.locator('.graphiql-query-editor .view-lines').getByText('GuangdongLive').first().waitFor()
    await page.locator('[data-place="access-key"]').fill(key)
    await page.locator('.graphiql-execute-button').click()
    const shown = page.locator('.graphiql-response')
    await shown.getByText('"newestFirst"').first().waitFor()
    await hub.command('keys', 'revoke', key.split('_')[1] ?? '', '--reason', 'a test')
    await shown.getByText('The access key was revoked').first().waitFor()
    expect(await shown.textContent()).toContain('newestFirst')
    await close()
  })
})
