/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { openHubProcess } from '../faults/hub-process.ts'
import { figures, publish } from '../subscriptions/figures.ts'
import { describeOneGround, openHubForTest } from '../support/hub.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'
import { brokenEntries } from './chain-model.ts'
import { readAudit } from './read-audit.ts'

/** How often a node is killed. */
const turns = import.meta.env.MODE === 'long' ? 20 : 2

const release = (key: string) => ({ key, code: key, rows: figures(2, 2001) })

describeWith(['Postgres', 'Redis'], 'the audit of two nodes', () => {
  test('is one, and each of them shows all of it', async () => {
    const hub = await openHubForTest({ ground: 'Postgres and Redis' })
    const beside = await openHubForTest({ ground: 'Postgres and Redis', beside: hub })
    const keys = Array.from({ length: 20 }, (_, index) => `release-${index}`)
    await Promise.all(
      keys.map((key, index) => publish([hub, beside][index % 2]?.address ?? '', release(key))),
    )
    await hub.ask('{ audit { nodes { seq } } }', {}, { authorization: 'Bearer bm_no_0123456789abcdef' })
    await expect
      .poll(async () => (await readAudit(hub.address)).filter(({ act }) => act === 'publishRelease').length)
      .toBe(keys.length)
    const entries = await readAudit(beside.address)
    expect(brokenEntries(entries)).toEqual([])
    expect(new Set(entries.map(({ batch }) => batch.split('/')[0]))).toEqual(
      new Set([hub.instance, beside.instance]),
    )
  })

  test('holds no answer up while it cannot be written', async () => {
    const hub = await openHubForTest({ ground: 'Postgres and Redis' })
    const [locked, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding = hub.database.transaction(async (transaction) => {
      await transaction.query(sql`lock table audit_head in access exclusive mode`)
      locked.resolve()
      await open.promise
    })
    await locked.promise
    for (const key of ['a', 'b', 'c'])
      expect((await publish(hub.address, release(key))).state).toMatch(/TAKEN|UNCHANGED/)
    open.resolve()
    await holding
    const acts = (await readAudit(hub.address)).map(({ act }) => act)
    expect(acts.filter((act) => act === 'publishRelease')).toHaveLength(3)
  })
})

describeOneGround('the audit of a node that is killed', (ground) => {
  test('is a whole chain, whose next start has no stop before it', async () => {
    const environment = ground === 'Postgres and Redis' ? { DATABASE_URL: await createTestDatabase() } : {}
    const hub = await openHubProcess(environment)
    try {
      for (let turn = 0; turn < turns; turn += 1) {
        await publish(hub.address, release(`known-${turn}`))
        await readAudit(hub.address)
        const going = publish(hub.address, release(`going-${turn}`)).catch(() => null)
        await hub.end('SIGKILL')
        await going
        await hub.restart()
      }
      await hub.end('SIGTERM')
      await hub.restart()
      const entries = await readAudit(hub.address)
      expect(brokenEntries(entries)).toEqual([])
      const acts = entries.map(({ act }) => act)
      expect(acts.filter((act) => act === 'startNode')).toHaveLength(turns + 2)
      expect(acts.filter((act) => act === 'stopNode')).toHaveLength(1)
      for (let turn = 0; turn < turns; turn += 1) {
        const published = entries.filter(({ subjects }) => subjects.includes(`cnca-by-region/known-${turn}`))
        expect(published).toHaveLength(1)
      }
    } finally {
      await hub.close()
    }
  }, 120_000)
})
