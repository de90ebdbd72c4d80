import { afterAll, beforeAll, expect, test } from 'vitest'
import { figure, publish } from '../subscriptions/figures.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { explain, type ReadExplanation } from './explaining.ts'

const rules = (found: ReadExplanation | null) => found?.steps.flatMap(({ rule }) => rule ?? [])
const sentenceOf = (found: ReadExplanation | null, rule: string) =>
  found?.steps.find((step) => step.rule === rule)?.sentence

describeOneGround('the explanation of a figure of a table', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  test('of a published one is that of its observation', async () => {
    const id = 'figure/certificates/440000/TOTAL/2022-08/cnca-by-region/-'
    const found = await explain(hub, id)
    const key = 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08'
    expect(found).toMatchObject({ explains: id, fact: { id }, provenance: { observation: { id: key } } })
    const observed = await explain(hub, key)
    expect(found?.provenance).toEqual(observed?.provenance)
    expect(found?.steps).toEqual(observed?.steps)
  })

  test('of a bounded sum names the members it has, those it lacks, and how the bound is made', async () => {
    const id = 'figure/certificates/CN/TOTAL/2022-09/cnca-by-region/-'
    const found = await explain(hub, id)
    expect(found).toMatchObject({ kind: 'BOUNDED', value: null, upper: null, reason: 'MEMBERS_MISSING' })
    const members = found?.members ?? []
    const known = members.filter(({ kind }) => kind === 'PUBLISHED')
    expect([members.length, known.length]).toEqual([31, 19])
    const sum = known.reduce((total, { value }) => total + BigInt(value ?? 0), 0n)
    expect(found?.lower).toBe(String(sum))
    expect(found?.lower).toBe('2979538')
    expect(found?.sentence).toBe(
      'China (mainland total), Certificates, All certification (total), 2022-09: at least 2,979,538; 19 of 31 members are known, 12 are missing (Shanxi, Inner Mongolia, Jilin, Heilongjiang, Guangxi, Hainan, Guizhou, Tibet (Xizang), Gansu, Qinghai, Ningxia, Xinjiang).',
    )
    expect(sentenceOf(found, 'BOUNDS_OF_SUM')).toContain(
      'lower = sum of 19 known members, 12 missing count 0 = 2,979,538; no upper bound, because nothing is known of 12 members',
    )
    expect(found?.steps.find(({ kind }) => kind === 'MISSING')?.sentence).toMatch(
      /^Missing, because nothing is said of it: Shanxi, /,
    )
    const hant = await explain(hub, id, { language: 'zh-Hant' })
    expect(hant?.sentence).toMatch(
      /^全國，證書數，合計，2022-09：至少2,979,538；31個成員中已知19個，缺12個（山西省、/,
    )
    expect(found?.provenance).toBeNull()
    expect(found?.competing).toEqual([])
  })

  test.for([
    'figure/certificates/CN/TOTAL/2022-09/cnca-by-region/-',
    'figure/certificates/ALL/FOOD/2019-03/cnca-by-field/2021',
    'figure/organizations/110000+440000/TOTAL/2022-08/cnca-by-region/-',
    'figure/certificates/ALL/CCC/2019-03/cnca-by-field/2021',
    'figure/certificates/CN/TOTAL/2022/cnca-by-region/-',
  ])('can be followed to each member: %s', async (id) => {
    const found = await explain(hub, id)
    expect(found?.members.length).toBeGreaterThan(0)
    for (const member of found?.members.slice(0, 6) ?? []) {
      const own = await explain(hub, member.figureId)
      const { kind, value, lower, upper, reason } = member
      expect(own, member.figureId).toMatchObject({
        explains: member.figureId,
        kind,
        value,
        lower,
        upper,
        reason,
      })
    }
  })

  test('says why there is no upper bound where a member has none', async () => {
    const found = await explain(hub, 'figure/certificates/ALL/TOTAL/2019-03/cnca-by-region/-')
    expect(found).toMatchObject({ kind: 'BOUNDED', members: [{ code: 'CN', kind: 'BOUNDED', upper: null }] })
    expect(sentenceOf(found, 'BOUNDS_OF_SUM')).toMatch(
      /lower = sum of 1 known member = [\d,]+; no upper bound, because 1 member has none\.$/,
    )
  })

  test('of a sum says that all members are known', async () => {
    const found = await explain(hub, 'figure/certificates/ALL/CCC+QMS/2022-08/cnca-by-field/-')
    expect(found).toMatchObject({ kind: 'SUM', provenance: null })
    expect(found?.members.map(({ code }) => code)).toEqual(['CCC', 'QMS'])
    expect(rules(found)).toEqual(['SUM_OF_MEMBERS'])
    expect(found?.sentence).toMatch(/; all 2 members are known\.$/)
  })

  test('of a distinct count says that members must not be added up', async () => {
    const found = await explain(hub, 'figure/organizations/ALL/EMS+QMS/2022-08/cnca-by-field/-')
    expect(found).toMatchObject({ kind: 'BOUNDED', reason: 'NOT_ADDITIVE' })
    const [first, second] = (found?.members ?? []).map(({ value }) => BigInt(value ?? 0))
    const [one = 0n, other = 0n] = [first, second]
    expect([found?.lower, found?.upper]).toEqual([String(one > other ? one : other), String(one + other)])
    expect(sentenceOf(found, 'BOUNDS_OF_DISTINCT')).toMatch(
      /counts each thing once, so schemes must not be added up: lower = the greatest of 2 known members = [\d,]+; upper = the sum of all members = [\d,]+\.$/,
    )
  })

  test('of a year’s stock is that of its December', async () => {
    const found = await explain(hub, 'figure/certificates/ALL/TOTAL/2022/cnca-by-field/-')
    expect(found).toMatchObject({
      kind: 'PUBLISHED',
      period: '2022-12',
      provenance: { observation: { id: expect.stringMatching(/\/2022-12$/) } },
    })
    expect(rules(found)).toContain('END_OF_PERIOD')
    expect(found?.sentence).toContain(', 2022: ')
  })

  test('in another version of the code list says by which crosswalk', async () => {
    const whole = await explain(hub, 'figure/certificates/ALL/TOTAL/2019-03/cnca-by-field/2022')
    expect(whole).toMatchObject({
      kind: 'PUBLISHED',
      crosswalk: {
        codeList: 'cnca-field',
        fromVersion: '2019',
        toVersion: '2022',
        codes: ['TOTAL'],
        exact: true,
      },
      provenance: {
        observation: { id: 'observation/certificates/ALL/TOTAL/M/cnca-by-field/certificate/2019/2019-03' },
      },
    })
    const broken = await explain(hub, 'figure/certificates/ALL/CCC/2019-03/cnca-by-field/2021')
    expect(broken).toMatchObject({
      kind: 'UNAVAILABLE',
      reason: 'CONTENT_CHANGED',
      crosswalk: { exact: false },
      members: [{ code: 'CCC', value: '658271' }],
      provenance: null,
    })
    expect(sentenceOf(broken, 'CROSSWALK')).toContain('CCC is not, or not surely, the content of CCC of 2021')
    const merged = await explain(hub, 'figure/certificates/ALL/FOOD/2019-03/cnca-by-field/2021')
    expect(merged).toMatchObject({
      kind: 'SUM',
      crosswalk: { codes: ['FOOD_NAT', 'FOOD_GEN'], exact: true },
      members: [{ dimension: 'CODE_LIST', code: 'FOOD_NAT' }, { code: 'FOOD_GEN' }],
    })
    expect(rules(merged)).toEqual(['CROSSWALK', 'SUM_OF_MEMBERS'])
    const held = await explain(hub, 'figure/certificates/ALL/CCC/2019-03/cnca-by-field/-')
    expect(held?.crosswalk).toBeNull()
  })

  test('of which nothing is known says so', async () => {
    const found = await explain(hub, 'figure/organizations/440000/TOTAL/2022-08/cnca-by-region/-')
    expect(found).toMatchObject({ kind: 'UNAVAILABLE', reason: 'NO_FIGURE', provenance: null })
    expect(found?.sentence).toMatch(/: no figure: nothing is said of it\.$/)
  })

  test('sets what other sources say beside it, and the discrepancies', async () => {
    const period = '2020-07'
    const [before] = await publishBoth(hub, period, '100', '100')
    const id = (source: string) => `figure/certificates/ALL/TOTAL/${period}/${source}/-`
    const agreed = await explain(hub, id('cnca-by-region'))
    expect(agreed).toMatchObject({
      value: '100',
      competing: [{ id: id('cnca-by-field'), kind: 'PUBLISHED', value: '100' }],
      provenance: { discrepancies: [] },
    })
    expect(sentenceOf(agreed, 'SOURCE_PRIORITY')).toMatch(
      /^This is of “.* by region”; .* from “.* by field”\.$/,
    )
    expect(JSON.stringify(agreed?.steps)).toContain('says 100, which is the same')
    await publishBoth(hub, period, '100', '107')
    const apart = await explain(hub, id('cnca-by-field'))
    expect(apart).toMatchObject({
      competing: [{ id: id('cnca-by-region'), value: '107', source: { code: 'cnca-by-region' } }],
      provenance: { discrepancies: [{ status: 'OPEN' }] },
    })
    expect(sentenceOf(apart, 'SOURCE_PRIORITY')).toMatch(
      /^2 sources say something of it; .* from “.* by field”\.$/,
    )
    expect(apart?.steps.at(-1)?.sentence).toBe(
      'Sources disagree about it: 1 discrepancy is open, 0 are settled.',
    )
    const observed = await explain(hub, apart?.provenance?.observation?.id ?? '')
    expect(observed?.competing).toEqual(apart?.competing)

    const then = `${id('cnca-by-field')}@${before}`
    expect(await explain(hub, then)).toMatchObject({
      explains: then,
      competing: [{ id: `${id('cnca-by-region')}@${before}`, value: '100' }],
      provenance: { discrepancies: [] },
    })
  })
})

/** Publishes one figure of both sources; gives the last position. */
async function publishBoth(hub: TestHub, period: string, field: string, region: string) {
  const row = (value: string) => [figure('ALL', period, value)]
  await publish(hub.address, { key: `field-${field}-${region}`, rows: row(field), source: 'cnca-by-field' })
  await publish(hub.address, { key: `region-${field}-${region}`, rows: row(region) })
  return [hub.tail.position]
}
