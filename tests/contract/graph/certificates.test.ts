import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificatesDue } from '../../../src/catalogue/certificate/writes.ts'
import { qualificationsDue } from '../../../src/catalogue/qualification/writes.ts'
import { committerFor } from '../../../src/history/commit.ts'
import { readHead } from '../../../src/history/head.ts'
import type { Position } from '../../../src/kernel/position.ts'
import type { Queryable } from '../../../src/platform/database.ts'
import { sql } from '../../../src/platform/sql.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { certificate, codes, day, file, laboratory, type Row } from './certificate-rows.ts'

type Report = {
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
  readonly findings: readonly { readonly code: string; readonly line: number; readonly severity: string }[]
  readonly releases: readonly { readonly id: string; readonly position: Position }[]
}

describeOneGround('certificates and qualifications', (ground) => {
  let hub: TestHub
  let first: Position
  let deliveries = 0

  const deliver = async (source: string, rows: readonly Row[]): Promise<Report> => {
    deliveries += 1
    const { status, report } = await hub.deliver(source, file(rows), `delivery-${deliveries}`)
    expect(status).toBe(200)
    return report as unknown as Report
  }
  const ask = async <Data>(query: string): Promise<Data> => {
    const { data, errors } = await hub.ask(query)
    expect(errors).toBeUndefined()
    return data as Data
  }
  const numbers = async (list: string): Promise<readonly string[]> => {
    const name = /^\w+/.exec(list)?.[0] ?? ''
    const data = await ask<
      Readonly<Record<string, { readonly nodes: readonly { readonly number: string }[] }>>
    >(`{ ${list} { nodes { number } } }`)
    return (data[name]?.nodes ?? []).map(({ number }) => number).toSorted()
  }
  const stateOf = async (number: string, directive = '') => {
    const data = await ask<{
      certificate: { status: string; statusSince: string | null; revision: number } | null
    }>(`query Q ${directive} { certificate(number: "${number}") { status statusSince revision } }`)
    return data.certificate
  }
  const commit = async (write: (transaction: Queryable, position: Position) => Promise<unknown>) => {
    deliveries += 1
    const record = await committerFor(
      hub.database,
      [],
    )({
      id: `test ${deliveries}`,
      kind: 'RELEASE',
      write: async (transaction, position) => {
        await write(transaction, position)
        return { releaseId: null, counts: {} }
      },
    })
    await hub.tail.reach(record?.position ?? 0, 10_000)
    return record?.position ?? 0
  }

  beforeAll(async () => {
    hub = await openTestHub({ ground })
    const report = await deliver('certificate-register', [
      certificate('A-1', codes.factory),
      certificate('A-2', codes.factory, { scheme: 'EMS', standard: 'ISO 14001:2015' }),
      certificate('A-3', codes.works, { status: '暂停' }),
      certificate('A-3', codes.works, { body: codes.otherBody, body_name: '示例检验所' }),
      certificate('A-4', codes.person, { holder_name: '张三小吃店', region: '440100' }),
      certificate('A-5', '', { holder_name: '示例无码工厂', valid_to: '' }),
      certificate('A-6', codes.works, { status: '撤销' }),
      certificate('A-7', codes.works, { status: '过期失效', valid_to: day(-1), valid_from: day(-400) }),
      certificate('A-8', codes.person, { scheme: 'QMSS', holder_name: '张三小吃店' }),
    ])
    expect(report.counts).toMatchObject({ rows: 9, added: 8, quarantined: 1 })
    expect(report.findings.map(({ code, line }) => `${line} ${code}`)).toEqual(
      expect.arrayContaining(['7 NO_IDENTIFIER', '10 UNKNOWN_SCHEME']),
    )
    first = hub.tail.position
    const accredited = {
      ...laboratory,
      kind: '认可',
      number: 'L0001',
      issuer: codes.otherBody,
      issuer_name: '示例检验所',
    }
    const qualified = await deliver('qualification-register', [laboratory, accredited])
    expect(qualified.counts).toMatchObject({ added: 2, quarantined: 0 })
  })
  afterAll(() => hub.close())

  test('are told whole, with whoever holds and gave them', async () => {
    const data = await ask<{ certificate: { readonly id: string } }>(
      `{ certificate(number: " Ａ-1", body: "${codes.body.toLowerCase()}") { id number scheme { code kind } standard scope status
        statusSince validFrom validTo region { code } revision position release { id } source { code }
        holder { name roles identifiers { value } } body { name roles } } }`,
    )
    expect(data.certificate.id).toMatch(/^certificate\/[\da-f-]{36}$/)
    expect(data.certificate).toEqual({
      id: data.certificate.id,
      number: 'A-1',
      scheme: { code: 'QMS', kind: 'SCHEME' },
      standard: 'ISO 9001:2015',
      scope: '示例产品的生产',
      status: 'VALID',
      statusSince: day(-30),
      validFrom: day(-30),
      validTo: day(300),
      region: { code: '440000' },
      revision: 1,
      position: first,
      release: { id: expect.stringContaining('release/certificate-register/') },
      source: { code: 'certificate-register' },
      holder: { name: '示例电子厂', roles: ['CERTIFIED'], identifiers: [{ value: codes.factory }] },
      body: { name: '示例认证公司', roles: ['CERTIFICATION_BODY'] },
    })
    expect(
      await ask(`{ node(id: "${data.certificate.id}") { __typename ... on Certificate { number } }
        cited: node(id: "${data.certificate.id}@${first}") { id } }`),
    ).toEqual({
      node: { __typename: 'Certificate', number: 'A-1' },
      cited: { id: `${data.certificate.id}@${first}` },
    })
    expect(
      await ask(`{ qualifications(filter: { kind: { eq: "CMA" } }) { totalCount nodes { kind number status scope validTo
        holder { name } issuer { name } region: source { code } } } }`),
    ).toEqual({
      qualifications: {
        totalCount: 1,
        nodes: [
          {
            kind: 'CMA',
            number: '202419000001',
            status: 'VALID',
            scope: '示例检测',
            validTo: day(300),
            holder: { name: '示例工厂' },
            issuer: null,
            region: { code: 'qualification-register' },
          },
        ],
      },
    })
  })

  test('a number that several bodies gave asks for the body', async () => {
    const { errors } = await hub.ask('{ certificate(number: "A-3") { id } }')
    expect(errors[0]?.extensions['code']).toBe('AMBIGUOUS_NUMBER')
    const of = (body: string) => `certificate(number: "A-3", body: "${body}") { status }`
    expect(
      await ask(
        `{ one: ${of(codes.body)} other: ${of(`CN-USCC:${codes.otherBody}`)} none: ${of(codes.works)} }`,
      ),
    ).toEqual({ one: { status: 'SUSPENDED' }, other: { status: 'VALID' }, none: null })
    expect(await ask('{ certificate(number: "nobody’s") { id } }')).toEqual({ certificate: null })
  })

  test('a holder who is a person is shown masked, nowhere whole', async () => {
    const answer = await hub.ask(
      '{ certificates(filter: { number: { eq: "A-4" } }) { nodes { holder { name person identifiers { value } } } } }',
    )
    expect(answer.data).toEqual({
      certificates: { nodes: [{ holder: { name: '张***', person: true, identifiers: [] } }] },
    })
    const told = await hub.ask(
      '{ changes(after: "0", first: 1000) { changes { node { ... on Certificate { number scope } } } } }',
    )
    expect(JSON.stringify(told)).not.toContain('张三')
    // Neither in what is kept of rows that were taken in; a row that is held back keeps it for its publisher to mend.
    const kept = await hub.database.query(
      sql`select c.original, c.body::text, c.parties::text from claim c
          union all select null, q.findings::text, null from quarantined q`,
    )
    expect(kept.length).toBeGreaterThan(8)
    expect(kept.filter((row) => JSON.stringify(row).includes('张三'))).toEqual([])
  })

  test.each([
    ['scheme: { eq: "EMS" }', ['A-2']],
    ['status: { eq: "EXPIRED" }', ['A-7']],
    ['status: { in: ["SUSPENDED", "WITHDRAWN"] }', ['A-3', 'A-6']],
    ['validTo: { isNull: true }', ['A-5']],
    [`validTo: { lt: "${day(0)}" }`, ['A-7']],
    ['region: { eq: "440100" }', ['A-4']],
    ['standard: { startsWith: "ISO 14001" }', ['A-2']],
    ['number: { in: ["A-1", "A-6"] }', ['A-1', 'A-6']],
    ['source: { ne: "certificate-register" }', []],
    ['holder: { isNull: true }', ['A-5']],
    ['not: { number: { startsWith: "A-" } }', []],
    ['or: [{ number: { eq: "A-1" } }, { scheme: { eq: "EMS" } }]', ['A-1', 'A-2']],
  ])('filter { %s }', async (filter, expected) => {
    expect(await numbers(`certificates(filter: { ${filter} })`)).toEqual(expected)
  })

  test('filters refuse words that nothing is called, and ids of something else', async () => {
    const codeOf = async (filter: string) => {
      const { errors } = await hub.ask(`{ certificates(filter: { ${filter} }) { totalCount } }`)
      return errors[0]?.extensions['code']
    }
    expect(await codeOf('status: { eq: "REVOKED" }')).toBe('UNKNOWN_CODE')
    expect(await codeOf('scheme: { eq: "QMSX" }')).toBe('UNKNOWN_CODE')
    expect(await codeOf('holder: { eq: "region/440000" }')).toBe('INVALID_ID')
  })

  test('pages are whole, in one order, at one position', async () => {
    type Page = {
      certificates: {
        nodes: { number: string }[]
        pageInfo: { endCursor: string; hasNextPage: boolean }
        totalCount: number
      }
    }
    const found: string[] = []
    for (let after = '', more = true; more; ) {
      const { certificates } = await ask<Page>(
        `{ certificates(first: 3 ${after}) { totalCount nodes { number } pageInfo { endCursor hasNextPage } } }`,
      )
      expect(certificates.totalCount).toBe(8)
      found.push(...certificates.nodes.map(({ number }) => number))
      after = `after: "${certificates.pageInfo.endCursor}"`
      more = certificates.pageInfo.hasNextPage
    }
    expect(found.toSorted()).toEqual(['A-1', 'A-2', 'A-3', 'A-3', 'A-4', 'A-5', 'A-6', 'A-7'])
  })

  test('hang on organizations, page by page, and follow whom they were merged into', async () => {
    type Of = {
      organization: { id: string; certificates: { totalCount: number; nodes: { number: string }[] } }
    }
    const of = async (code: string, args = '', directive = '') => {
      const { organization } = await ask<Of>(
        `query Q ${directive} { organization(identifier: "${code}") { id certificates${args} { totalCount nodes { number } } } }`,
      )
      const { id, certificates } = organization
      return {
        id,
        total: certificates.totalCount,
        numbers: certificates.nodes.map(({ number }) => number).toSorted(),
      }
    }
    const factory = await of(codes.factory)
    const works = await of(codes.works)
    expect(factory.numbers).toEqual(['A-1', 'A-2'])
    expect(works.numbers).toEqual(['A-3', 'A-3', 'A-6', 'A-7'])
    expect(await of(codes.works, '(filter: { status: { eq: "VALID" } })')).toMatchObject({ total: 1 })
    expect((await of(codes.works, '(first: 2)')).numbers.length).toBe(2)
    type Bodies = {
      organizations: {
        nodes: { certificatesIssued: { totalCount: number }; qualifications: { totalCount: number } }[]
      }
    }
    const bodies = await ask<Bodies>(
      `{ organizations(filter: { identifier: { in: ["${codes.body}", "${codes.otherBody}", "${codes.works}"] } }) { nodes {
        certificatesIssued { totalCount nodes { number body { name } } } qualifications { totalCount nodes { number } } } } }`,
    )
    expect(bodies.organizations.nodes.map((node) => node.certificatesIssued.totalCount).toSorted()).toEqual([
      0, 1, 7,
    ])
    expect(bodies.organizations.nodes.map((node) => node.qualifications.totalCount).toSorted()).toEqual([
      0, 0, 2,
    ])

    const before = hub.tail.position
    const [merged, into] = [works.id, factory.id].map((id) => id.split('/')[1] ?? '')
    await commit((transaction, position) =>
      transaction.query(
        sql`insert into organization_link (id, from_position, into_id, reason, made_by)
            values (${merged}, ${position}::bigint, ${into}, 'fictional', 'test')`,
      ),
    )
    expect((await of(codes.factory)).numbers).toEqual(['A-1', 'A-2', 'A-3', 'A-3', 'A-6', 'A-7'])
    expect(await of(codes.factory, '', `@asOf(position: ${before})`)).toMatchObject({
      numbers: ['A-1', 'A-2'],
    })
    expect(await numbers(`certificates(filter: { holder: { eq: "${factory.id}" } })`)).toHaveLength(6)
    expect(await numbers(`certificates(filter: { holder: { ne: "${factory.id}" } })`)).toEqual(['A-4', 'A-5'])
    expect(await numbers(`certificates(filter: { holder: { in: ["${works.id}"] } })`)).toHaveLength(4)
    expect(await numbers(`qualifications(filter: { holder: { eq: "${factory.id}" } })`)).toHaveLength(2)
    expect(await ask('{ certificate(number: "A-6") { holder { name } } }')).toEqual({
      certificate: { holder: { name: '示例电子厂' } },
    })
    await commit((transaction, position) =>
      transaction.query(
        sql`update organization_link set to_position = ${position}::bigint where id = ${merged}`,
      ),
    )
    expect((await of(codes.factory)).numbers).toEqual(['A-1', 'A-2'])
  })

  test('are suspended and valid again, each told to streams, and seen as they were', async () => {
    const began = hub.tail.position
    const row = (status: string, since: number) =>
      certificate('A-1', codes.factory, { status, status_since: day(since) })
    expect((await deliver('certificate-register', [row('暂停', -5)])).counts).toMatchObject({ revised: 1 })
    expect(await stateOf('A-1')).toEqual({ status: 'SUSPENDED', statusSince: day(-5), revision: 2 })
    expect((await deliver('certificate-register', [row('暂停', -5), row('暂停', -5)])).counts).toMatchObject({
      confirmed: 1,
    })
    expect((await deliver('certificate-register', [row('有效', -2)])).counts).toMatchObject({ revised: 1 })
    expect(await stateOf('A-1')).toEqual({ status: 'VALID', statusSince: day(-2), revision: 3 })
    expect(await stateOf('A-1', `@asOf(position: ${began})`)).toMatchObject({ status: 'VALID', revision: 1 })
    expect(await stateOf('A-1', `@asOf(position: ${began + 1})`)).toMatchObject({ status: 'SUSPENDED' })
    expect(await changesAfter(began)).toEqual(['REVISED A-1 VALID SUSPENDED', 'REVISED A-1 SUSPENDED VALID'])
  })

  test('that are withdrawn stay so, until the release that said it is withdrawn', async () => {
    const back = await deliver('certificate-register', [
      certificate('A-6', codes.works),
      certificate('A-2', codes.factory, { scheme: 'EMS', standard: 'ISO 14001:2015', status: '注销' }),
    ])
    expect(back.findings).toMatchObject([{ code: 'FINAL_STATUS', line: 2, severity: 'error' }])
    expect(back.counts).toMatchObject({ quarantined: 1, revised: 1 })
    expect(await stateOf('A-6')).toMatchObject({ status: 'WITHDRAWN', revision: 1 })
    expect(await stateOf('A-2')).toMatchObject({ status: 'CANCELLED' })
    const release = back.releases[0]?.id ?? ''
    const [source, ...code] = release.split('/')
    const { errors } = await hub.ask(
      `mutation { withdrawRelease(input: { source: "${source}", code: "${code.join('/')}", reason: "a mistake" }) { position } }`,
      {},
      asAdministrator,
    )
    expect(errors).toBeUndefined()
    expect(await stateOf('A-2')).toMatchObject({ status: 'VALID', revision: 3 })
  })

  test('expire by the database’s day, whether the sweep has run or not; a renewal makes them valid again', async () => {
    const settled = async () => {
      for (const expiry of [certificatesDue, qualificationsDue])
        while (await expiry.isDue(hub.database))
          await hub.tail.beyond(hub.tail.position, AbortSignal.timeout(2_000))
      await hub.tail.reach((await readHead(hub.database)).position, 10_000)
    }
    await settled()
    const began = hub.tail.position
    await hub.database.query(
      sql`create or replace view database_clock as select clock_timestamp() + interval '400 days' as at`,
    )
    const after = day(301)
    expect(await stateOf('A-1')).toEqual({ status: 'EXPIRED', statusSince: after, revision: 3 })
    expect(await numbers('certificates(filter: { status: { eq: "VALID" } })')).toEqual(['A-5'])
    expect(await numbers('qualifications(filter: { status: { eq: "EXPIRED" } })')).toHaveLength(2)
    expect(await stateOf('A-1', `@asOf(position: ${began})`)).toMatchObject({ status: 'VALID' })
    expect(await stateOf('A-6')).toMatchObject({ status: 'WITHDRAWN' })

    // Any commit wakes the sweep, which sleeps until midnight else.
    await commit(async () => undefined)
    await settled()
    expect(await stateOf('A-1')).toEqual({ status: 'EXPIRED', statusSince: after, revision: 4 })
    expect((await changesAfter(began)).toSorted()).toEqual([
      'REVISED 202419000001 VALID EXPIRED',
      'REVISED A-1 VALID EXPIRED',
      'REVISED A-2 VALID EXPIRED',
      'REVISED A-3 SUSPENDED EXPIRED',
      'REVISED A-3 VALID EXPIRED',
      'REVISED A-4 VALID EXPIRED',
      'REVISED L0001 VALID EXPIRED',
    ])

    const said = certificate('A-1', codes.factory, { status_since: day(-2) })
    expect((await deliver('certificate-register', [said])).counts).toMatchObject({ confirmed: 1, revised: 0 })
    expect(await stateOf('A-1')).toMatchObject({ status: 'EXPIRED' })
    const renewed = { ...said, valid_to: day(1_400) }
    expect((await deliver('certificate-register', [renewed])).counts).toMatchObject({ revised: 1 })
    expect(await stateOf('A-1')).toEqual({ status: 'VALID', statusSince: day(-2), revision: 5 })
  })

  /** What commits after a position did to certificates and qualifications, in words. */
  async function changesAfter(position: Position): Promise<readonly string[]> {
    type Said = { readonly number: string; readonly status: string }
    type Frames = {
      hub: { cursor: string }
      changes: { changes: { op: string; before: Said | null; node: Said | null }[] }[]
    }
    const { hub: at } = await ask<Frames>(`{ hub { cursor(at: ${position}) } }`)
    const said = '{ ... on Certificate { number status } ... on Qualification { number status } }'
    const { changes } = await ask<Frames>(
      `{ changes(after: "${at.cursor}", first: 1000, filter: { type: { in: ["Certificate", "Qualification"] } }) {
        changes { op before ${said} node ${said} } } }`,
    )
    return changes.flatMap((frame) =>
      frame.changes.map(({ op, before, node }) => `${op} ${node?.number} ${before?.status} ${node?.status}`),
    )
  }
})
