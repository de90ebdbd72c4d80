import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../support/hub.ts'
import { describeWith, serviceOf } from '../support/services-needed.ts'
import { openBrowser, openWatchedPage } from './browser.ts'
import { type OpenedHub, openHub } from './open-hub.ts'

const options = { viewport: { width: 1280, height: 900 }, locale: 'en' }

describeWith(['Chromium'], 'the pages of a hub that runs only trusted documents', () => {
  let hub: OpenedHub
  let browser: Browser
  beforeAll(async () => {
    hub = await openHub({ DOCUMENTS: 'trusted' })
    browser = await openBrowser(serviceOf('Chromium'))
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })

  test('the start page shows the hub', async () => {
    const { page, errors, close } = await openWatchedPage(browser, hub.address, options)
    await page.locator('[data-state="live"]').waitFor()
    expect(await page.locator('[data-figure="2022-08"]').textContent()).toBe('603,226')
    expect(errors).toEqual([])
    await close()
  })

  test('the start page finds its latest changes behind commits that tell the reader nothing', async () => {
    const authorization = `Bearer ${await hub.key()}`
    for (let number = 1; number <= 8; number += 1) {
      const query = `mutation { createAccessKey(input: { role: ANALYST, holder: "${number}" }) { accessKey { keyId } } }`
      expect((await ask(hub.address, query, {}, { authorization })).errors).toBeUndefined()
    }
    const { page, close } = await openWatchedPage(browser, hub.address, options)
    await page.locator('[data-state="live"]').waitFor()
    expect(await page.locator('[data-position]').count()).toBe(6)
    await close()
  })

  test('the playground runs its examples, and says why it runs nothing else', async () => {
    const { page, close } = await openWatchedPage(
      browser,
      `${hub.address}/playground#example=PublishedFigure`,
      options,
    )
    const editor = page.locator('.graphiql-query-editor')
    const answer = page.locator('.graphiql-response')
    await editor.locator('.view-lines').getByText('PublishedFigure').first().waitFor()
    await page.locator('.graphiql-execute-button').click()
    await answer.getByText('"603226"').first().waitFor()
    await editor.locator('.view-lines').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('# mine')
    await page.locator('.graphiql-execute-button').click()
    await answer.getByText('DOCUMENT_NOT_TRUSTED').first().waitFor()
    await close()
  })
})
