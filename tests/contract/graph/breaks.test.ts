import { expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { describeOneGround, openHubForTest } from '../../support/hub.ts'

const rows = (period: string, fields: readonly (readonly [string, string, string])[]) =>
  [
    'period,field_code,field_name_zh,certificates,organisations,source',
    ...fields.map(
      ([code, certificates, organizations]) => `${period},${code},,${certificates},${organizations},x`,
    ),
  ].join('\n')

const asked = `query($schemes: [String!]) {
  series(filter: { indicator: { eq: "certificates" }, scheme: { in: $schemes } }) { nodes {
    scheme { code } codeListVersion
    breaks { period kind fromVersion toVersion note }
    continues { scheme { code } codeListVersion } continuedBy { scheme { code } codeListVersion } } }
  observations(filter: { indicator: { eq: "certificates" }, scheme: { in: $schemes } }, orderBy: PERIOD_ASC) {
    nodes { period scheme { code } break { kind toVersion } } } }`

describeOneGround('breaks', (ground) => {
  test('stand where a series goes over into one of another version, and say whether the content stayed', async () => {
    const hub = await openHubForTest({ ground, samples: true })
    const { data, errors } = await hub.ask(asked, { schemes: ['CCC', 'QMS', 'FOOD', 'FOOD_GEN', 'FM'] })
    expect(errors).toBeUndefined()
    const { series, observations } = data as Answer
    const of = (scheme: string, version: string) =>
      series.nodes.find((each) => each.scheme.code === scheme && each.codeListVersion === version)
    expect(of('CCC', '2019')).toMatchObject({
      breaks: [{ period: '2021-07', kind: 'CONTENT_CHANGED', fromVersion: '2019', toVersion: '2021' }],
      continues: [],
      continuedBy: { scheme: { code: 'CCC' }, codeListVersion: '2021' },
    })
    expect(of('CCC', '2019')?.breaks[0]?.note).toContain('This is a break, not a fall')
    expect(of('CCC', '2021')).toMatchObject({
      breaks: [
        { period: '2021-07', kind: 'CONTENT_CHANGED' },
        { period: '2022-08', kind: 'CODE_LIST_CHANGED', fromVersion: '2021', toVersion: '2022' },
      ],
      continues: [{ codeListVersion: '2019' }],
    })
    expect(of('FOOD', '2021')).toMatchObject({
      breaks: [
        { period: '2021-07', kind: 'CODE_LIST_CHANGED' },
        { period: '2022-08', kind: 'CODE_LIST_CHANGED' },
      ],
      continues: [{ scheme: { code: 'FOOD_NAT' } }, { scheme: { code: 'FOOD_GEN' } }],
    })
    expect(of('FOOD_GEN', '2019')?.continuedBy).toEqual({ scheme: { code: 'FOOD' }, codeListVersion: '2021' })
    expect(of('FM', '2021')).toMatchObject({ continuedBy: null, breaks: [{ period: '2021-07' }] })
    expect(of('CCC', '2022')?.continuedBy).toBeNull()
    const broken = observations.nodes.filter((each) => each.break.length > 0)
    expect(broken.map((each) => `${each.period} ${each.scheme.code} ${each.break[0]?.kind}`).sort()).toEqual([
      '2021-07 CCC CONTENT_CHANGED',
      '2021-07 FM CODE_LIST_CHANGED',
      '2021-07 FOOD CODE_LIST_CHANGED',
      '2021-07 QMS CODE_LIST_CHANGED',
      '2022-08 CCC CODE_LIST_CHANGED',
      '2022-08 FOOD CODE_LIST_CHANGED',
      '2022-08 QMS CODE_LIST_CHANGED',
    ])
    expect(observations.nodes.filter((each) => each.period === '2019-03')).toHaveLength(4)
  })

  test('are none of a series that stands in no list, and were none before there was a later figure', async () => {
    const hub = await openHubForTest({ ground })
    await hub.deliver('cnca-by-field', rows('2021-07', [['CCC', '436784', '49019']]), 'one')
    const { position } = hub.tail
    await hub.deliver('cnca-by-field', rows('2022-08', [['CCC', '473653', '51473']]), 'two')
    const at = async (where: string) => {
      const { data, errors } = await hub.ask(
        `query ${where} { series(filter: { indicator: { eq: "certificates" } }) { nodes {
           codeListVersion breaks { period } continuedBy { codeListVersion } } } }`,
      )
      expect(errors).toBeUndefined()
      return (data as { series: { nodes: unknown } }).series.nodes
    }
    expect(await at(`@asOf(position: ${position})`)).toEqual([
      { codeListVersion: '2021', breaks: [], continuedBy: null },
    ])
    expect(await at('')).toEqual([
      { codeListVersion: '2021', breaks: [{ period: '2022-08' }], continuedBy: { codeListVersion: '2022' } },
      { codeListVersion: '2022', breaks: [{ period: '2022-08' }], continuedBy: null },
    ])
  })

  test('are where the source says so, also of a series that stands in no list', async () => {
    const hub = await openHubForTest({ ground })
    const marked = { ...figure('440000', '2024-02', '7'), status: 'B' }
    await publish(hub.address, { key: 'one', rows: [figure('440000', '2024-01', '9'), marked] })
    const { data, errors } = await hub.ask(
      '{ series { nodes { breaks { period kind fromVersion note } continues { id } continuedBy { id } } } observations(orderBy: PERIOD_ASC) { nodes { break { kind } } } }',
    )
    expect(errors).toBeUndefined()
    expect(data).toEqual({
      series: {
        nodes: [
          {
            breaks: [{ period: '2024-02', kind: 'STATUS_B', fromVersion: null, note: null }],
            continues: [],
            continuedBy: null,
          },
        ],
      },
      observations: { nodes: [{ break: [] }, { break: [{ kind: 'STATUS_B' }] }] },
    })
  })
})

type Answer = {
  readonly series: {
    readonly nodes: readonly {
      readonly scheme: { readonly code: string }
      readonly codeListVersion: string
      readonly breaks: readonly { readonly note: string }[]
      readonly continuedBy: object | null
    }[]
  }
  readonly observations: {
    readonly nodes: readonly {
      readonly period: string
      readonly scheme: { readonly code: string }
      readonly break: readonly { readonly kind: string }[]
    }[]
  }
}
