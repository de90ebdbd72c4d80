import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../../src/platform/project.ts'
import { sql } from '../../src/platform/sql.ts'
import { asAdministrator, ask, describeGrounds, openHubForTest, type TestHub } from '../support/hub.ts'

const header = 'period,region_code,region_name_zh,certificates,organisations,source\n'
const fileOf = (...values: readonly number[]) =>
  header + values.map((value) => `2022-08,440000,广东,${value},,https://example.org/fictional\n`).join('')

const figure = `{ observations(filter: { region: { eq: "440000" }, indicator: { eq: "certificates" } }) {
  nodes { value revision } } }`

describeGrounds('deliveries at their worst', (ground) => {
  test('a file that was taken in before and cut off when it came again does not bring its figures back', async () => {
    const hub = await openHubForTest({ ground })
    await hub.deliver('cnca-by-region', fileOf(100), 'first')
    await hub.deliver('cnca-by-region', fileOf(200), 'second')
    const again = await hub.deliver('cnca-by-region', fileOf(100), 'third')
    expect(again.report).toMatchObject({
      state: 'UNCHANGED',
      repeated: true,
      counts: { added: 0 },
      releases: [],
    })
    await forgetOutcome(hub, 'third')
    expect(await hub.intake.resume()).toMatchObject({ completed: 1, failed: [] })
    expect((await ask(hub.address, figure)).data).toEqual({
      observations: { nodes: [{ value: '200', revision: 2 }] },
    })
  })

  test('thousands of lines that contradict each other are held back, and each is told of a few others', async () => {
    const hub = await openHubForTest({ ground })
    const lines = Array.from({ length: 5_000 }, (_, index) => index)
    const { report } = await hub.deliver('cnca-by-region', fileOf(...lines), 'contradicting')
    expect(report).toMatchObject({ state: 'UNCHANGED', counts: { rows: 5_000, quarantined: 5_000 } })
    expect(JSON.stringify(report).length).toBeLessThan(100_000)
  })

  test('a delivery that cannot be completed holds up neither the others nor the start', async () => {
    const hub = await openHubForTest({ ground })
    await hub.deliver('cnca-by-region', fileOf(100), 'damaged')
    await forgetOutcome(hub, 'damaged')
    await hub.deliver('cnca-by-field', await sample('cnca-by-field-2019-03.csv'), 'sound')
    await forgetOutcome(hub, 'sound')
    const [{ digest } = { digest: '' }] = await hub.database.query<{ readonly digest: string }>(
      sql`select digest from delivery where idempotency_key = 'damaged'`,
    )
    await writeFile(join(hub.folder, 'originals', digest.slice(0, 2), digest), 'damaged')
    const { completed, failed } = await hub.intake.resume()
    expect({ completed, failed: failed.length }).toEqual({ completed: 1, failed: 1 })
  })

  test('a delivery whose prepared rows are lost stays open and says so; sent again it is taken', async () => {
    const hub = await openHubForTest({ ground })
    await hub.database.query(sql`create function lose_stage() returns trigger language plpgsql as
      $$ begin delete from observation_stage; return new; end $$`)
    await hub.database.query(
      sql`create trigger lose before update on head for each row execute function lose_stage()`,
    )
    const lost = await hub.deliver('cnca-by-region', fileOf(100), 'lost')
    expect(lost).toMatchObject({ status: 503, report: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } })
    await hub.database.query(sql`drop trigger lose on head`)
    const sent = await hub.deliver('cnca-by-region', fileOf(100), 'lost')
    expect(sent.report).toMatchObject({ state: 'TAKEN', counts: { added: 1 } })
  })

  test('a release of the future is refused', async () => {
    const hub = await openHubForTest({ ground })
    const rows = [
      { indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2022-08', value: '1' },
    ]
    const input = {
      source: 'cnca-by-region',
      idempotencyKey: 'future',
      publishedAt: '2199-01-01T00:00:00Z',
      rows,
    }
    const { errors } = await hub.ask(
      'mutation ($input: PublishReleaseInput!) { publishRelease(input: $input) { id } }',
      { input },
      asAdministrator,
    )
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    expect(errors[0]?.message).toContain('publishedAt')
  })
})

const sample = (name: string): Promise<Buffer> => readFile(join(projectFolder(), 'samples', name))

/** Leaves a delivery as a process leaves it that ends between recording it and completing it. */
async function forgetOutcome({ database }: TestHub, key: string): Promise<void> {
  await database.query(
    sql`delete from delivery_outcome o using delivery d where d.id = o.delivery_id and d.idempotency_key = ${key}`,
  )
}
