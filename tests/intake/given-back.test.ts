import { expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { asAdministrator, ask, describeGrounds, openHubForTest, type TestHub } from '../support/hub.ts'

const figure = `{ observations(filter: { region: { eq: "440000" }, indicator: { eq: "certificates" } }) {
  nodes { value } } }`

describeGrounds('a delivery whose sender was told that it failed', (ground) => {
  test('is not taken in behind its sender’s back, and is when it is sent again', async () => {
    const hub = await openHubForTest({ ground })
    await hub.database.query(sql`create function fail() returns trigger language plpgsql as
      $$ begin delete from observation_stage; return new; end $$`)
    await hub.database.query(
      sql`create trigger fail before update on head for each row execute function fail()`,
    )
    expect((await publish(hub, 'wrong', '111')).errors[0]?.extensions['code']).toBe('UNAVAILABLE')
    await hub.database.query(sql`drop trigger fail on head`)
    await expect.poll(() => returned(hub)).toBe(1)
    expect((await publish(hub, 'right', '222')).errors).toBeUndefined()
    expect(await hub.intake.resume()).toMatchObject({ completed: 0, failed: [] })
    expect((await ask(hub.address, figure)).data).toEqual({ observations: { nodes: [{ value: '222' }] } })
    expect((await publish(hub, 'wrong', '111')).data).toMatchObject({ publishRelease: { state: 'TAKEN' } })
    expect(await returned(hub)).toBe(0)
    await hub.database.query(sql`delete from delivery_outcome o using delivery d
      where d.id = o.delivery_id and d.idempotency_key = 'wrong'`)
    expect(await hub.intake.resume()).toMatchObject({ completed: 1, failed: [] })
  })
})

async function returned({ database }: TestHub): Promise<number> {
  const rows = await database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from delivery_returned`,
  )
  return rows[0]?.count ?? 0
}

function publish(hub: TestHub, idempotencyKey: string, value: string) {
  const rows = [{ indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2022-08', value }]
  return hub.ask(
    'mutation ($input: PublishReleaseInput!) { publishRelease(input: $input) { state } }',
    { input: { source: 'cnca-by-region', idempotencyKey, rows } },
    asAdministrator,
  )
}
