import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { publish } from '../subscriptions/figures.ts'
import { follow } from '../subscriptions/following.ts'
import { describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'
import { withdraw } from '../vintages/withdrawing.ts'
import { discrepanciesOf, say, total } from './disagreeing.ts'
import { renewReference, third } from './third-source.ts'

const [field, region] = ['cnca-by-field', 'cnca-by-region']

describeGrounds('two sources of one figure', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  const about = (period: string, at?: number) => discrepanciesOf(hub, { period: { eq: period } }, at)

  test('agree in the real tables, whose totals both say', async () => {
    const { data } =
      await hub.ask(`{ observations(first: 1000, filter: { region: { eq: "ALL" }, scheme: { eq: "TOTAL" },
      indicator: { eq: "certificates" } }) { nodes { period source { code } discrepancies { id } } } }`)
    const { nodes } = (
      data as { observations: { nodes: { period: string; discrepancies: readonly object[] }[] } }
    ).observations
    const byPeriod = [...Map.groupBy(nodes, ({ period }) => period).values()]
    expect(byPeriod.filter((said) => said.length === 2).length).toBeGreaterThanOrEqual(3)
    expect(nodes.flatMap(({ discrepancies }) => discrepancies)).toEqual([])
    expect(await discrepanciesOf(hub)).toEqual([])
  })

  test('open a discrepancy where they say different values, with both evidences, and end it where they agree', async () => {
    const before = hub.tail.position
    await say(hub, region, [total('2022-08', '3252930')])
    const [opened, ...others] = await about('2022-08')
    expect(others).toEqual([])
    expect(opened).toEqual({
      id: 'discrepancy/certificates/ALL/TOTAL/M/certificate/2022-08/cnca-by-field/cnca-by-region',
      period: '2022-08',
      status: 'OPEN',
      note: null,
      earlierNote: null,
      size: { absolute: '100', relative: '0.000030741516' },
      sides: [
        { value: '3252830', source: { code: field } },
        { value: '3252930', source: { code: region } },
      ],
      openedAt: { position: before + 1 },
      settledAt: null,
      settledBy: null,
      preferred: null,
    })
    const { data } = await hub.ask(
      `query($id: ID!) { node(id: $id) { __typename id ... on Discrepancy { frequency unit age
        indicator { code } region { code name(language: "en") } scheme { code } openedAt { recordedAt kind }
        sides { observation { id value status release { code } discrepancies { id } }
          evidence { address line column original file digest receivedAt release { id publishedAt } } } } } }`,
      { id: opened?.id },
    )
    expect(data).toMatchObject({
      node: {
        __typename: 'Discrepancy',
        id: opened?.id,
        frequency: 'M',
        unit: 'certificate',
        age: 0,
        indicator: { code: 'certificates' },
        region: { code: 'ALL' },
        scheme: { code: 'TOTAL' },
        openedAt: { kind: 'RELEASE', recordedAt: expect.any(String) },
        sides: [
          {
            observation: {
              id: 'observation/certificates/ALL/TOTAL/M/cnca-by-field/certificate/2022/2022-08',
              value: '3252830',
              discrepancies: [{ id: opened?.id }],
            },
            evidence: {
              address: 'https://microstandard.cn/index.php?c=show&id=215',
              line: 2,
              column: 'certificates',
              original: expect.stringContaining('3252830'),
              file: 'cnca-by-field-2022-08.csv',
              digest: expect.stringMatching(/^[0-9a-f]{64}$/),
              release: { id: 'release/cnca-by-field/2022-08' },
            },
          },
          {
            observation: { value: '3252930', discrepancies: [{ id: opened?.id }] },
            evidence: { address: null, line: 1, column: null, release: { publishedAt: null } },
          },
        ],
      },
    })
    await say(hub, field, [total('2022-08', '3252930.00')])
    expect(await about('2022-08')).toEqual([])
    expect(await about('2022-08', before + 1)).toEqual([{ ...opened, id: `${opened?.id}@${before + 1}` }])
    const gone = await hub.ask('query($id: ID!) { node(id: $id) { id } }', { id: opened?.id })
    expect(gone.data).toEqual({ node: null })
  })

  test('do not disagree where one of them says that the figure is missing', async () => {
    await say(hub, field, [total('2018-01', '100')])
    for (const status of ['M', 'Q', 'O', 'L', 'H']) {
      await say(hub, region, [total('2018-01', null, status)])
      expect(await about('2018-01'), status).toEqual([])
    }
    await say(hub, region, [total('2018-01', '0')])
    expect(await about('2018-01')).toMatchObject([{ size: { absolute: '100', relative: '1' } }])
    await say(hub, field, [total('2018-01', null, 'Q')])
    expect(await about('2018-01')).toEqual([])
  })

  test('disagree on while the values change, since the first time they did', async () => {
    await say(hub, field, [total('2018-02', '100')])
    await say(hub, region, [total('2018-02', '90')])
    const opened = hub.tail.position
    await say(hub, region, [total('2018-02', '75')])
    expect(await about('2018-02')).toMatchObject([
      { size: { absolute: '25', relative: '0.25' }, openedAt: { position: opened }, status: 'OPEN' },
    ])
    expect(await about('2018-02', opened)).toMatchObject([{ size: { absolute: '10', relative: '0.1' } }])
    const { nodes } = await aged(opened + 1)
    expect(nodes.every(({ age }) => age >= 0)).toBe(true)
  })

  test('agree again when the release that differed is withdrawn, and differ again when what agreed is', async () => {
    await say(hub, field, [total('2018-03', '100')])
    await say(hub, region, [total('2018-03', '100')])
    const { releases } = await say(hub, region, [total('2018-03', '90')])
    expect(await about('2018-03')).toHaveLength(1)
    await withdraw(hub, releases[0]?.id.split('/')[1] ?? '')
    expect(await about('2018-03')).toEqual([])

    await say(hub, field, [total('2018-04', '100')])
    const alone = await say(hub, region, [total('2018-04', '90')])
    expect(await about('2018-04')).toHaveLength(1)
    await withdraw(hub, alone.releases[0]?.id.split('/')[1] ?? '')
    expect(await about('2018-04')).toEqual([])
  })

  test('disagree from the minute on at which an embargoed release speaks, and nobody is told before', async () => {
    await say(hub, field, [total('2018-06', '100')])
    const embargoUntil = new Date(Date.now() + 3_600_000).toISOString()
    const rows = [total('2018-06', '90')]
    const { releases } = await publish(hub.address, { key: 'held', source: region, rows, embargoUntil })
    expect(await about('2018-06')).toEqual([])
    const stream = follow(
      hub.client(),
      `subscription { discrepancyChanges(filter: { period: { eq: "2018-06" } }) {
        kind cursor follows complete reason commit { position kind } changes { op id node { openedAt { position kind } } } } }`,
    )
    await stream.next()
    await hub.database.query(
      sql`update release set embargo_until = clock_timestamp() where id = ${releases[0]?.id ?? ''}`,
    )
    // Every node looks at its embargoes at each commit.
    await say(hub, region, [total('2018-07', '1')])
    const [frame] = await stream.whole()
    await stream.leave()
    expect(frame).toMatchObject({
      commit: { kind: 'EMBARGO' },
      changes: [
        { op: 'ENTERED', node: { openedAt: { position: frame?.commit?.position, kind: 'EMBARGO' } } },
      ],
    })
    expect(await about('2018-06', (frame?.commit?.position ?? 0) - 1)).toEqual([])
  })

  test('of a database from before there were tolerances disagree from the commit on that says them', async () => {
    await say(hub, field, [total('2018-08', '100')])
    await say(hub, region, [total('2018-08', '90')])
    const [opened] = await about('2018-08')
    // As an older Baymark left it.
    await hub.database.query(sql`delete from discrepancy where period = '2018-08'`)
    await hub.database.query(sql`update indicator set tolerance = null where id = 'certificates'`)
    const before = hub.tail.position
    const catalogue = '{ indicators { code tolerance { absolute relative } } sources { code priority } }'
    expect((await hub.ask(catalogue)).data).toMatchObject({
      indicators: expect.arrayContaining([{ code: 'certificates', tolerance: null }]),
    })
    await renewReference(hub)
    expect(await about('2018-08')).toEqual([{ ...opened, openedAt: { position: before + 1 } }])
    expect((await hub.ask(catalogue)).data).toEqual({
      indicators: expect.arrayContaining(
        ['certificates', 'organizations'].map((code) => ({
          code,
          tolerance: { absolute: '0', relative: '0' },
        })),
      ),
      sources: expect.arrayContaining(
        [field, region, third].map((code, index) => ({ code, priority: index + 1 })),
      ),
    })
    expect((await discrepanciesOf(hub)).every(({ openedAt }) => openedAt.position <= before + 1)).toBe(true)
  })

  test('a release that changes no figure of another source writes no discrepancy', async () => {
    await say(hub, region, [{ ...total('2018-05', '5'), region: '440000' }])
    const commit = await hub.tail.commitAt(hub.tail.position)
    expect(Object.keys(commit?.counts ?? {}).filter((name) => name.startsWith('discrepancies'))).toEqual([])
    await say(hub, field, [total('2018-05', '5')])
    await say(hub, region, [total('2018-05', '6')])
    expect((await hub.tail.commitAt(hub.tail.position))?.counts).toMatchObject({ discrepanciesBegun: 1 })
  })

  const aged = async (at: number) => {
    const { data } = await hub.ask(
      `query @asOf(position: ${at}) { discrepancies(orderBy: AGE_DESC) { nodes { age } } }`,
    )
    return (data as { discrepancies: { nodes: readonly { age: number }[] } }).discrepancies
  }
})
