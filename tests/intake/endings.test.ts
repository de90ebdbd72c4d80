import { afterAll, beforeAll, expect, test } from 'vitest'
import { silenceRecords } from '../../src/credit/writes-claimed.ts'
import { endByNow } from '../../src/credit/writes-ending.ts'
import { setOrganizationWindows, setRecordWindows } from '../../src/credit/writes-windows.ts'
import type { Queryable } from '../../src/platform/database.ts'
import { type Sql, sql } from '../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub, testKey } from '../support/hub.ts'
import { type Cells, codes, fileOf, penalty } from './credit-rows.ts'

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

describeOneGround('a repair, and those who say the record again', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  test('an ended decision does not come back under other codes; other decisions go in', async () => {
    let files = 0
    const deliver = async (row: Cells) => {
      files += 1
      const { report } = await hub.deliver('double-publicity-penalties', fileOf([row]), `again-${files}`)
      const { counts, findings } = report as unknown as {
        readonly counts: { readonly added: number; readonly stale: number }
        readonly findings: readonly { readonly code: string }[]
      }
      return [counts.added, counts.stale, findings.filter(({ code }) => code === 'ENDED_RECORD').length]
    }
    const shown = async (number: string) => {
      const { data } = await hub.ask(
        'query ($number: String!) { creditRecords(filter: { decisionNumber: { contains: $number } }) { nodes { id } } }',
        { number },
      )
      return (data as { readonly creditRecords: { readonly nodes: readonly { readonly id: string }[] } })
        .creditRecords.nodes
    }
    const repair = async (number: string) => {
      const [record] = await shown(number)
      const { errors } = await hub.ask(
        'mutation ($id: ID!) { repairCreditRecord(input: { record: $id, basis: "b", document: "d" }) { id } }',
        { id: record?.id },
        { authorization: `Bearer ${testKey}` },
      )
      expect(errors).toBeUndefined()
      expect(await shown(number)).toEqual([])
    }
    const [, , , , , code, other] = codes
    const said = (number: string, cells: Cells = {}) =>
      penalty(number, { cf_xdr_mc: '示例再来有限公司', cf_xdr_shxym: code, cf_sxyzcd: '轻微', ...cells })
    const added = [1, 0, 0]
    const stale = [0, 1, 1]
    expect(await deliver(said('Z1', { cf_xdr_gszc: '示例号77' }))).toEqual(added)
    await repair('Z1')
    const again: readonly (readonly [string, Cells])[] = [
      ['the same', {}],
      [
        'the code within',
        { cf_xdr_shxym: '', cf_xdr_zzjg: code.slice(8, 17), cf_xdr_mc: '示例改名有限公司' },
      ],
      ['another number', { cf_xdr_shxym: '', cf_xdr_gszc: '示例号77', cf_xdr_mc: '示例改名有限公司' }],
      ['no code', { cf_xdr_shxym: '', cf_xdr_mc: '示例 再来有限公司' }],
      ['another code', { cf_xdr_shxym: other }],
      ['a person', { cf_xdr_shxym: '', cf_xdr_lb: '01' }],
      ['the authority by its code', { cf_cfjg: '示例市市场监督管理局（本部）' }],
      ['the authority by its name', { cf_cfjgdm: '', cf_cfjg: '示例市 市场监督管理局' }],
      ['other brackets', { cf_wsh: '示市监处罚[2026] Z1 号', cf_xdr_shxym: '' }],
    ]
    for (const [name, cells] of again) expect([name, await deliver(said('Z1', cells))]).toEqual([name, stale])
    expect(await shown('Z1')).toEqual([])
    const others: readonly (readonly [string, Cells])[] = [
      ['another number', { cf_wsh: '示市监处罚〔2026〕Z2号' }],
      ['another authority', { cf_cfjg: '示例另局', cf_cfjgdm: '' }],
      ['another party', { cf_xdr_mc: '示例另外有限公司', cf_xdr_shxym: other }],
    ]
    for (const [name, cells] of others)
      expect([name, await deliver(said('Z1', cells))]).toEqual([name, added])

    // Persons are told apart by their whole names, which nobody reads.
    const person = (name: string) => said('Z3', { cf_xdr_mc: name, cf_xdr_shxym: '', cf_xdr_lb: '01' })
    expect(await deliver(person('示例欧阳'))).toEqual(added)
    await repair('Z3')
    expect(await deliver({ ...person('示例 欧阳'), cf_nr_fk: '2' })).toEqual(stale)
    expect(await deliver(person('示例司马'))).toEqual(added)

    // Under embargo it says nothing yet; what ended meanwhile stays so.
    expect(await deliver(said('Z4'))).toEqual(added)
    const held = await fetch(`${hub.address}/ingest/double-publicity-penalties`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testKey}`,
        'content-type': 'text/csv',
        'idempotency-key': 'held',
        'baymark-embargo-until': new Date(Date.now() + 3_600_000).toISOString(),
      },
      body: fileOf([said('Z4', { cf_xdr_shxym: '' })]),
    })
    expect(held.status).toBe(200)
    await repair('Z4')
    if (ground === 'PGlite and memory') return
    const due = sql`status = 'EMBARGOED' and ${open}`
    await hub.database.query(
      sql`update release set embargo_until = clock_timestamp() - interval '1 second' where ${due}`,
    )
    const next = await openTestHub({ ground, beside: hub })
    await next.close()
    expect(await hub.database.query(sql`select 1 from release where ${due}`)).toEqual([])
    expect(await shown('Z4')).toEqual([])
  })

  test('the writer is never given up, and the repair holds or was not needed', async () => {
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
