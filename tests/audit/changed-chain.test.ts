import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Verified, verifyChain } from '../../src/cli/verify-chain.ts'
import { sql } from '../../src/platform/sql.ts'
import { figures, publish } from '../subscriptions/figures.ts'
import { asAdministrator, describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'

describeGrounds('a chain that somebody changed', (ground) => {
  let hub: TestHub
  let whole: Verified
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f'])
      await publish(hub.address, { key, code: key, rows: figures(1, 2001) })
    await hub.database.query(sql`alter table audit disable trigger all`)
    whole = await verified()
    await hub.database.query(sql`create table kept as select * from audit`)
  })
  afterAll(() => hub.close())

  const verified = (expected?: string) =>
    verifyChain(
      {
        ask: async <Data>(query: string, variables: object = {}) =>
          (await hub.ask(query, variables, asAdministrator)).data as Data,
      },
      expected,
    )

  test('is whole before', () => {
    expect(whole).toMatchObject({ broken: null })
    expect(whole.entries).toBeGreaterThan(6)
  })

  test.each([
    ['an actor', `update audit set actor = 'key:somebody' where seq = 4`, 4, 3, 'its hash is not'],
    ['a time', `update audit set at = at + interval '1 millisecond' where seq = 3`, 3, 2, 'its hash is not'],
    ['a subject', `update audit set subjects = subjects || '{x}' where seq = 5`, 5, 4, 'its hash is not'],
    ['a purpose', `update audit set purpose = 'another' where seq = 2`, 2, 1, 'its hash is not'],
    ['an entry that is gone', `delete from audit where seq = 3`, 4, 2, 'entry 3 is missing'],
    ['the first entries', `delete from audit where seq < 3`, 3, 0, 'the entries 1 to 2 are missing'],
    [
      'two entries that changed places',
      `update audit a set actor = b.actor, act = b.act, subjects = b.subjects, at = b.at, hash = b.hash
         from kept b where (a.seq, b.seq) in ((3, 4), (4, 3))`,
      3,
      2,
      'its hash is not',
    ],
    [
      'an entry and its own hash',
      `update audit set actor = 'key:x', hash = encode(sha256(convert_to(format(
         '[%s,"%s","key:x","%s",%s,null,"%s",1,"%s","%s"]', seq,
         to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), act,
         replace(to_json(subjects)::text, ', ', ','), outcome, batch, previous), 'UTF8')), 'hex') where seq = 3`,
      4,
      3,
      'does not follow on the entry before',
    ],
  ])('is found at the right entry: %s', async (_what, change, seq, entries, reason) => {
    await hub.database.query(sql.raw(change))
    const found = await verified(whole.hash)
    await hub.database.query(sql`delete from audit where seq in (select seq from kept)`)
    await hub.database.query(sql`insert into audit select * from kept`)
    expect(found).toMatchObject({ entries, expectedAt: null, broken: { seq } })
    expect(found.broken?.reason).toContain(reason)
    expect(await verified(whole.hash)).toMatchObject({ broken: null, expectedAt: whole.entries })
  })
})
