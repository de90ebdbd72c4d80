import { expect, test } from 'vitest'
import { silenceRecords } from '../../src/credit/writes-claimed.ts'
import { endByNow } from '../../src/credit/writes-ending.ts'
import { setOrganizationWindows, setRecordWindows } from '../../src/credit/writes-windows.ts'
import type { Queryable } from '../../src/platform/database.ts'
import { type Sql, sql } from '../../src/platform/sql.ts'
import { describeOneGround, openTestHub } from '../support/hub.ts'

const far = 9_000_000
const open = sql`to_position = 9007199254740991`

type Step = (writer: Queryable) => Promise<unknown>

const run =
  (statement: Sql): Step =>
  (writer) =>
    writer.query(statement)

/** What a writer under its lock has taken when the repair comes, and what it wants then. */
const races: Readonly<
  Record<string, { readonly first: Step; readonly next: Step; readonly ends?: boolean }>
> = {
  'the open row of the record, then all versions': {
    first: run(sql`update credit_record set fine = 2 where id = 'r' and ${open}`),
    next: (writer) => setRecordWindows(writer, ['r']),
  },
  'the organization, then the record': {
    first: run(sql`update organization set region = '440300' where id = 'o' and ${open}`),
    next: (writer) => setRecordWindows(writer, ['r']),
  },
  'a measure, then its record': {
    first: run(sql`update joint_measure set basis = 'b' where id = 'm' and ${open}`),
    next: (writer) => setRecordWindows(writer, ['r']),
  },
  'the open row of the organization, then all its versions': {
    first: run(sql`update organization set region = '440300' where id = 'o' and ${open}`),
    next: (writer) => setOrganizationWindows(writer, ['o']),
  },
  'a withdrawal by its source, then the record': {
    first: run(
      sql`insert into credit_ending (record_id, kind, ended_at, ended_by, told) values ('r', 'WITHDRAWN', now(), 's', true)`,
    ),
    next: (writer) => silenceRecords(writer, far + 1, ['r']),
    ends: true,
  },
}

describeOneGround('a repair and a writer at one instant', (ground) => {
  test('the writer is never given up, and the repair holds or was not needed', async () => {
    await using hub = await openTestHub({ ground })
    const { database } = hub
    // The embedded store does one transaction after the other.
    if (database.kind !== 'postgres') return
    const ending = {
      recordId: 'r',
      kind: 'REPAIR',
      endedBy: 'k',
      basis: 'b',
      document: 'd',
      requestKey: null,
    } as const
    const untilSomebodyWaits = async () => {
      for (let waiting = 0; waiting === 0; )
        waiting = (
          await database.query(
            sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        ).length
    }
    const isShown = async () =>
      (
        await database.query(
          sql`select 1 from credit_record where id = 'r' and shown_until > now()
              union all select 1 from joint_measure where id = 'm' and shown_until > now()
              union all select 1 from organization where id = 'o' and shown_until > now()`,
        )
      ).length > 0
    const anew = async () => {
      for (const table of ['credit_record', 'joint_measure', 'organization'])
        await database.query(sql`delete from ${sql.table(table)} where id in ('r', 'm', 'o')`)
      await database.query(sql`delete from credit_ending where record_id = 'r'`)
      for (const [from, to] of [
        [far - 1, far],
        [far, 9_007_199_254_740_991],
      ]) {
        const span = sql`${from}::bigint, ${to}::bigint`
        await database.query(
          sql`insert into organization (id, from_position, to_position, name, person, roles, origin, release_id, revision,
                born_position, shown_from, shown_until)
              values ('o', ${span}, '示例', false, '{}', 'CREDIT', 'r', 1, 1, '-infinity', 'infinity')`,
        )
        await database.query(
          sql`insert into credit_record (id, from_position, to_position, organization_id, counterparty, counterparty_kind,
                kind, authority, decision_number, status, disputed, detail, key, source, release_id, revision,
                born_position, body, publicity_from, publicity_until, shown_from, shown_until)
              values ('r', ${span}, 'o', '示例', 'LEGAL_PERSON', 'ADMINISTRATIVE_PENALTY', '示例局', '1', 'PUBLISHED',
                false, '{}', 'r', 's', 'r', 1, 1, '{}', '2026-01-01', '2099-01-01', '2026-01-01', '2099-01-01')`,
        )
        await database.query(
          sql`insert into joint_measure (id, from_position, to_position, record_id, measure, authority, key, source,
                release_id, revision, born_position, body, shown_from, shown_until)
              values ('m', ${span}, 'r', 'm', 'a', 'm', 's', 'r', 1, 1, '{}', '2026-01-01', '2099-01-01')`,
        )
      }
    }
    for (const [name, { first, next, ends = false }] of Object.entries(races)) {
      // The writer came first: the repair holds what it wants next, and waits for what it has.
      await anew()
      let repair: Promise<unknown> | undefined
      const writer = await database
        .transaction(async (transaction) => {
          await first(transaction)
          repair = endByNow(database, ending).catch((error: unknown) => error)
          await untilSomebodyWaits()
          await next(transaction)
        })
        .then(
          () => 'done',
          (error: unknown) => error,
        )
      expect([name, writer, await repair]).toEqual([name, 'done', !ends])
      if (!ends) expect([name, await isShown()]).toEqual([name, false])

      // The repair came first, and something else keeps it from its end.
      await anew()
      const held = Promise.withResolvers<void>()
      const taken = Promise.withResolvers<void>()
      const other = database.transaction(async (transaction) => {
        await transaction.query(sql`select 1 from organization where id = 'o' and ${open} for update`)
        taken.resolve()
        await held.promise
      })
      await taken.promise
      const early = endByNow(database, ending).catch((error: unknown) => error)
      await untilSomebodyWaits()
      const late = database
        .transaction(async (transaction) => {
          await first(transaction)
          await next(transaction)
        })
        .then(
          () => 'done',
          (error: unknown) => error,
        )
      held.resolve()
      await other
      const outcome = await Promise.all([late, early])
      if (!ends) expect([name, ...outcome, await isShown()]).toEqual([name, 'done', true, false])
      else expect([name, typeof outcome[1]]).toEqual([name, 'boolean'])
    }
  })
})
