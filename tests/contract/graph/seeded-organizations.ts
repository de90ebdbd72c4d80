import { committerFor } from '../../../src/history/commit.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import type { TestHub } from '../../support/hub.ts'

export const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
export type Letter = (typeof letters)[number]

/** Ids in the order of their letters. */
export const uuid = (letter: Letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`
export const id = (letter: Letter) => `organization/${uuid(letter)}`
export const codes = {
  a: '91440000190333809T',
  b: '91440101231216220B',
  c: '9144030019218873XP',
  d: '9144088219482068X0',
  p: '92440101MA5X12340P',
} as const

/** Writes at the next position, and waits until the hub answers there. */
export async function write(
  hub: TestHub,
  name: string,
  rows: (transaction: Queryable, position: number) => Promise<void>,
): Promise<number> {
  const record = await committerFor(
    hub.database,
    [],
  )({
    id: name,
    kind: 'RELEASE',
    write: async (transaction, position) => {
      await rows(transaction, position)
      return { releaseId: null, counts: {} }
    },
  })
  await hub.tail.reach(record?.position ?? 0, 10_000)
  return record?.position ?? 0
}

/** Eight letters' organizations: a to d of registers, e and f (a person) known from credit, g ended, h none. */
export async function seed(transaction: Queryable, position: number): Promise<void> {
  const organization = (
    letter: Letter,
    name: string,
    region: string | null,
    { roles = ['CERTIFIED'], origin = 'REGISTER', person = false, until = 'infinity', english = '' } = {},
  ) =>
    transaction.query(
      sql`insert into organization (id, from_position, name, names, person, region, roles, origin, release_id, revision,
            born_position, shown_until)
          values (${uuid(letter)}, ${position}::bigint, ${name},
            ${english === '' ? null : JSON.stringify({ 'zh-Hans': name, 'zh-Hant': name, en: english })}::jsonb,
            ${person}, ${region}, ${roles}::text[], ${origin}, 'organization-register/x', 1, ${position}::bigint,
            ${until}::timestamptz)`,
    )
  const number = (
    letter: Letter,
    scheme: string,
    value: string,
    raw = value,
    from: string | null = null,
    person = false,
  ) =>
    transaction.query(
      sql`insert into organization_identifier (id, from_position, organization_id, scheme, value, raw, check_result,
            valid_from, person)
          values (${`${scheme}:${value}`}, ${position}::bigint, ${uuid(letter)}, ${scheme}, ${value}, ${raw},
            ${scheme === 'CN-USCC' ? 'PASSED' : 'NONE'}, ${from}, ${person})`,
    )
  const record = (letter: Letter, kind: string, n: number, until = 'infinity') =>
    transaction.query(
      sql`insert into credit_record (id, from_position, organization_id, counterparty, counterparty_kind, kind, authority,
            decision_number, status, disputed, detail, key, source, release_id, revision, born_position, body, shown_from,
            shown_until)
          values (${`${letter}${n}`}, ${position}::bigint, ${uuid(letter)}, '示例', 'LEGAL_PERSON', ${kind}, '示例局', ${String(n)},
            'PUBLISHED', false, '{}'::jsonb, ${`${letter}${n}`}, 'credit-events', 'credit-events/x', 1, ${position}::bigint,
            '{}'::jsonb, '2020-01-01'::timestamptz, ${until}::timestamptz)`,
    )
  await organization('a', '示例甲公司', '440100', { roles: ['CERTIFIED', 'LABORATORY'] })
  await organization('b', '示例乙公司', '440100', { english: 'Example B' })
  await organization('c', '示例丙公司', '440300')
  await organization('d', '示例丁公司', null)
  await organization('e', '示例戊公司', '440400', { origin: 'CREDIT' })
  await organization('f', '张***', '440100', { origin: 'CREDIT', person: true })
  await organization('g', '示例庚公司', '440100', { origin: 'CREDIT', until: '2021-01-01' })
  await transaction.query(
    sql`insert into person (id, name, region, source, recorded_at)
        values ('p1', '张三小吃店', '440100', 'credit-events', clock_timestamp())`,
  )
  await transaction.query(sql`update organization o set person_id = 'p1' where o.id = ${uuid('f')}`)
  await number('a', 'CN-USCC', codes.a, ` ${codes.a.toLowerCase()}`)
  await number('a', 'HK-BRN', '12345678', '12345678', '2020-01-01')
  await number('b', 'CN-USCC', codes.b)
  await number('c', 'CN-USCC', codes.c)
  await number('d', 'CN-USCC', codes.d)
  await number('f', 'CN-USCC', codes.p, codes.p, null, true)
  await record('a', 'ADMINISTRATIVE_PENALTY', 1)
  await record('a', 'ADMINISTRATIVE_PENALTY', 2)
  await record('a', 'COMMENDATION', 3)
  await record('b', 'ADMINISTRATIVE_PENALTY', 1, '2021-01-01')
  await record('b', 'COMMENDATION', 2)
  for (const letter of ['c', 'e', 'f'] as const) await record(letter, 'ADMINISTRATIVE_PENALTY', 1)
  await record('g', 'ADMINISTRATIVE_PENALTY', 1, '2021-01-01')
}
