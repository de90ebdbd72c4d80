import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOriginals } from '../../src/platform/originals.ts'
import { sql } from '../../src/platform/sql.ts'
import { figures, publish, regionalFile } from '../subscriptions/figures.ts'
import { describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'
import { provenHistory, sizes } from './ledger.ts'

describeGrounds('a delivery that was cut off', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  const position = async () => (await hub.ask('{ hub { position } }')).extensions.hub.position

  test('between its commit and its report is reported without a second commit', async () => {
    const rows = figures(40, 1995)
    const first = await publish(hub.address, { key: 'unreported', rows })
    const before = [await position(), await sizes(hub)]
    await hub.database.query(
      sql`delete from delivery_outcome t using delivery d where d.id = t.delivery_id and d.idempotency_key = 'unreported'`,
    )
    expect(await hub.intake.resume()).toEqual({ completed: 1, elsewhere: [], failed: [] })
    expect(await hub.intake.resume()).toEqual({ completed: 0, elsewhere: [], failed: [] })
    expect([await position(), await sizes(hub)]).toEqual(before)
    expect(await publish(hub.address, { key: 'unreported', rows })).toEqual({ ...first, repeated: true })
  })

  test('between its recording and its commit is committed once, by a retry and a start at the same time', async () => {
    const file = regionalFile([
      ['2017-01', '440000', '广东', '5', '6'],
      ['2017-02', '440000', '广东', '7', 'x'],
      ['2017-02', '450000', '广西', '8', '9'],
    ])
    await recordOnly(hub, 'recorded', file)
    const before = await position()
    const [, ...answers] = await Promise.all([
      hub.intake.resume(),
      hub.deliver('cnca-by-region', file, 'recorded'),
      hub.deliver('cnca-by-region', file, 'recorded'),
    ])
    expect(await position()).toBe(before + 2)
    for (const { status, report } of answers) {
      expect(status).toBe(200)
      expect(report).toMatchObject({
        state: 'TAKEN',
        counts: { rows: 3, added: 5, quarantined: 1 },
        releases: [{ position: before + 1 }, { position: before + 2 }],
      })
    }
    expect(await hub.intake.resume()).toEqual({ completed: 0, elsewhere: [], failed: [] })
    await provenHistory(hub)
  })

  test('with its original on another node does not keep this one from starting, and is not forgotten', async () => {
    const file = regionalFile([['2017-03', '440000', '广东', '5', '6']])
    const { digest, id } = await recordOnly(hub, 'elsewhere', file)
    await rm(join(hub.folder, 'originals', digest.slice(0, 2)), { recursive: true })
    expect(await hub.intake.resume()).toEqual({ completed: 0, elsewhere: [id], failed: [] })
    const { report } = await hub.deliver('cnca-by-region', file, 'elsewhere')
    expect(report).toMatchObject({ id, state: 'TAKEN' })
    expect(await hub.intake.resume()).toEqual({ completed: 0, elsewhere: [], failed: [] })
  })

  test('leaves nothing staged for good', async () => {
    await publish(hub.address, { key: 'staged', rows: figures(2, 1996) })
    await hub.database.query(
      sql`insert into observation_stage (stage_id, delivery_id, seq, verdict, series_id, series_new, revision, indicator, region,
            scheme, unit, frequency, source, code_list_version, period, status, key, line, original)
          select 'left', d.id, 0, 'added', 1, false, 1, '', '', '', '', '', '', '', '', '', '', 1, ''
          from delivery d where d.idempotency_key = 'staged'`,
    )
    expect((await sizes(hub)).staged).toBe(1)
    await hub.intake.resume()
    expect((await sizes(hub)).staged).toBe(0)
  })
})

/** What a process that died right after recording a delivery has left. */
async function recordOnly(hub: TestHub, key: string, file: string) {
  const originals = openOriginals(join(hub.folder, 'originals'))
  const digest = await originals.keep(Buffer.from(file))
  const id = `00000000-0000-4000-8000-${Buffer.from(key).toString('hex').padStart(12, '0').slice(-12)}`
  await hub.database.query(
    sql`insert into original (digest, size, name, received_at) values (${digest}, ${file.length}, 'a.csv', clock_timestamp())`,
  )
  await hub.database.query(
    sql`insert into delivery (id, source, idempotency_key, digest, form, name, received_at)
        values (${id}, 'cnca-by-region', ${key}, ${digest}, 'file', 'a.csv', clock_timestamp())`,
  )
  return { digest, id }
}
