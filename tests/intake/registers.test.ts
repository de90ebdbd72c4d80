import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { sql } from '../../src/platform/sql.ts'
import { describeStores } from '../contract/stores.ts'
import { openRegisters, type RegisterIntake } from './plain-registers.ts'

describeStores('registers', (store) => {
  let database: Database
  let hub: RegisterIntake
  beforeAll(async () => {
    database = await store.fresh()
    hub = await openRegisters(database)
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  /** The open row of a fact, with the name of its organization. */
  const factOf = async (table: string, key: string) => {
    const rows = await database.query<Record<string, unknown>>(
      sql`select f.*, to_jsonb(f) as all_columns from ${sql.table(table)} f
          where f.key = ${key} and f.to_position = 9007199254740991`,
    )
    expect(rows.length).toBeLessThan(2)
    return rows[0] ?? null
  }
  const organizationOf = async (ref: string) => {
    const rows = await database.query<Record<string, unknown>>(
      sql`select o.*, (select array_agg(i.id order by i.id) from organization_identifier i
            where i.organization_id = o.id and i.to_position = 9007199254740991) as refs
          from organization o join organization_identifier n on n.organization_id = o.id
          where n.id = ${ref} and n.to_position = 9007199254740991 and o.to_position = 9007199254740991`,
    )
    expect(rows.length).toBeLessThan(2)
    return rows[0] ?? null
  }
  const record = (number: string, says: string, more: Readonly<Record<string, string>> = {}) => ({
    number,
    says,
    about: `CN-USCC:${number}`,
    name: `示例${number}`,
    ...more,
  })
  const noun = 'credit-record'

  test('add, confirm, revise and let stale claims be', async () => {
    const first = await hub.post(noun, 'a1', [record('A1', 'x', { fine: '10.50' }), record('A2', 'x')])
    expect(first).toMatchObject({ state: 'TAKEN', counts: { added: 2, revised: 0, confirmed: 0, stale: 0 } })
    const before = await factOf('credit_record', 'A1')
    expect(before).toMatchObject({ revision: 1, fine: '10.50', disputed: false, release_id: `${noun}/a1` })
    await database.query(sql`update credit_record set disputed = true, dispute_note = 'so' where key = 'A1'`)
    const again = await hub.post(noun, 'a2', [record('A1', 'x', { fine: '10.50' }), record('A2', 'x')])
    expect(again).toMatchObject({ state: 'UNCHANGED', releases: [], counts: { confirmed: 2 } })
    const revised = await hub.post(noun, 'a3', [record('A1', 'y', { fine: '11' }), record('A2', 'x')], {
      publishedAt: '2026-02-01T00:00:00Z',
    })
    expect(revised.counts).toMatchObject({ added: 0, revised: 1, confirmed: 1 })
    const after = await factOf('credit_record', 'A1')
    expect(after).toMatchObject({
      id: before?.['id'],
      revision: 2,
      fine: '11',
      disputed: true,
      dispute_note: 'so',
    })
    expect(after).toMatchObject({ born_position: before?.['born_position'], detail: { says: 'y' } })
    const late = await hub.post(noun, 'a4', [record('A1', 'z')], { publishedAt: '2026-01-01T00:00:00Z' })
    expect(late.counts).toMatchObject({ stale: 1, revised: 0 })
    expect(await factOf('credit_record', 'A1')).toMatchObject({ release_id: `${noun}/a3`, revision: 2 })
    const repeated = await hub.post(noun, 'a3', [record('A1', 'y', { fine: '11' }), record('A2', 'x')], {
      publishedAt: '2026-02-01T00:00:00Z',
    })
    expect(repeated).toEqual({ ...revised, repeated: true })
  })

  test('bring the earlier claim back when a release is withdrawn, and end what nobody says', async () => {
    await hub.post(noun, 'b1', [record('B1', 'x'), record('B2', 'x')])
    await hub.post(noun, 'b2', [record('B1', 'y'), record('B3', 'x')])
    expect(await hub.withdraw(noun, 'b2')).toEqual({ revised: 1, ended: 1 })
    expect(await factOf('credit_record', 'B1')).toMatchObject({
      revision: 3,
      release_id: `${noun}/b1`,
      detail: { says: 'x' },
    })
    expect(await factOf('credit_record', 'B3')).toBeNull()
    expect(await organizationOf('CN-USCC:B3')).toBeNull()
    expect(await organizationOf('CN-USCC:B1')).toMatchObject({ name: '示例B1', origin: 'CREDIT' })
    const [ended] = await database.query<{ readonly id: string }>(
      sql`select id from credit_record where key = 'B3'`,
    )
    await hub.post(noun, 'b3', [record('B3', 'again')])
    expect(await factOf('credit_record', 'B3')).toMatchObject({ id: ended?.id, revision: 2 })
    expect(await organizationOf('CN-USCC:B3')).toMatchObject({ name: '示例B3' })
  })

  test('leave closed facts as they are, and take no release in for what is said of them', async () => {
    await hub.post(noun, 'c1', [record('C1', 'x')])
    await database.query(sql`update credit_record set status = 'REPAIRED' where key = 'C1'`)
    expect(await hub.post(noun, 'c2', [record('C1', 'y')])).toMatchObject({
      state: 'UNCHANGED',
      counts: { stale: 1 },
    })
    expect(await hub.withdraw(noun, 'c1')).toEqual({ revised: 0, ended: 0 })
    expect(await factOf('credit_record', 'C1')).toMatchObject({ status: 'REPAIRED', revision: 1 })
  })

  test('hold an embargo: no fact, no organization before its minute', async () => {
    const embargoUntil = new Date(Date.now() + 3_600_000)
    await hub.post(noun, 'd1', [record('D1', 'x', { about: 'CN-USCC:92D1', name: '示例店' })], {
      embargoUntil,
    })
    expect(await factOf('credit_record', 'D1')).toBeNull()
    expect(await organizationOf('CN-USCC:92D1')).toBeNull()
    await database.query(
      sql`update release set embargo_until = clock_timestamp() - interval '1 second' where id = ${`${noun}/d1`}`,
    )
    expect(await hub.endEmbargo(noun, 'd1')).toMatchObject({ counts: { added: 1 } })
    const organization = await organizationOf('CN-USCC:92D1')
    expect(organization).toMatchObject({ name: '示***', person: true })
    expect(await factOf('credit_record', 'D1')).toMatchObject({ organization_id: organization?.['id'] })
    expect(await nameOf(organization?.['person_id'])).toBe('示例店')
  })

  const nameOf = async (id: unknown) => {
    const [row] = await database.query<{ readonly name: string }>(
      sql`select name from person where id = ${id as string}`,
    )
    return row?.name ?? null
  }

  test('keep the whole names of persons apart', async () => {
    const row = record('E1', 'x', { about: '', person: '示例某' })
    await hub.post(noun, 'e1', [row])
    const before = await factOf('credit_record', 'E1')
    expect(before).toMatchObject({ counterparty: '示*', organization_id: null })
    expect(await nameOf(before?.['person_id'])).toBe('示例某')
    await hub.post(noun, 'e2', [{ ...row, says: 'y' }])
    expect(await factOf('credit_record', 'E1')).toMatchObject({
      person_id: before?.['person_id'],
      revision: 2,
    })
    // Masked they are the same; it is another name all the same.
    expect((await hub.post(noun, 'e3', [{ ...row, says: 'y', person: '示范某' }])).counts.revised).toBe(1)
    const renamed = await factOf('credit_record', 'E1')
    expect(await nameOf(renamed?.['person_id'])).toBe('示范某')
    const claims = await database.query(sql`select * from claim where key = 'E1'`)
    expect(claims).toHaveLength(3)
    expect(JSON.stringify(claims)).not.toMatch(/示例某|示范某/)
    expect(await hub.withdraw(noun, 'e3')).toEqual({ revised: 1, ended: 0 })
    expect(await factOf('credit_record', 'E1')).toMatchObject({ person_id: before?.['person_id'] })
  })

  test('find an organization by any of its numbers, and never make two that are known one', async () => {
    const about = (number: string, codes: string, name = '示例甲') =>
      record(number, 'x', { about: codes, name })
    await hub.post(noun, 'f1', [about('F1', 'CN-USCC:F1+HK-BRN:F1'), about('F2', 'HK-BRN:F1')])
    const first = await organizationOf('CN-USCC:F1')
    expect(first?.['refs']).toEqual(['CN-USCC:F1', 'HK-BRN:F1'])
    expect((await factOf('credit_record', 'F2'))?.['organization_id']).toBe(first?.['id'])
    await hub.post(noun, 'f2', [about('F3', 'LEI:F1+HK-BRN:F1')])
    expect((await organizationOf('LEI:F1'))?.['id']).toBe(first?.['id'])
    // Another credit code with the same number of Hong Kong: another organization, and the number stays where it is.
    await hub.post(noun, 'f3', [about('F4', 'CN-USCC:F4+HK-BRN:F1')])
    expect((await organizationOf('CN-USCC:F4'))?.['id']).not.toBe(first?.['id'])
    const report = await hub.post(noun, 'f4', [about('F5', 'CN-USCC:F4+CN-USCC:F1')])
    expect(report.findings).toMatchObject([{ code: 'SEVERAL_ORGANIZATIONS', severity: 'warning', line: 1 }])
    expect((await factOf('credit_record', 'F5'))?.['organization_id']).toBe(
      (await organizationOf('CN-USCC:F4'))?.['id'],
    )
    expect((await organizationOf('CN-USCC:F1'))?.['id']).toBe(first?.['id'])
  })

  test('let the better origin name an organization, and fall back where it falls silent', async () => {
    const about = { about: 'CN-USCC:G1' }
    await hub.post(noun, 'g1', [record('G1', 'x', { ...about, name: '示例一' })])
    const made = await organizationOf('CN-USCC:G1')
    expect(made).toMatchObject({ name: '示例一', origin: 'CREDIT', roles: [], revision: 1 })
    await hub.post('certificate', 'g2', [record('G2', 'x', { ...about, name: '示例二' })])
    expect(await organizationOf('CN-USCC:G1')).toMatchObject({
      id: made?.['id'],
      name: '示例二',
      origin: 'CERTIFICATE',
      roles: ['CERTIFIED'],
      revision: 2,
    })
    await hub.post(noun, 'g3', [record('G3', 'x', { ...about, name: '示例三' })])
    expect(await organizationOf('CN-USCC:G1')).toMatchObject({ name: '示例二', revision: 2 })
    const entry = { name: '示例四', roles: 'LABORATORY', hkBrn: '12345678' }
    expect((await hub.post('organization', 'g4', [entry])).counts.added).toBe(1)
    await hub.post('certificate', 'g5', [record('G5', 'x', { about: 'HK-BRN:12345678', name: '示例五' })])
    expect(await organizationOf('HK-BRN:12345678')).toMatchObject({
      name: '示例四',
      origin: 'REGISTER',
      roles: ['CERTIFIED', 'LABORATORY'],
    })
    await hub.post('organization.other', 'g6', [{ ...entry, name: '示例六' }])
    expect(await organizationOf('HK-BRN:12345678')).toMatchObject({ name: '示例六' })
    expect(await hub.withdraw('organization.other', 'g6')).toEqual({ revised: 1, ended: 0 })
    expect(await organizationOf('HK-BRN:12345678')).toMatchObject({ name: '示例四', origin: 'REGISTER' })
    expect(await hub.withdraw('organization', 'g4')).toEqual({ revised: 0, ended: 1 })
    expect(await organizationOf('HK-BRN:12345678')).toMatchObject({ name: '示例四', origin: 'CERTIFICATE' })
    expect(await hub.withdraw('certificate', 'g5')).toEqual({ revised: 0, ended: 1 })
    expect(await organizationOf('HK-BRN:12345678')).toBeNull()
    expect(await hub.withdraw('certificate', 'g2')).toEqual({ revised: 0, ended: 1 })
    expect(await organizationOf('CN-USCC:G1')).toMatchObject({ origin: 'CREDIT' })
  })

  test('leave whatever was merged, and let the facts of members speak of it', async () => {
    await hub.post('certificate', 'm1', [record('M1', 'x')])
    await hub.post('organization', 'm2', [{ name: '示例总', hkBrn: '87654321' }])
    const [member, root] = [await organizationOf('CN-USCC:M1'), await organizationOf('HK-BRN:87654321')]
    await database.query(
      sql`insert into organization_link (id, from_position, into_id, reason, made_by)
          values (${member?.['id']}, (select position from head), ${root?.['id']}, 'a test', 'a test')`,
    )
    await hub.withdraw('organization', 'm2')
    expect(await organizationOf('HK-BRN:87654321')).toMatchObject({ id: root?.['id'], origin: 'CERTIFICATE' })
    await hub.withdraw('certificate', 'm1')
    expect(await organizationOf('HK-BRN:87654321')).toMatchObject({ id: root?.['id'], origin: 'CREDIT' })
    expect(await organizationOf('CN-USCC:M1')).toMatchObject({ id: member?.['id'], origin: 'CREDIT' })
  })

  test('make one organization of deliveries that name it at once', async () => {
    const posts = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        hub.post(index % 2 === 0 ? noun : 'certificate', `h${index}`, [
          record(`H${index}`, 'x', { about: `CN-USCC:H+LEI:H${index}`, name: '示例' }),
          record('H', String(index), { about: 'CN-USCC:H' }),
        ]),
      ),
    )
    expect(posts.flatMap(({ releases }) => releases)).toHaveLength(8)
    expect((await organizationOf('CN-USCC:H'))?.['refs']).toHaveLength(9)
    const facts = await database.query<{ readonly organizations: number; readonly facts: number }>(
      sql`select count(distinct organization_id)::int as organizations, count(*)::int as facts from (
            select organization_id, key, to_position from credit_record
            union all select holder_id, key, to_position from certificate) f
          where f.key ~ '^H' and f.to_position = 9007199254740991`,
    )
    expect(facts).toEqual([{ organizations: 1, facts: 10 }])
  })

  test('cut off between their commit and their report are committed once', async () => {
    const rows = [record('I1', 'x'), record('I2', 'y', { note: '证件 110101199003070011' })]
    const first = await hub.post(noun, 'i1', rows)
    await database.query(
      sql`delete from delivery_outcome t using delivery d
          where d.id = t.delivery_id and d.idempotency_key = ${`${noun}-i1`}`,
    )
    expect(await hub.intake.resume()).toEqual({ completed: 1, elsewhere: [], failed: [] })
    expect(await hub.post(noun, 'i1', rows)).toEqual({ ...first, repeated: true })
    const claims = await database.query<{ readonly original: string }>(
      sql`select c.original from claim c where c.key in ('I1', 'I2') order by c.key`,
    )
    expect(claims).toHaveLength(2)
    // An identity number is kept nowhere but in the original.
    expect(claims[1]?.original).toContain('证件 ***')
  })

  test('leave nothing staged, and no two open rows of one key', async () => {
    await database.query(
      sql`insert into register_stage (stage_id, delivery_id, seq, key, body, line, original, fresh_id)
          select 'left', d.id, 0, '', '{}'::jsonb, 1, '', '' from delivery d limit 1`,
    )
    await hub.intake.resume()
    const staged = await database.query(
      sql`select stage_id from register_stage union all select stage_id from party_stage`,
    )
    expect(staged).toEqual([])
  })
})
