import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../src/platform/sql.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { endRows, writeRows } from './written-records.ts'

type Records = {
  readonly totalCount: number
  readonly nodes: readonly { readonly decisionNumber: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

type Listed = { readonly id: string; readonly creditRecords: Records }

describeOneGround('The credit records of organizations', (ground) => {
  let hub: TestHub
  const ids = Array.from({ length: 4 }, () => randomUUID()).toSorted()
  const [first = '', second = '', third = '', last = ''] = ids
  const code = '91440300MA5EXAMPL1'
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await writeRows(
      hub,
      'organization',
      ids.map((id) => ({ id, region: id === last ? null : '440300' })),
    )
    await writeRows(hub, 'organization_identifier', [
      { id: `CN-USCC:${code}`, organization_id: first, value: code, raw: code },
    ])
    await writeRows(
      hub,
      'credit_record',
      [first, second, third].flatMap((organization_id, place) =>
        Array.from({ length: 3 + place }, (_, index) => ({
          id: `${place}-${index}`,
          organization_id,
          authority_id: last,
          decision_number: `${place}-${index}`,
          decision_date: `2026-0${1 + index}-01`,
          severity: index === 0 ? 'SERIOUS' : 'MINOR',
        })),
      ),
    )
    await writeRows(hub, 'inspection', [
      { id: 'n1', organization_id: first, inspected_on: '2026-01-01' },
      { id: 'n2', organization_id: second, inspected_on: '2026-02-01' },
    ])
  })
  afterAll(() => hub.close())

  const asked = async (query: string, variables: object = {}, headers: Record<string, string> = {}) => {
    const { data, errors } = await hub.ask(query, variables, headers)
    expect(errors).toBeUndefined()
    return data
  }
  const numbers = ({ nodes }: Records) => nodes.map(({ decisionNumber }) => decisionNumber)

  test('are listed for each with pages, filters and counts of its own, by few statements', async () => {
    const statements: string[] = []
    const query = hub.database.query.bind(hub.database)
    const list = `{ organizations(filter: { region: { eq: "440300" } }) { nodes { id
      creditRecords(first: 2, orderBy: DECISION_DATE_ASC) { totalCount nodes { decisionNumber } pageInfo { hasNextPage endCursor } }
      serious: creditRecords(filter: { severity: { eq: "SERIOUS" } }) { totalCount nodes { decisionNumber organization { id } } }
      inspections { totalCount nodes { id organization { id } } } } } }`
    hub.database.query = (statement, patience) => {
      statements.push(JSON.stringify(statement))
      return query(statement, patience)
    }
    const data: { organizations: { nodes: (Listed & { serious: Records })[] } } = await asked(list).finally(
      () => {
        hub.database.query = query
      },
    )
    expect(data.organizations.nodes.map(({ id }) => id)).toEqual(
      [first, second, third].map((id) => `organization/${id}`),
    )
    data.organizations.nodes.forEach(({ id, creditRecords, serious }, place) => {
      expect(creditRecords.totalCount).toBe(3 + place)
      expect(numbers(creditRecords)).toEqual([`${place}-0`, `${place}-1`])
      expect(creditRecords.pageInfo.hasNextPage).toBe(true)
      expect(serious).toEqual({
        totalCount: 1,
        nodes: [{ decisionNumber: `${place}-0`, organization: { id } }],
      })
    })
    expect(data.organizations.nodes).toMatchObject([
      {
        inspections: {
          totalCount: 1,
          nodes: [{ id: 'inspection/n1', organization: { id: `organization/${first}` } }],
        },
      },
      { inspections: { totalCount: 1 } },
      { inspections: { totalCount: 0, nodes: [] } },
    ])
    // Two lists of records and their counts, one of inspections and its, the organizations of both: for all at once.
    expect(statements.filter((text) => text.includes('askedFor')).length).toBeLessThanOrEqual(8)

    const { creditRecords } = data.organizations.nodes[2] as Listed
    const next: { node: Listed } = await asked(
      `query($id: ID!, $after: String) { node(id: $id) { ... on Organization { creditRecords(first: 2, after: $after,
        orderBy: DECISION_DATE_ASC) { totalCount nodes { decisionNumber } pageInfo { hasNextPage endCursor } } } } }`,
      { id: `organization/${third}`, after: creditRecords.pageInfo.endCursor },
    )
    expect(numbers(next.node.creditRecords)).toEqual(['2-2', '2-3'])
  })

  test('are found by its number, with their authority, and follow a merger', async () => {
    const query = `query($code: String!) { organization(identifier: $code) { id
      creditRecords { totalCount nodes { decisionNumber organization { id } authorityOrganization { id } } }
      inspections { totalCount } } }`
    const of = async (): Promise<{ organization: Listed }> => asked(query, { code })
    expect((await of()).organization).toMatchObject({
      creditRecords: {
        totalCount: 3,
        nodes: [
          {
            decisionNumber: '0-2',
            organization: { id: `organization/${first}` },
            authorityOrganization: { id: `organization/${last}` },
          },
          { decisionNumber: '0-1' },
          { decisionNumber: '0-0' },
        ],
      },
    })
    await writeRows(hub, 'organization_link', [{ id: first, into_id: second }])
    const { organization } = await of()
    expect(organization.id).toBe(`organization/${second}`)
    expect(numbers(organization.creditRecords)).toEqual(['1-3', '1-2', '0-2', '1-1', '0-1', '1-0', '0-0'])
    expect(organization).toMatchObject({ inspections: { totalCount: 2 } })
    expect(organization.creditRecords.nodes).toContainEqual({
      decisionNumber: '0-2',
      organization: { id: `organization/${second}` },
      authorityOrganization: { id: `organization/${last}` },
    })
    await endRows(hub, 'organization_link', [first])
    expect((await of()).organization.creditRecords.totalCount).toBe(3)
  })

  test('are the same where the database writes them and where they are made one by one', async () => {
    const odd = ['示"例', '示\\\\例', '示\n例', '\u2028', '{a}']
    await writeRows(
      hub,
      'credit_record',
      odd.map((counterparty, index) => ({
        id: `j${index}`,
        organization_id: last,
        counterparty,
        authority: counterparty,
        decision_number: counterparty,
        decision_date: index === 1 ? null : `2026-01-0${index + 1}`,
        fine: [null, '0', '0.00', '1234567890123456789.05', '10000'][index],
        confiscated: '13.50',
        region: index % 2 === 0 ? '440300' : null,
        scheme: index === 2 ? 'QMS' : null,
        severity: index === 3 ? 'MINOR' : null,
        certificate_number: counterparty,
        rule: counterparty,
        publicity_until: '2999-01-01',
        disputed: index === 4,
        dispute_note: index === 4 ? counterparty : null,
      })),
    )
    await writeRows(hub, 'certificate', [
      { id: 'j1', number: '示"例', holder_id: last, valid_to: '2026-01-01' },
      { id: 'j2', number: 'J2', holder_id: last, scheme: 'EMS', valid_to: null },
    ])
    const record = `__typename id kind status counterparty counterpartyKind authority decisionNumber decisionDate
      certificateNumber severity rule ruleVersion publicityFrom publicityUntil earliestRepair disputed dispute: disputeNote
      revision position fine { yuan tenThousandYuan __typename } confiscated { tenThousandYuan } region { id code }
      scheme { code } source { id __typename }`
    const certificate = 'id number status validTo scheme { code }'
    const lists = `plain: creditRecords(first: 4) { totalCount nodes { ${record} } }
      made: creditRecords(first: 4) { totalCount nodes { ${record} } pageInfo { hasNextPage } }
      plainCertificates: certificates { nodes { ${certificate} } }
      madeCertificates: certificates { edges { node { ${certificate} } } }
      two: certificates(first: 2) { nodes { ${certificate} } } one: certificates(first: 1) { nodes { ${certificate} } }
      none: certificates(filter: { number: { eq: "none" } }) { nodes { ${certificate} } }`
    type Lists = 'plain' | 'made' | 'plainCertificates' | 'two' | 'one' | 'none'
    type Both = Record<Lists, { nodes: object[] }> & {
      id: string
      madeCertificates: { edges: { node: object }[] }
    }
    const { position } = hub.tail
    // Asked again and again, so that it is known and the database writes what it can.
    const statements: string[] = []
    const query = hub.database.query.bind(hub.database)
    hub.database.query = (statement, patience) => {
      statements.push(JSON.stringify(statement))
      return query(statement, patience)
    }
    for (const pinned of [
      '',
      '',
      '',
      '',
      ...Array.from({ length: 4 }, () => `@asOf(position: ${position})`),
    ]) {
      const both: { organizations: { nodes: Both[] } } = await asked(`query All ${pinned} {
        organizations { nodes { id ${lists} } } }`)
      expect(both.organizations.nodes).toHaveLength(4)
      for (const each of both.organizations.nodes) {
        const [key = ''] = each.id.replace('organization/', '').split('@')
        expect(each.plain.nodes).toHaveLength({ [first]: 3, [second]: 4, [third]: 4, [last]: 4 }[key] ?? 0)
        expect(each.made).toEqual({ ...each.plain, pageInfo: { hasNextPage: key === third || key === last } })
        const certificates = each.madeCertificates.edges.map(({ node }) => node)
        expect(each.plainCertificates.nodes).toEqual(certificates)
        expect(each.two.nodes).toEqual(certificates.slice(0, 2))
        expect(each.one.nodes).toEqual(certificates.slice(0, 1))
        expect(each.none.nodes).toEqual([])
      }
    }
    hub.database.query = query
    const written = statements.filter((text) => text.includes('string_agg'))
    // Lists of both kinds come together, and no more than four by one statement.
    const both = written.filter((text) => text.includes('from credit_record') && text.includes('holder_id'))
    expect(both.length).toBeGreaterThan(1)
    expect(written.length).toBe(2 * both.length)
  })

  test('hang on certificates by their numbers, both ways', async () => {
    await writeRows(hub, 'certificate', [
      { id: 'ce1', number: 'CERT-1', holder_id: first },
      { id: 'ce2', number: 'CERT-1', holder_id: second },
      { id: 'ce3', number: 'CERT-3', holder_id: third },
    ])
    const named = (id: string, certificate_number: string, decision_date: string | null) => ({
      id,
      certificate_number,
      decision_date,
      decision_number: id,
      kind: 'CERTIFICATE_SUSPENDED',
    })
    await writeRows(hub, 'credit_record', [
      named('c1', 'CERT-1', '2026-01-01'),
      named('c2', 'CERT-1', '2026-02-01'),
      { ...named('c3', 'CERT-1', '2026-03-01'), shown_until: '2026-03-02' },
      named('c4', 'CERT-4', null),
    ])
    const data = await asked(`{
      creditRecords(filter: { kind: { eq: "CERTIFICATE_SUSPENDED" } }) { nodes { decisionNumber certificates { id } } }
      node(id: "certificate/ce2") { ... on Certificate { number creditRecords { decisionNumber } } }
      nodes(ids: ["certificate/ce1", "certificate/ce3"]) { ... on Certificate { creditRecords { decisionNumber } } } }`)
    const both = [{ id: 'certificate/ce1' }, { id: 'certificate/ce2' }]
    const newest = [{ decisionNumber: 'c2' }, { decisionNumber: 'c1' }]
    expect(data).toEqual({
      creditRecords: {
        nodes: [
          { decisionNumber: 'c2', certificates: both },
          { decisionNumber: 'c1', certificates: both },
          { decisionNumber: 'c4', certificates: [] },
        ],
      },
      node: { number: 'CERT-1', creditRecords: newest },
      nodes: [{ creditRecords: newest }, { creditRecords: [] }],
    })
  })

  test('a supervisor sees what has ended and whole names, with a purpose and of its regions alone, and is audited', async () => {
    await hub.database.query(
      sql`insert into person (id, name, region, source, recorded_at) values ('pe', '示例某某人', '440300', 'cnca-by-field', now())`,
    )
    const person = {
      counterparty: '示**',
      counterparty_kind: 'NATURAL_PERSON',
      person_id: 'pe',
      rule: 'of-person',
    }
    await writeRows(hub, 'credit_record', [
      { id: 's1', decision_number: 'shown', region: '440300', ...person },
      {
        id: 's2',
        decision_number: 'ended',
        region: '440300',
        rule: 'of-person',
        shown_until: '2026-01-01',
        status: 'REPAIRED',
        ended_on: '2026-01-01',
        end_basis: '示例依据',
      },
      { id: 's3', decision_number: 'elsewhere', region: '110000', ...person, shown_until: '2026-01-01' },
    ])
    const key = await hub.keyFor({ role: 'SUPERVISOR', regions: ['440000'] })
    const query = `{ creditRecords(filter: { rule: { eq: "of-person" } }) { totalCount
      nodes { decisionNumber counterparty end { on basis } } } }`
    const masked = { totalCount: 1, nodes: [{ decisionNumber: 'shown', counterparty: '示**', end: null }] }
    expect(await asked(query)).toEqual({ creditRecords: masked })
    expect(await asked(query, {}, key.headers)).toEqual({ creditRecords: masked })
    const purposeful = { ...key.headers, 'baymark-purpose': 'example' }
    expect(await asked(query, {}, purposeful)).toEqual({
      creditRecords: {
        totalCount: 2,
        nodes: [
          {
            decisionNumber: 'ended',
            counterparty: '示例有限公司',
            end: { on: '2026-01-01', basis: '示例依据' },
          },
          { decisionNumber: 'shown', counterparty: '示例某某人', end: null },
        ],
      },
    })
    const byName = `{ creditRecords(filter: { counterparty: { contains: "某" } }) { totalCount } }`
    expect(await asked(byName, {}, purposeful)).toEqual({ creditRecords: { totalCount: 0 } })
    const rows = await hub.database.query<{ readonly subjects: readonly string[] }>(
      sql`select to_json(a.subjects) as subjects from audit a where a.act = 'readProtected' order by a.seq`,
    )
    const subjects = rows.flatMap((row) => row.subjects)
    expect(subjects).toEqual(expect.arrayContaining(['credit-record/s1', 'credit-record/s2']))
    expect(subjects).not.toContain('credit-record/s3')
  })
})
