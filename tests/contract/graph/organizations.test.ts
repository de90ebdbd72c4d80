import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN } from '../../../src/kernel/position.ts'
import { sql } from '../../../src/platform/sql.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codes, id, type Letter, letters, seed, uuid, write } from './seeded-organizations.ts'

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
    expect(person.data).toEqual({ node: { name: '张***', person: true, identifiers: [] } })
    const { data } = await hub.ask(
      `{ node(id: "${id('g')}") { id } changes(after: "0", first: 1000) { changes { id } } }`,
    )
    expect(data).toMatchObject({ node: null })
    expect(JSON.stringify(data)).toContain(id('f'))
    expect(JSON.stringify(data)).not.toContain(id('g'))
  })

  test('a supervisor of the region who says a purpose sees who a person is, and the audit says so', async () => {
    const query = `{ organization(identifier: "${codes.p}") { id name identifiers { value } }
      organizations(filter: { person: { eq: true } }) { nodes { name } } }`
    const { headers } = await hub.keyFor({ role: 'SUPERVISOR', regions: ['440000'] })
    const elsewhere = await hub.keyFor({ role: 'SUPERVISOR', regions: ['430000'] })
    const purpose = { 'baymark-purpose': 'complaint 12' }
    const masked = { organization: null, organizations: { nodes: [{ name: '张***' }] } }
    expect((await hub.ask(query, {}, headers)).data).toEqual(masked)
    expect((await hub.ask(query, {}, { ...elsewhere.headers, ...purpose })).data).toEqual(masked)
    expect((await hub.ask(query, {}, { ...asAdministrator, ...purpose })).data).toEqual(masked)
    expect((await hub.ask(query, {}, { ...headers, ...purpose })).data).toEqual({
      organization: { id: id('f'), name: '张三小吃店', identifiers: [{ value: codes.p }] },
      organizations: { nodes: [{ name: '张三小吃店' }] },
    })
    const audit = await hub.ask(
      '{ audit(filter: { act: { eq: "readProtected" } }, first: 50) { nodes { purpose subjects } } }',
      {},
      asAdministrator,
    )
    const { nodes } = (audit.data as { audit: { nodes: { purpose: string; subjects: string[] }[] } }).audit
    expect(nodes.length).toBeGreaterThan(0)
    for (const node of nodes) expect(node).toEqual({ purpose: 'complaint 12', subjects: [id('f')] })
  })

  const act = (
    mutation: string,
    input: object,
    headers: Readonly<Record<string, string>> = asAdministrator,
  ) =>
    hub.ask(
      `mutation($input: ${mutation === 'mergeOrganizations' ? 'MergeOrganizationsInput' : 'SplitOrganizationInput'}!) {
        ${mutation}(input: $input) { id mergedInto { id } members { id } } }`,
      { input },
      headers,
    )
  const merge = (from: Letter, into: Letter, more: object = {}) =>
    act('mergeOrganizations', { from: id(from), into: id(into), reason: '示例：同一企业', ...more })
  const split = (letter: Letter) =>
    act('splitOrganization', { organization: id(letter), reason: '示例：两家企业' })
  const refusal = (answer: Awaited<ReturnType<typeof merge>>) => answer.errors?.[0]?.extensions['code']
  const found = async (code: string, at = '') => {
    const { data } = await hub.ask(
      `query ${at} { organization(identifier: "${code}") { organizationId: id members { id } } }`,
    )
    return (data as { organization: { organizationId: string } | null }).organization
  }
  const standing = async (filter: string, at = '') => {
    const { data } = await hub.ask(
      `query ${at} { organizations(filter: ${filter}) { nodes { id } totalCount } }`,
    )
    const { nodes, totalCount } = (data as { organizations: List }).organizations
    expect(totalCount).toBe(nodes.length)
    return nodes.map((node) => letters.find((letter) => node.id.startsWith(id(letter)))).join('')
  }
  const position = async () => (await hub.ask('{ hub { position } }')).extensions.hub.position

  test('whoever is no administrator, and what cannot be one, is refused', async () => {
    expect(refusal(await act('mergeOrganizations', { from: id('a'), into: id('b'), reason: 'x' }, {}))).toBe(
      'UNAUTHENTICATED',
    )
    const { headers } = await hub.keyFor({ role: 'SUPERVISOR', regions: ['440000'] })
    const asSupervisor = await act('splitOrganization', { organization: id('a'), reason: 'x' }, headers)
    expect(refusal(asSupervisor)).toBe('FORBIDDEN')
    expect(refusal(await merge('a', 'a'))).toBe('MERGE_REFUSED')
    expect(refusal(await merge('a', 'f'))).toBe('MERGE_REFUSED')
    expect(refusal(await merge('a', 'h'))).toBe('UNKNOWN_ORGANIZATION')
    expect(refusal(await merge('h', 'a'))).toBe('UNKNOWN_ORGANIZATION')
    expect(refusal(await split('a'))).toBe('NOT_MERGED')
    expect(refusal(await merge('a', 'b', { reason: ' ' }))).toBe('BAD_USER_INPUT')
    expect(refusal(await merge('a', 'b', { from: 'region/440000' }))).toBe('INVALID_ID')
  })

  test('stand for each other from the merge on, and as before after the split', async () => {
    const before = await position()
    const key = { idempotencyKey: 'one' }
    const merged = await merge('c', 'd', key)
    expect(merged.data).toEqual({
      mergeOrganizations: { id: id('d'), mergedInto: null, members: [{ id: id('c') }] },
    })
    const between = await position()
    expect((await merge('c', 'd', key)).data).toEqual(merged.data)
    expect(await position()).toBe(between)
    const { data: audited } = await hub.ask(
      `{ audit(subject: "${id('c')}", first: 50) { nodes { act outcome subjects } } }`,
      {},
      asAdministrator,
    )
    expect((audited as { audit: { nodes: readonly object[] } }).audit.nodes).toContainEqual({
      act: 'mergeOrganizations',
      outcome: 'OK',
      subjects: expect.arrayContaining([id('c'), id('d')]),
    })
    expect(refusal(await merge('b', 'd', key))).toBe('IDEMPOTENCY_CONFLICT')
    expect(refusal(await merge('c', 'd'))).toBe('ALREADY_MERGED')
    expect(refusal(await merge('d', 'c'))).toBe('MERGE_REFUSED')
    expect(await found(codes.c)).toEqual({ organizationId: id('d'), members: [{ id: id('c') }] })
    expect(await standing('{}')).toBe('abdef')
    const records = async (at = '') => {
      const { data } = await hub.ask(
        `query ${at} { node(id: "${id('d')}") { ... on Organization { creditRecords { nodes { id organization { id } } } } } }`,
      )
      return data
    }
    const ofTheRoot = { id: 'credit-record/c1', organization: { id: id('d') } }
    expect(await records()).toEqual({ node: { creditRecords: { nodes: [ofTheRoot] } } })
    expect(await records(`@asOf(position: ${before})`)).toEqual({ node: { creditRecords: { nodes: [] } } })
    expect(await standing('{ recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }')).toBe('adef')
    expect(
      await standing(`{ identifier: { eq: "${codes.c}" }, recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }`),
    ).toBe('d')
    expect(await standing(`{ not: { identifier: { eq: "${codes.c}" } } }`)).toBe('abef')
    expect(await found(codes.c, `@asOf(position: ${before})`)).toMatchObject({ members: [] })
    expect(
      await standing('{ recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }', `@asOf(position: ${before})`),
    ).toBe('acef')

    expect((await merge('d', 'b')).data).toMatchObject({
      mergeOrganizations: { id: id('b'), members: [{ id: id('c') }, { id: id('d') }] },
    })
    expect((await found(codes.c))?.organizationId).toBe(id('b'))
    expect(await standing('{ region: { eq: "440100" }, recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }')).toBe(
      'abf',
    )
    expect(refusal(await merge('b', 'c'))).toBe('MERGE_REFUSED')
    const node = await hub.ask(`{ node(id: "${id('c')}") { ... on Organization { mergedInto { id } } } }`)
    expect(node.data).toEqual({ node: { mergedInto: { id: id('b') } } })

    expect((await split('d')).data).toEqual({
      splitOrganization: { id: id('d'), mergedInto: null, members: [{ id: id('c') }] },
    })
    expect((await split('c')).data).toEqual({
      splitOrganization: { id: id('c'), mergedInto: null, members: [] },
    })
    expect(await standing('{ recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }')).toBe('acef')
    expect(
      await standing('{ recordKind: { eq: "ADMINISTRATIVE_PENALTY" } }', `@asOf(position: ${between})`),
    ).toBe('adef')
    expect((await merge('c', 'd')).errors).toBeUndefined()
    expect((await split('c')).errors).toBeUndefined()

    const { data } = await hub.ask(
      `query($after: Cursor!) { changes(after: $after, first: 100) { commit { kind } changes { op id node { ... on Organization { mergedInto { id } } } } } }`,
      { after: await cursorAt(before) },
    )
    const { changes } = data as { changes: { commit: { kind: string } | null; changes: { id: string }[] }[] }
    const told = changes
      .filter(({ commit }) => commit?.kind === 'MERGE')
      .map((frame) =>
        // Records are told too, whose organization is another one then; that is the matter of their own tests.
        frame.changes.filter((change) => change.id.startsWith('organization/')),
      )
    const revised = (letter: Letter, into: Letter | null) => [
      { op: 'REVISED', id: id(letter), node: { mergedInto: into === null ? null : { id: id(into) } } },
    ]
    expect(told).toEqual([
      revised('c', 'd'),
      revised('d', 'b'),
      revised('d', null),
      revised('c', null),
      revised('c', 'd'),
      revised('c', null),
    ])
    expect(seeded).toBeLessThan(before + 1)
  })

  test('one that is known from credit alone is retracted with its last record, for who had it', async () => {
    const cursor = await cursorAt((await hub.ask('{ hub { position } }')).extensions.hub.position)
    await write(hub, 'repair', async (transaction, position) => {
      await transaction.query(
        sql`update credit_record r set to_position = ${position}::bigint, shown_until = clock_timestamp() where r.id = 'e1'`,
      )
      await transaction.query(
        sql`insert into credit_record select (jsonb_populate_record(r, jsonb_build_object('status', 'REPAIRED',
              'from_position', ${position}::bigint, 'to_position', ${OPEN}::bigint))).*
            from credit_record r where r.id = 'e1'`,
      )
      await transaction.query(
        sql`update organization o set shown_until = clock_timestamp() where o.id = ${uuid('e')}`,
      )
    })
    const told = async (after: string) => {
      const { data } = await hub.ask(
        'query($after: Cursor!) { changes(after: $after, first: 1000) { changes { op id before { id } node { id } } } }',
        { after },
      )
      const { changes } = data as { changes: { changes: { id: string }[] }[] }
      return changes.flatMap((frame) => frame.changes).filter((change) => change.id === id('e'))
    }
    expect(await told(cursor)).toEqual([{ op: 'RETRACT', id: id('e'), before: null, node: null }])
    expect(await told('0')).toEqual([])
    expect((await hub.ask(`{ node(id: "${id('e')}") { id } }`)).data).toEqual({ node: null })
    expect(await listed('{ origin: { eq: "CREDIT" } }')).toBe('f')
  })

  const cursorAt = async (at: number) => {
    const { data } = await hub.ask(`{ hub { cursor(at: ${at}) } }`)
    return (data as { hub: { cursor: string } }).hub.cursor
  }
})

type List = {
  readonly totalCount: number
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}
