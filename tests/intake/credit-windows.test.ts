import { expect, test } from 'vitest'
import { deriveWindows, setOrganizationWindows, setRecordWindows } from '../../src/credit/writes-windows.ts'
import type { Queryable } from '../../src/platform/database.ts'
import { sql } from '../../src/platform/sql.ts'
import { describeOneGround, openTestHub } from '../support/hub.ts'

const far = 9_000_000

describeOneGround('windows of credit records', (ground) => {
  test('days of publicity become instants of Shanghai, on every version; organizations follow', async () => {
    await using hub = await openTestHub({ ground })
    const { database } = hub
    const organization = (id: string, origin: string, roles = '{}') =>
      database.query(
        sql`insert into organization (id, from_position, name, person, roles, origin, release_id, revision, born_position)
            values (${id}, ${far}::bigint, '示例', false, ${roles}::text[], ${origin}, 'r', 1, 1)`,
      )
    const record = (
      id: string,
      about: string | null,
      status: string,
      days: readonly (string | null)[],
      at = far,
      to: number | null = null,
      writer: Queryable = database,
    ) =>
      writer.query(
        sql`insert into credit_record (id, from_position, to_position, organization_id, counterparty, counterparty_kind, kind,
              authority, decision_number, status, disputed, detail, key, source, release_id, revision, born_position, body,
              publicity_from, publicity_until)
            values (${id}, ${at}::bigint, coalesce(${to}::bigint, 9007199254740991), ${about}, '示例', 'LEGAL_PERSON',
              'ADMINISTRATIVE_PENALTY', '示例局', '1', ${status}, false, '{}', ${id}, 's', 'r', 1, 1, '{}',
              ${days[0]}, ${days[1]})`,
      )
    for (const [id, origin] of [
      ['o1', 'CREDIT'],
      ['o2', 'CREDIT'],
      ['o3', 'REGISTER'],
      ['o4', 'CREDIT'],
      ['o5', 'CREDIT'],
      ['o6', 'CREDIT'],
    ] as const)
      await organization(id, origin)
    await organization('o7', 'CREDIT', '{AUTHORITY}')
    await record('r1', 'o1', 'PUBLISHED', ['2026-01-01', '2099-01-01'])
    await record('r1', 'o1', 'PENDING', ['2026-01-01', '2099-01-01'], far - 1, far)
    await record('r2', 'o1', 'PENDING', ['2100-01-01', '2101-01-01'])
    await record('r3', 'o2', 'PENDING', ['2098-12-01', '2101-01-01'])
    await record('r4', 'o3', 'EXPIRED', ['2020-01-01', '2021-01-01'])
    await record('r5', 'o4', 'EXPIRED', ['2020-01-01', '2021-01-01'])
    await record('r6', 'o5', 'RECEIVED', [null, null])
    await record('r7', 'o6', 'PUBLISHED', ['2026-01-01', null])
    await record('r8', null, 'NOT_PUBLISHABLE', [null, null])
    await database.query(
      sql`insert into joint_measure (id, from_position, record_id, measure, authority, key, source, release_id, revision,
            born_position, body) values ('m1', ${far}::bigint, 'r1', 'm', 'a', 'm1', 's', 'r', 1, 1, '{}')`,
    )
    await database.transaction((transaction) => deriveWindows(transaction, far))

    const windows = async () => {
      const rows = await database.query<{ readonly id: string; readonly shown: string }>(
        sql`select distinct t.id, concat(to_char(t.f at time zone 'UTC', 'YYYY-MM-DD HH24'), case when not isfinite(t.f) then t.f::text end, '/',
              to_char(t.u at time zone 'UTC', 'YYYY-MM-DD HH24'), case when not isfinite(t.u) then t.u::text end) as shown
            from (select id, shown_from f, shown_until u from credit_record where from_position >= ${far - 1}
              union all select id, shown_from, shown_until from joint_measure where from_position = ${far}
              union all select id, shown_from, shown_until from organization where from_position = ${far}) t order by 1`,
      )
      return Object.fromEntries(rows.map(({ id, shown }) => [id, shown]))
    }
    const first = '2025-12-31 16/2098-12-31 16'
    const before = await windows()
    expect(before).toEqual({
      m1: first,
      o1: first,
      o2: '2098-11-30 16/2100-12-31 16',
      o3: '-infinity/infinity',
      o4: '-infinity/-infinity',
      o5: '-infinity/-infinity',
      o6: '2025-12-31 16/infinity',
      o7: '-infinity/infinity',
      r1: first,
      r2: '2099-12-31 16/2100-12-31 16',
      r3: '2098-11-30 16/2100-12-31 16',
      r4: '2019-12-31 16/2020-12-31 16',
      r5: '2019-12-31 16/2020-12-31 16',
      r6: '/',
      r7: '2025-12-31 16/infinity',
      r8: '/',
    })

    // Whoever is merged into another does not show it.
    await database.query(
      sql`insert into organization_link (id, from_position, into_id, reason, made_by) values ('o1', ${far}::bigint, 'o4', 'x', 'y')`,
    )
    await database.transaction((transaction) => setOrganizationWindows(transaction, ['o1']))
    expect(await windows()).toEqual(before)

    // An ending cuts at once: record, measure, organization and the one it was merged into.
    await database.transaction(async (transaction) => {
      await transaction.query(
        sql`insert into credit_ending (record_id, kind, ended_at, ended_by)
            values ('r1', 'REPAIR', '2026-02-03 04:00Z', 'k'), ('r6', 'WITHDRAWN', '2026-02-03 04:00Z', 'k')`,
      )
      await setRecordWindows(transaction, ['r1', 'r6'])
    })
    const cut = '2025-12-31 16/2026-02-03 04'
    const next = '2099-12-31 16/2100-12-31 16'
    expect(await windows()).toEqual({ ...before, r1: cut, m1: cut, o1: next, r6: '/2026-02-03 04' })

    // A writer that has not committed yet: the ending waits for it, and cuts the version that it began too.
    if (database.kind !== 'postgres') return
    const waiting = Promise.withResolvers<void>()
    let ended: Promise<void> | undefined
    await database.transaction(async (transaction) => {
      await transaction.query(sql`update credit_record set to_position = ${far + 1}::bigint where id = 'r3'`)
      await record('r3', 'o2', 'PUBLISHED', ['2026-01-01', '2099-01-01'], far + 1, null, transaction)
      await transaction.query(
        sql`insert into joint_measure (id, from_position, record_id, measure, authority, key, source, release_id, revision,
              born_position, body) values ('m3', ${far + 1}::bigint, 'r3', 'm', 'a', 'm3', 's', 'r', 1, 1, '{}')`,
      )
      await deriveWindows(transaction, far + 1)
      ended = database.transaction(async (ending) => {
        await ending.query(
          sql`insert into credit_ending (record_id, kind, ended_at, ended_by) values ('r3', 'REPAIR', '2026-02-03 04:00Z', 'k')`,
        )
        waiting.resolve()
        await setRecordWindows(ending, ['r3'])
      })
      await waiting.promise
      for (let blocked = 0; blocked === 0; )
        blocked = (
          await database.query(
            sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        ).length
    })
    await ended
    const versions = await database.query<{ readonly until: Date }>(
      sql`select shown_until as until from credit_record where id = 'r3'
          union all select shown_until from joint_measure where id = 'm3'`,
    )
    expect(versions.map(({ until }) => until.toISOString())).toEqual(
      Array(3).fill('2026-02-03T04:00:00.000Z'),
    )
    expect(await windows()).toMatchObject({ o2: expect.stringMatching(/^-infinity\/20/) })
  })
})
