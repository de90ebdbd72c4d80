import { describe, expect, it } from 'vitest'
import { readReference } from '../../src/catalogue/reference/reference.ts'
import { creditCounts } from '../../src/credit/count/credit-counts.ts'
import { loadFeeds } from '../../src/sources/load-feeds.ts'

const { regions, schemes, codeLists, indicators, sources } = readReference()

type Named = { readonly code: string; readonly names: object; readonly aliases: readonly string[] }

/** Spellings that mean more than one item. */
function ambiguous(items: readonly Named[]): readonly string[] {
  const owners = new Map<string, string>()
  return items.flatMap((item) =>
    [...new Set([...Object.values(item.names), ...item.aliases])].filter((spelling) => {
      const owner = owners.get(spelling)
      owners.set(spelling, item.code)
      return owner !== undefined
    }),
  )
}

function regionOf(code: string) {
  const region = regions.find((each) => each.code === code)
  if (region === undefined) throw new Error(`expected a region ${code} in regions.json, but none came`)
  return region
}

describe('regions', () => {
  it('holds every level in the number that the codes have', () => {
    const counts = Object.groupBy(regions, (region) => region.level)
    expect(Object.fromEntries(Object.entries(counts).map(([level, items]) => [level, items.length]))).toEqual(
      {
        TOTAL: 1,
        COUNTRY: 1,
        GROUP: 3,
        PROVINCE: 32,
        PREFECTURE: 21,
        SAR: 2,
        ECONOMY: 245,
      },
    )
  })

  it('makes 全国 of the 31 mainland divisions and leaves the members of 全部 unknown', () => {
    const members = regionOf('CN').members ?? []
    expect(members).toHaveLength(31)
    expect(members).not.toEqual(expect.arrayContaining(['710000']))
    expect(
      members.every((code) => regionOf(code).level === 'PROVINCE' && regionOf(code).parent === 'CN'),
    ).toBe(true)
    expect(regionOf('ALL').members).toBeNull()
    expect(regionOf('ALL').note?.en).toContain('members are unknown')
  })

  it('splits Guangdong into the nine cities of the bay and the twelve others', () => {
    const nine = regionOf('GBA9').members ?? []
    const twelve = regionOf('GD_NON_GBA').members ?? []
    expect(regionOf('GBA').members).toEqual([...nine, '810000', '820000'])
    const cities = regions.filter((region) => region.parent === '440000' && region.level === 'PREFECTURE')
    expect([...nine, ...twelve].sort()).toEqual(cities.map((city) => city.code).sort())
  })

  it('knows the names of the published tables', () => {
    expect(regionOf('440000').aliases).toContain('广东')
    expect(regionOf('150000').aliases).toContain('内蒙古')
    expect(regionOf('CN').aliases).toContain('全国')
    expect(regionOf('ALL').aliases).toContain('全部')
    expect(regionOf('440100').names).toEqual({
      'zh-Hans': '广州市',
      'zh-Hant': '廣州市',
      en: 'Guangzhou',
      pt: 'Cantão',
    })
  })

  it('has no spelling that means two regions', () => {
    expect(ambiguous(regions)).toEqual([])
  })

  it('leaves the four regions with codes of their own out of the economies', () => {
    const economies = regions.filter((region) => region.level === 'ECONOMY')
    expect(economies.map((economy) => economy.code)).not.toEqual(expect.arrayContaining(['CN']))
    expect(economies.filter((economy) => ['CN', 'HK', 'MO', 'TW'].includes(economy.code))).toEqual([])
    expect(
      economies.every((economy) => economy.iso3166 === economy.code && economy.names.pt !== undefined),
    ).toBe(true)
  })
})

describe('schemes and code lists', () => {
  it('joins the 24 official fields and the 32 schemes into 47 items', () => {
    const fields = new Set(
      codeLists
        .filter((list) => list.code === 'cnca-field')
        .flatMap((list) => list.entries.map((each) => each.code)),
    )
    expect(fields.size).toBe(24)
    expect(schemes).toHaveLength(47)
    expect(schemes.filter((scheme) => scheme.kind === 'SCHEME')).toHaveLength(32)
    const both = schemes.filter((scheme) => scheme.kind === 'SCHEME' && fields.has(scheme.code))
    expect(both.map((scheme) => scheme.code).sort()).toEqual([
      'CCC',
      'EMS',
      'ENMS',
      'IPMS',
      'ISMS',
      'ITSMS',
      'MMS',
      'OHSMS',
      'QMS',
    ])
    expect(both.every((scheme) => scheme.note?.en.includes('official field'))).toBe(true)
    expect(ambiguous(schemes)).toEqual([])
  })

  it('has three versions of the fields that follow each other without a gap', () => {
    const versions = codeLists.filter((list) => list.code === 'cnca-field')
    expect(versions.map((list) => [list.version, list.entries.length, list.validFrom, list.validTo])).toEqual(
      [
        ['2019', 22, null, '2021-01-01'],
        ['2021', 20, '2021-01-01', '2022-01-01'],
        ['2022', 19, '2022-01-01', null],
      ],
    )
    expect(versions.every((list) => list.provenance.includes('validFrom, validTo: reading'))).toBe(true)
  })

  it('uses only codes that exist, where the names stand elsewhere', () => {
    const known = new Set([...regions, ...schemes].map((item) => item.code))
    const unnamed = codeLists.flatMap((list) =>
      list.entries.filter((each) => each.names === undefined && !known.has(each.code)),
    )
    expect(unnamed).toEqual([])
    const divisions = codeLists.find((list) => list.code === 'gb-t-2260')
    expect(divisions?.entries).toHaveLength(55)
  })

  it('holds the SDMX lists whole', () => {
    const sizes = codeLists
      .filter((list) => list.code.startsWith('CL_'))
      .map((list) => [list.code, list.version, list.entries.length])
    expect(sizes).toEqual([
      ['CL_OBS_STATUS', '2.0', 18],
      ['CL_FREQ', '2.0', 9],
      ['CL_UNIT_MULT', '1.0', 9],
    ])
  })

  it('numbers the entries of every list from 1 without a gap', () => {
    for (const list of codeLists)
      expect(list.entries.map((each) => each.order)).toEqual(list.entries.map((_, index) => index + 1))
  })
})

describe('indicators and sources', () => {
  it('says that certificates add up over schemes and organizations do not', () => {
    const stocks = indicators.filter(({ collection }) => collection === 'END_OF_PERIOD')
    expect(stocks.map((indicator) => [indicator.code, indicator.unit, indicator.additivity])).toEqual([
      [
        'certificates',
        'certificate',
        { scheme: 'ADDITIVE', region: 'ADDITIVE', period: 'NONE', source: 'NONE' },
      ],
      [
        'organizations',
        'organization',
        { scheme: 'DISTINCT', region: 'DISTINCT', period: 'NONE', source: 'NONE' },
      ],
    ])
  })

  it('has an indicator of what the hub counts for every kind of credit record, which add up over months too', () => {
    const flows = indicators.filter(({ collection }) => collection === 'DURING_PERIOD')
    expect(new Set(flows.map(({ code }) => code))).toEqual(creditCounts().indicators)
    for (const { additivity, minimum } of flows) {
      expect([additivity, minimum]).toEqual([
        { scheme: 'ADDITIVE', region: 'ADDITIVE', period: 'ADDITIVE', source: 'NONE' },
        '0',
      ])
    }
    const [counted, ...more] = sources.filter(({ noun }) => noun === 'measure')
    expect([counted?.code, counted?.frequency, more]).toEqual([creditCounts().source, 'M', []])
  })

  it('has a feed for each source, with the indicators and the code list it names', () => {
    const feeds = loadFeeds()
    const figures = indicators
      .filter(({ collection }) => collection === 'END_OF_PERIOD')
      .map((indicator) => indicator.code)
    for (const source of sources.filter(({ noun }) => noun !== 'measure')) {
      const feed = feeds.get(source.feed)
      expect(feed?.source).toBe(source.code)
      expect(feed?.noun).toBe(source.noun)
      expect([null, ...codeLists.map((list) => list.code)]).toContain(feed?.codeList)
      const rules = feed?.layouts.flatMap((layout) => Object.values(layout.columns)) ?? []
      const values = rules.flatMap((rule) => ('value' in rule ? [rule.value.indicator] : []))
      expect(values).toEqual(source.noun === 'observation' ? figures : [])
    }
  })
})

describe('every item', () => {
  it('says where it comes from', () => {
    const texts = [...regions, ...schemes, ...codeLists, ...indicators, ...sources].map(
      (item) => item.provenance,
    )
    expect(texts.filter((text) => !/https?:\/\/|github\.com|own|computed|ISO 3166-1/.test(text))).toEqual([])
  })
})
