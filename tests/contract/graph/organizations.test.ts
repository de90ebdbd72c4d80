import { afterAll, beforeAll, expect, test } from 'vitest'
import { committerFor } from '../../../src/history/commit.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
type Letter = (typeof letters)[number]

/** Ids in the order of their letters. */
const uuid = (letter: Letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`
const id = (letter: Letter) => `organization/${uuid(letter)}`
const codes = {
  a: '91440000190333809T',
  b: '91440101231216220B',
  c: '9144030019218873XP',
  d: '9144088219482068X0',
  p: '92440101MA5X12340P',
} as const

describeOneGround('organizations', (ground) => {
  let hub: TestHub
  let seeded: number

  beforeAll(async () => {
    hub = await openTestHub({ ground })
    seeded = await write(hub, 'seed', seed)
  })
  afterAll(() => hub.close())

  const names = async (filter: string, rest = '') => {
    const { data, errors } = await hub.ask(
      `{ organizations(filter: ${filter} ${rest}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
    )
    expect(errors).toBeUndefined()
    const { organizations } = data as { organizations: List }
    return organizations
  }
  const listed = async (filter: string, rest = '') => {
    const { nodes, totalCount } = await names(filter, rest)
    const found = nodes.map((node) => letters.find((letter) => id(letter) === node.id))
    if (rest === '') expect(totalCount).toBe(found.length)
    return found.join('')
  }

  test('are found by any of their numbers, however it is written', async () => {
    const query = `query($identifier: String!, $scheme: IdentifierScheme) { organization(identifier: $identifier, scheme: $scheme) {
      id name names { language text } person region { code } roles origin revision position mergedInto { id } members { id }
      identifiers { scheme value raw check validFrom validTo } } }`
    const { data, errors } = await hub.ask(query, { identifier: ' 91440000-190333809t' })
    expect(errors).toBeUndefined()
    expect(data).toEqual({
      organization: {
        id: id('a'),
        name: '示例甲公司',
        names: [{ language: 'zh-Hans', text: '示例甲公司' }],
        person: false,
        region: { code: '440100' },
        roles: ['CERTIFIED', 'LABORATORY'],
        origin: 'REGISTER',
        revision: 1,
        position: seeded,
        mergedInto: null,
        members: [],
        identifiers: [
          {
            scheme: 'CN_USCC',
            value: codes.a,
            raw: ` ${codes.a.toLowerCase()}`,
            check: 'PASSED',
            validFrom: null,
            validTo: null,
          },
          {
            scheme: 'HK_BRN',
            value: '12345678',
            raw: '12345678',
            check: 'NONE',
            validFrom: '2020-01-01',
            validTo: null,
          },
        ],
      },
    })
    const ask = async (variables: object) => {
      const answer = await hub.ask(query, variables)
      return (answer.data as { organization: { id: string } | null }).organization?.id ?? null
    }
    expect(await ask({ identifier: '１２３４５６７８' })).toBe(id('a'))
    expect(await ask({ identifier: '12345678', scheme: 'HK_BRN' })).toBe(id('a'))
    expect(await ask({ identifier: '12345678', scheme: 'MO_TAX' })).toBeNull()
    expect(await ask({ identifier: 'HK-BRN:12345678' })).toBe(id('a'))
    expect(await ask({ identifier: codes.p })).toBeNull()
    expect(await ask({ identifier: '' })).toBeNull()
    const english = await hub.ask(`{ organization(identifier: "${codes.b}") { name(language: "en") } }`)
    expect(english.data).toEqual({ organization: { name: 'Example B' } })
  })

  test.each([
    ['{}', 'abcdef'],
    ['{ region: { eq: "440100" } }', 'abf'],
    ['{ region: { in: ["440300", "440100"] } }', 'abcf'],
    ['{ region: { isNull: true } }', 'd'],
    ['{ role: { eq: "LABORATORY" } }', 'a'],
    ['{ role: { notIn: ["LABORATORY"] } }', 'bcdef'],
    ['{ name: { contains: "Example" } }', 'b'],
    ['{ name: { startsWith: "示例甲" } }', 'a'],
    ['{ person: { eq: true } }', 'f'],
    ['{ origin: { eq: "CREDIT" } }', 'ef'],
    [`{ identifier: { eq: "${codes.c.toLowerCase()}" } }`, 'c'],
    [`{ identifier: { in: ["${codes.c}", "12345678", "${codes.p}"] } }`, 'ac'],
    [`{ not: { identifier: { in: ["${codes.c}", "12345678"] } } }`, 'bdef'],
    ['{ recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }', 'acef'],
    ['{ recordKind: { in: ["ADMINISTRATIVE_PENALTY", "COMMENDATION"] } }', 'abcef'],
    ['{ recordKind: { eq: "COMMENDATION" } }', 'ab'],
    ['{ recordKind: { eq: "ADMINISTRATIVE_LICENCE" } }', ''],
    ['{ region: { eq: "440100" }, recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }', 'af'],
    ['{ region: { in: ["440100", "440300"] }, recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }', 'acf'],
    [
      '{ region: { eq: "440100" }, recordKind: { eq: "ADMINISTRATIVE_PENALTY" }, person: { eq: false } }',
      'a',
    ],
    ['{ not: { recordKind: { eq: "ADMINISTRATIVE_PENALTY" } } }', 'bd'],
    ['{ or: [{ recordKind: { eq: "COMMENDATION" } }, { region: { eq: "440300" } }] }', 'abc'],
    [`{ identifier: { eq: "${codes.c}" }, recordKind: { eq: "COMMENDATION" } }`, ''],
    ['{ region: { eq: "440100" }, and: [{ region: { in: ["440300"] } }] }', ''],
  ])('that match %s are %s', async (filter, expected) => {
    expect(await listed(filter)).toBe(expected)
  })

  test('pages go on where the one before ended, by every way', async () => {
    for (const filter of [
      '{}',
      '{ region: { in: ["440100", "440300"] } }',
      '{ recordKind: { in: ["ADMINISTRATIVE_PENALTY", "COMMENDATION"] } }',
      '{ region: { in: ["440100", "440300"] }, recordKind: { in: ["ADMINISTRATIVE_PENALTY", "COMMENDATION"] } }',
    ]) {
      const whole = await listed(filter)
      let found = ''
      for (let after: string | null = null, more = true; more; ) {
        const page = await names(filter, `first: 2 ${after === null ? '' : `after: "${after}"`}`)
        expect(page.totalCount).toBe(whole.length)
        found += page.nodes.map((node) => letters.find((letter) => id(letter) === node.id)).join('')
        after = page.pageInfo.endCursor
        more = page.pageInfo.hasNextPage
      }
      expect(found).toBe(whole)
    }
  })

  test('words that no list has are refused', async () => {
    for (const filter of [
      '{ role: { eq: "OWNER" } }',
      '{ recordKind: { eq: "PENALTY" } }',
      '{ region: { eq: "44" } }',
    ]) {
      const { errors } = await hub.ask(`{ organizations(filter: ${filter}) { totalCount } }`)
      expect(errors[0]?.extensions['code']).toBe('UNKNOWN_CODE')
    }
  })

  test('persons and what has left publicity are not told: not by number, id, list or stream', async () => {
    const person = await hub.ask(
      `{ node(id: "${id('f')}") { ... on Organization { name person identifiers { value } } } }`,
    )
    expect(person.data).toEqual({ node: { name: '张＊＊＊', person: true, identifiers: [] } })
    const { data } = await hub.ask(
      `{ node(id: "${id('g')}") { id } changes(after: "0", first: 1000) { changes { id } } }`,
    )
    expect(data).toMatchObject({ node: null })
    expect(JSON.stringify(data)).toContain(id('f'))
    expect(JSON.stringify(data)).not.toContain(id('g'))
  })
})

type List = {
  readonly totalCount: number
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** Writes at the next position, and waits until the hub answers there. */
async function write(
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

async function seed(transaction: Queryable, position: number): Promise<void> {
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
  await organization('f', '张＊＊＊', '440100', { origin: 'CREDIT', person: true })
  await organization('g', '示例庚公司', '440100', { origin: 'CREDIT', until: '2021-01-01' })
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
