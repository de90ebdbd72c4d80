import { afterAll, beforeAll, expect, test } from 'vitest'
import { discrepanciesOf, say, total } from '../discrepancies/disagreeing.ts'
import { figure, publish } from '../subscriptions/figures.ts'
import {
  asAdministrator,
  describeOneGround,
  type GraphAnswer,
  openTestHub,
  type TestHub,
} from '../support/hub.ts'
import { type Callers, callersOf, inAMonth, strangers } from './callers.ts'

/** The figure that a held release alone says, and one that nobody has said. */
const [heldFigure, noFigure] = ['2021-05', '2021-06'].map(
  (period) => `observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/${period}`,
)

/** Whatever may be asked about what there is. Positions and instants are left away: that something happened is no secret. */
const questions: readonly string[] = [
  '{ releases(first: 1000) { totalCount nodes { id code status } pageInfo { hasNextPage } } }',
  '{ releases(filter: { status: { eq: "EMBARGOED" } }) { totalCount nodes { id } } }',
  '{ release(source: "cnca-by-region", code: "held") { id } }',
  '{ node(id: "release/cnca-by-region/held") { id } nodes(ids: ["release/cnca-by-region/held", "region/440000"]) { id } }',
  '{ observations(first: 1000) { totalCount nodes { id value revision revisions { value release { code } } } } }',
  '{ observations(latest: true, preferred: LATEST_PUBLISHED) { totalCount nodes { id value } } }',
  '{ series(first: 1000) { totalCount nodes { id } } }',
  '{ hub { freshness { source { code } latestPeriod lastRecordedAt observationCount quarantinedCount lastRelease { id } } } }',
  '{ availability { series figures missing firstPeriod lastPeriod regions { code figures } sources { code figures } combinations(by: [SOURCE, PERIOD]) { totalCount nodes { source period figures } } } }',
  '{ statistics(input: { indicators: ["certificates"], groupBy: [REGION, MONTH], where: { region: { in: ["440000"] } } }) { rows { totalCount nodes { key cells { kind value missing } } } totals { cells { value kind } } } }',
  '{ explain(id: "observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2020-05") { value sentence steps { sentence } provenance { claims { totalCount nodes { value standing original release { code } delivery { name } } } } } }',
  `{ explain(id: "${heldFigure}") { value kind reason sentence } node(id: "${heldFigure}") { id } }`,
  '{ discrepancies { totalCount nodes { id sides { value evidence { original file } } } } }',
  '{ changes(after: "0", first: 1000) { kind changes { op id } } }',
  '{ accessKeys { totalCount } audit { totalCount } }',
]

/** The same question about what is hidden and about what is not there. */
const pairs: readonly (readonly [what: string, document: string, hidden: object, absent: object])[] = [
  [
    'a release by its code',
    'query ($code: String!) { release(source: "cnca-by-region", code: $code) { id code preview { totalCount } } }',
    { code: 'held' },
    { code: 'none' },
  ],
  [
    'a release by its id',
    'query ($id: ID!) { node(id: $id) { __typename id ... on Release { code } } }',
    { id: 'release/cnca-by-region/held' },
    { id: 'release/cnca-by-region/none' },
  ],
  [
    'a release by its id at a position',
    'query ($id: ID!) { nodes(ids: [$id]) { id } }',
    { id: 'release/cnca-by-region/held@P' },
    { id: 'release/cnca-by-region/none@P' },
  ],
  [
    'a release by a filter',
    'query ($code: String!) { releases(filter: { not: { code: { ne: $code } } }) { totalCount nodes { id } edges { cursor } } }',
    { code: 'held' },
    { code: 'none' },
  ],
  [
    'the beginning of a code',
    'query ($code: String!) { releases(filter: { code: { startsWith: $code } }) { totalCount } }',
    { code: 'hel' },
    { code: 'non' },
  ],
  [
    'an explanation of a release',
    'query ($id: ID!) { explain(id: $id) { sentence } }',
    { id: 'release/cnca-by-region/held' },
    { id: 'release/cnca-by-region/none' },
  ],
  [
    'a figure',
    'query ($id: ID!) { node(id: $id) { id } explain(id: $id) { kind value reason } }',
    { id: heldFigure },
    { id: noFigure },
  ],
  [
    'a withdrawal',
    'mutation ($code: String!) { withdrawRelease(input: { source: "cnca-by-region", code: $code, reason: "No reason." }) { position } }',
    { code: 'held' },
    { code: 'none' },
  ],
  [
    'a source to publish for',
    'mutation ($source: String!) { publishRelease(input: { source: $source, idempotencyKey: "a", rows: [] }) { state } }',
    { source: 'cnca-by-region' },
    { source: 'nobody-knows' },
  ],
  [
    'a key that was used',
    'mutation ($key: String!) { publishRelease(input: { source: "cnca-by-region", idempotencyKey: $key, rows: [{ indicator: "certificates", region: "440000", scheme: "TOTAL", period: "2021-05", value: "1" }] }) { state } }',
    { key: 'held' },
    { key: 'none' },
  ],
  [
    'entries of the audit',
    'query ($id: String!) { audit(subject: $id) { totalCount } }',
    { id: 'cnca-by-region/held' },
    { id: 'cnca-by-region/none' },
  ],
]

describeOneGround('whoever may not see something', (ground) => {
  let hub: TestHub
  let callers: Callers
  const before = new Map<string, unknown>()
  const answerOf = async (name: string, question: string) => {
    const { data, errors } = await hub.ask(question, {}, callers[name])
    return { data, errors }
  }
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    callers = await callersOf(hub)
    await say(hub, 'cnca-by-field', [total('2020-01', '100')])
    await say(hub, 'cnca-by-region', [total('2020-01', '90')])
    await publish(hub.address, { key: 'before', code: 'before', rows: [figure('440000', '2020-05', '10')] })
    for (const name of strangers)
      for (const question of questions) before.set(`${name} ${question}`, await answerOf(name, question))
    // It revises, adds, and is partly wrong.
    await publish(hub.address, {
      key: 'held',
      code: 'held',
      rows: [
        figure('440000', '2020-05', '11'),
        figure('440000', '2021-05', '12'),
        figure('999999', '2021-05', '1'),
        total('2020-01', '80'),
      ],
      embargoUntil: inAMonth(),
    })
  })
  afterAll(() => hub.close())

  test.each(strangers)('gets the answers from before it was there: %s', async (name) => {
    for (const question of questions)
      expect([question, await answerOf(name, question)]).toEqual([
        question,
        before.get(`${name} ${question}`),
      ])
  })

  test('(but its publisher gets others, and an administrator)', async () => {
    for (const question of questions)
      expect([question, (await answerOf('administrator', question)).errors]).toEqual([question, undefined])
    for (const name of ['publisher of the source', 'administrator']) {
      const changed = []
      for (const question of questions) {
        const now = JSON.stringify(await answerOf(name, question))
        if (now !== JSON.stringify(before.get(`analyst ${question}`))) changed.push(question)
      }
      expect(changed.length).toBeGreaterThan(4)
    }
  })

  test('is told the same by the history as by lists, as is whoever may', async () => {
    for (const name of Object.keys(callers)) {
      const { data } = await hub.ask(
        '{ releases(first: 1000) { nodes { id } } changes(after: "0", filter: { type: { eq: "Release" } }, first: 1000) { changes { id } } }',
        {},
        callers[name],
      )
      const { releases, changes } = data as {
        releases: { nodes: { id: string }[] }
        changes: { changes: { id: string }[] }[]
      }
      const told = changes.flatMap((frame) => frame.changes.map(({ id }) => id))
      expect([name, told.toSorted()]).toEqual([name, releases.nodes.map(({ id }) => id).toSorted()])
      expect(told.some((id) => id.endsWith('/held'))).toBe(!strangers.some((stranger) => stranger === name))
    }
  })

  test.each(pairs)('is told the same of %s as of what is not there', async (_, document, hidden, absent) => {
    const told = async (name: string, variables: object) => {
      const pinned = JSON.parse(JSON.stringify(variables).replace('@P', `@${hub.tail.position}`))
      const answer = await hub.ask(document, pinned, callers[name])
      return withoutPosition(answer)
        .replaceAll(/held|none|hel|non/g, '…')
        .replaceAll(/cnca-by-region|nobody-knows/g, '…')
        .replaceAll(/2021-0[56]/g, '…')
    }
    for (const name of strangers)
      expect([name, await told(name, hidden)]).toEqual([name, await told(name, absent)])
    if (document.startsWith('query') && !document.includes('sentence'))
      expect(await told('administrator', hidden)).not.toEqual(await told('administrator', absent))
  })

  test('is told the same of the key of somebody else as of one that is not there', async () => {
    const { keyId } = await hub.keyFor({ role: 'ANALYST' })
    const absent = `${keyId.slice(0, -1)}${keyId.endsWith('a') ? 'b' : 'a'}`
    const documents = [
      'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }',
      'mutation ($id: ID!) { revokeAccessKey(input: { id: $id, reason: "No reason." }) { id } }',
      'query ($id: ID!) { explain(id: $id) { sentence } }',
    ]
    for (const name of strangers)
      for (const document of documents) {
        const told = async (id: string) =>
          withoutPosition(await hub.ask(document, { id: `access-key/${id}` }, callers[name])).replaceAll(
            id,
            '…',
          )
        expect([name, document, await told(keyId)]).toEqual([name, document, await told(absent)])
      }
    for (const name of strangers) {
      const { data } = await hub.ask(
        `{ accessKeys(filter: { keyId: { eq: "${keyId}" } }) { totalCount } }`,
        {},
        callers[name],
      )
      expect(data).toEqual({ accessKeys: { totalCount: 0 } })
    }
    expect(
      (await hub.ask(documents[0] ?? '', { id: `access-key/${keyId}` }, asAdministrator)).data,
    ).toMatchObject({ node: { id: expect.any(String) } })
  })

  test('may not settle, whether there is something to settle or not', async () => {
    const [discrepancy] = await discrepanciesOf(hub)
    const document = 'mutation ($id: ID!) { settleDiscrepancy(input: { id: $id, note: "No." }) { id } }'
    for (const name of strangers) {
      const told = async (id: string) => withoutPosition(await hub.ask(document, { id }, callers[name]))
      expect([name, await told(discrepancy?.id ?? '')]).toEqual([name, await told('discrepancy/none')])
    }
  })

  test('may not deliver for a source, whether there is such a source or not', async () => {
    for (const name of strangers) {
      const told = async (source: string, key: string) => {
        const response = await fetch(`${hub.address}/ingest/${source}`, {
          method: 'POST',
          headers: { ...callers[name], 'idempotency-key': key },
          body: 'x',
        })
        return [response.status, await response.json()]
      }
      expect(await told('cnca-by-region', 'held')).toEqual(await told('nobody-knows', 'none'))
    }
  })
})

/** An answer but for where it was read. */
function withoutPosition({ status, data, errors, extensions }: GraphAnswer): string {
  return JSON.stringify({ status, data, errors, extensions: { ...extensions, hub: undefined } })
}
