import { expect, test } from 'vitest'
import { describeOneGround, openHubForTest } from '../../support/hub.ts'

describeOneGround('crosswalks', (ground) => {
  test('are told as stored, with notes in the language asked for, and as a way over several versions', async () => {
    const hub = await openHubForTest({ ground })
    const { data, errors } = await hub.ask(
      `{ crosswalks(codeList: "cnca-field") { id fromVersion toVersion note entries { from to relation note provenance } }
         crosswalk(codeList: "cnca-field", from: "2019", to: "2022") {
           codeList via entries { from to relation exact notes } unmapped { code direction relation notes } } }`,
      {},
      { 'accept-language': 'zh-HK' },
    )
    expect(errors).toBeUndefined()
    const { crosswalks, crosswalk } = data as Answer
    expect(crosswalks.map(({ id }) => id)).toEqual([
      'crosswalk/cnca-field/2019/2021',
      'crosswalk/cnca-field/2021/2022',
    ])
    const ccc = crosswalks[0]?.entries.find(({ to }) => to === 'CCC')
    expect(ccc).toMatchObject({ from: ['CCC'], relation: 'CHANGED' })
    expect(ccc?.note).toContain('斷點')
    expect(ccc?.provenance).toContain('own')
    expect(crosswalk.via).toEqual(['2019', '2021', '2022'])
    expect(crosswalk.entries.find(({ to }) => to === 'FOOD')).toMatchObject({
      from: ['FOOD_NAT', 'FOOD_GEN'],
      relation: 'MERGED',
      exact: true,
    })
    expect(crosswalk.unmapped).toEqual([
      { code: 'FM', direction: 'FROM', relation: 'DROPPED', notes: [expect.stringContaining('10,715')] },
    ])
  })

  test('lead back with what cannot be told on both sides, and nowhere in words', async () => {
    const hub = await openHubForTest({ ground })
    const { data } = await hub.ask(
      `{ crosswalk(codeList: "cnca-field", from: "2021", to: "2019") { unmapped { code direction relation } } }`,
    )
    expect((data as Answer).crosswalk.unmapped).toEqual([
      { code: 'FOOD', direction: 'FROM', relation: 'SPLIT' },
      { code: 'IND_VOL', direction: 'FROM', relation: 'SPLIT' },
      { code: 'FOOD_NAT', direction: 'TO', relation: null },
      { code: 'IND_NAT', direction: 'TO', relation: null },
      { code: 'FOOD_GEN', direction: 'TO', relation: null },
      { code: 'IND_GEN', direction: 'TO', relation: null },
    ])
    const { errors } = await hub.ask(
      `{ crosswalk(codeList: "cnca-field", from: "2019", to: "2025") { via } }`,
    )
    expect(errors[0]?.extensions).toMatchObject({
      code: 'UNKNOWN_CROSSWALK',
      expected: '2019 → 2021, 2021 → 2022',
    })
  })

  test('stand beside lists that know their neighbours, their days and the names of their codes', async () => {
    const hub = await openHubForTest({ ground })
    const { data, errors } = await hub.ask(
      `{ codeLists(code: "cnca-field", on: "2021-07-31") { version previous { version previous { version } }
           next { version next { version } } entries { code name(language: "en") } }
         divisions: codeLists(code: "gb-t-2260") { entries { code name(language: "zh-Hans") } }
         statuses: codeLists(code: "CL_OBS_STATUS") { entries { code name(language: "en") } } }`,
    )
    expect(errors).toBeUndefined()
    const { codeLists, divisions, statuses } = data as Lists
    expect(codeLists).toHaveLength(1)
    expect(codeLists[0]).toMatchObject({
      version: '2021',
      previous: { version: '2019', previous: null },
      next: { version: '2022', next: null },
    })
    expect(codeLists[0]?.entries[0]).toEqual({ code: 'TOTAL', name: 'All certification (total)' })
    expect(divisions[0]?.entries.find(({ code }) => code === '440100')?.name).toBe('广州市')
    for (const list of [...codeLists, ...divisions, ...statuses])
      expect(list.entries.filter(({ name }) => name === null)).toEqual([])
  })
})

type Answer = {
  readonly crosswalks: readonly {
    readonly id: string
    readonly entries: readonly {
      readonly to: string | null
      readonly note: string
      readonly provenance: string
    }[]
  }[]
  readonly crosswalk: {
    readonly via: readonly string[]
    readonly entries: readonly { readonly to: string }[]
    readonly unmapped: readonly unknown[]
  }
}

type List = {
  readonly entries: readonly { readonly code: string; readonly name: string | null }[]
}

type Lists = {
  readonly codeLists: readonly List[]
  readonly divisions: readonly List[]
  readonly statuses: readonly List[]
}
