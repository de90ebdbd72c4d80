import { afterAll, beforeAll, expect, test } from 'vitest'
import { publish } from '../../subscriptions/figures.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { writeRows } from '../credit/written-records.ts'
import { codesOf, doors } from './both-doors.ts'

type Listed = { readonly __typename: string; readonly id: string }

/** Where each type of node is found, and what is asked of it. */
const kinds: Readonly<Record<string, { readonly list: string; readonly fields: string }>> = {
  Region: {
    list: 'regions { ...Wanted }',
    fields: 'code level names { language text } aliases parent { id } members { id code } note validFrom',
  },
  Scheme: {
    list: 'schemes { ...Wanted }',
    fields: 'code kind category names { text } parent { id } standards',
  },
  CodeList: { list: 'codeLists { ...Wanted }', fields: 'code version entries { code order parent } name' },
  Crosswalk: {
    list: 'crosswalks { ...Wanted }',
    fields: 'codeList fromVersion toVersion provenance entries { from to }',
  },
  Indicator: {
    list: 'indicators { ...Wanted }',
    fields: 'code unit additivity { region scheme period source } minimum description(language: "en")',
  },
  Source: {
    list: 'sources { ...Wanted }',
    fields: 'code feed frequency address publisher(language: "zh-HK")',
  },
  Release: {
    list: 'releases(first: 3) { nodes { ...Wanted } }',
    fields: 'code period status publishedAt recordedAt position source { id }',
  },
  Series: {
    list: 'series(first: 5) { nodes { ...Wanted } }',
    fields: 'indicator { id } region { id } scheme { id } source { id } frequency unit codeListVersion',
  },
  Observation: {
    list: 'observations(first: 5) { nodes { ...Wanted } }',
    fields: 'value status period revision position recordedAt series { id } release { id } region { code }',
  },
  Discrepancy: {
    list: 'discrepancies { nodes { ...Wanted } }',
    fields:
      'period status size { absolute relative } age openedAt { position } sides { value observation { id } }',
  },
  Organization: {
    list: 'organizations(first: 3) { nodes { ...Wanted } }',
    fields:
      'name names { text } person region { id } roles origin identifiers { value } members { id } revision',
  },
  CreditRecord: {
    list: 'creditRecords(first: 3) { nodes { ...Wanted } }',
    fields: 'kind status decisionNumber fine { yuan } region { id } source { id } jointMeasures { id }',
  },
  Certificate: {
    list: 'certificates(first: 3) { nodes { ...Wanted } }',
    fields: 'number status scheme { id } validFrom validTo holder { id } source { id } creditRecords { id }',
  },
  Qualification: {
    list: 'qualifications(first: 3) { nodes { ...Wanted } }',
    fields: 'kind number status validTo holder { id } source { id }',
  },
  Inspection: {
    list: 'inspections(first: 3) { nodes { ...Wanted } }',
    fields: 'plan task results inspectedOn source { id }',
  },
  JointMeasure: {
    list: 'creditRecord(id: "credit-record/n1") { nodes: jointMeasures { ...Wanted } }',
    fields: 'measure authority record { id kind }',
  },
  AccessKey: {
    list: 'accessKeys { nodes { ...Wanted } }',
    fields: 'keyId role regions sources holder note status createdAt createdBy expiresAt revokedAt',
  },
}

describeOneGround('Relay’s object identification', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
    const total = { indicator: 'certificates', region: 'ALL', scheme: 'TOTAL', value: '1' }
    const rows = ['2022-08', '2022-09'].map((period) => ({ ...total, period }))
    await publish(hub.address, { key: 'differing', rows })
    await writeRows(hub, 'organization', [{ id: 'o1', region: '440300' }, { id: 'o2' }])
    await writeRows(hub, 'credit_record', [{ id: 'n1', region: '440300', fine: '1.50' }, { id: 'n2' }])
    await writeRows(
      hub,
      'joint_measure',
      ['m1', 'm2'].map((id) => ({ id, record_id: 'n1' })),
    )
    await writeRows(hub, 'inspection', [{ id: 'i1' }, { id: 'i2' }])
    for (const table of ['certificate', 'qualification'] as const)
      await writeRows(
        hub,
        table,
        ['h1', 'h2'].map((id) => ({ id, number: id })),
      )
    for (const region of ['440000', '810000']) await hub.keyFor({ role: 'PARTNER', regions: [region] })
  })
  afterAll(() => hub.close())

  test('knows every type of node that the schema has', async () => {
    const { data } = await hub.ask('{ __type(name: "Node") { possibleTypes { name } fields { name } } }')
    const node: { __type: { possibleTypes: { name: string }[]; fields: { name: string }[] } } = data
    expect(node.__type.possibleTypes.map(({ name }) => name).toSorted()).toEqual(
      // A Figure is a cell of a table that was asked for: it stands in no list.
      [...Object.keys(kinds), 'Figure'].toSorted(),
    )
    expect(node.__type.fields).toEqual([{ name: 'id' }])
  })

  test.for(Object.entries(kinds))('refetches the same %s by its id', async ([type, { list, fields }]) => {
    const fragment = `fragment Wanted on ${type} { __typename id ${fields} }`
    // Whoever may see every type of node; whom keys are shown to is the matter of other tests.
    const asked = (query: string, variables = {}) =>
      hub.ask(`${query} ${fragment}`, variables, asAdministrator)
    const listed = await asked(`{ ${list} }`)
    expect(listed.errors).toBeUndefined()
    const found = listedIn(listed.data)
    expect(found.length).toBeGreaterThan(1)
    const ids = found.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const again = await asked('query($ids: [ID!]!) { nodes(ids: $ids) { ...Wanted } }', { ids })
    expect(again.data).toEqual({ nodes: found })
    const one = await asked('query($id: ID!) { node(id: $id) { ...Wanted } }', { id: ids[1] })
    expect(one.data).toEqual({ node: found[1] })
  })

  test('gives nodes in the order of their ids, the same one twice, and null where there is none', async () => {
    const ids = [
      'region/440000',
      'region/990000',
      'scheme/QMS',
      'region/440000',
      'weather/440000',
      'series/x',
    ]
    const { data } = await hub.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(data).toEqual({
      nodes: [{ id: ids[0] }, null, { id: ids[2] }, { id: ids[3] }, null, null],
    })
    expect((await hub.ask('{ nodes(ids: []) { id } }')).data).toEqual({ nodes: [] })
  })

  test('reads many nodes of one type in one statement', async () => {
    const { data } = await hub.ask('{ observations(first: 100) { nodes { id } } }')
    const ids = listedIn(data).map(({ id }) => id)
    const query = hub.database.query
    let count = 0
    Object.assign(hub.database, {
      query: (statement: never) => {
        count += 1
        return query(statement)
      },
    })
    try {
      await hub.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Observation { value } } }', { ids })
    } finally {
      Object.assign(hub.database, { query })
    }
    // The tail may look at the head meanwhile.
    expect(count).toBeLessThanOrEqual(3)
  })

  for (const { door, ask } of doors) {
    test.for([
      '',
      'region',
      'region/',
      '/440000',
      'Region/440000',
      'region/440000@',
      'region/440000@x',
      'cmVnaW9u',
    ])(`refuses the id "%s" over ${door}`, async (id) => {
      const answered = await ask(hub, {
        query: 'query($id: ID!) { node(id: $id) { id } }',
        variables: { id },
      })
      expect(codesOf(answered)).toEqual(['INVALID_ID'])
      expect(answered.data).toEqual({ node: null })
    })
  }

  test('refuses an id at a position that has not been reached, and more than 1,000 ids', async () => {
    const ahead = await hub.ask('{ node(id: "region/440000@99999") { id } }')
    expect(ahead.errors[0]?.extensions['code']).toBe('POSITION_AHEAD')
    const ids = Array.from({ length: 1_001 }, () => 'region/440000')
    const many = await hub.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(many.errors[0]?.extensions['code']).toBe('OPERATION_TOO_LARGE')
  })
})

/** The nodes of an answer that holds one list, plain or a connection. */
function listedIn(data: object): readonly Listed[] {
  const [list] = Object.values(data) as (readonly Listed[] | { readonly nodes: readonly Listed[] })[]
  return Array.isArray(list) ? list : ((list as { nodes: readonly Listed[] }).nodes ?? [])
}
