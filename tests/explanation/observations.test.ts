import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { figure, publish } from '../subscriptions/figures.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { withdraw } from '../vintages/withdrawing.ts'
import { askToExplain, explain, observationId } from './explaining.ts'

const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

describeOneGround('the explanation of an observation', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  /** Publishes one figure; gives the release's code and the position. */
  const say = async (
    key: string,
    region: string,
    value: string,
    publishedAt: string | null = null,
    embargoUntil: string | null = null,
  ) => {
    const rows = [figure(region, '2020-05', value)]
    const { releases } = await publish(hub.address, { key, rows, publishedAt, embargoUntil })
    return { code: releases[0]?.id.split('/')[1] ?? '', position: releases[0]?.position ?? 0 }
  }
  const standings = async (id: string, asking: object = {}) =>
    (await explain(hub, id, asking))?.provenance?.claims.nodes.map(
      ({ value, standing }) => `${value} ${standing}`,
    )

  test('goes from the value to the line of the file and the digest of its content', async () => {
    const id = observationId('440000', '2022-08')
    const file = readFileSync(new URL('../../samples/cnca-by-region-2022-08.csv', import.meta.url))
    const line = file.toString('utf8').split('\n')[16]
    expect(line).toContain('603226')
    const found = await explain(hub, id)
    expect(found).toMatchObject({
      explains: id,
      kind: 'PUBLISHED',
      value: '603226',
      unit: 'certificate',
      source: { code: 'cnca-by-region' },
      fact: { id },
      members: [],
      provenance: {
        observation: { id, value: '603226' },
        claim: {
          value: '603226',
          standing: 'SPEAKS',
          line: 17,
          column: 'certificates',
          original: line,
          release: { code: '2022-08', evidence: 'https://microstandard.cn/index.php?c=show&id=215' },
          delivery: {
            form: 'FILE',
            name: 'cnca-by-region-2022-08.csv',
            digest: createHash('sha256').update(file).digest('hex'),
            size: file.byteLength,
            source: { code: 'cnca-by-region', publisher: expect.stringContaining('CNCA') },
          },
        },
        claims: { totalCount: 1 },
        revisions: [{ value: '603226', previousValue: null, reason: 'RELEASE', endedBy: null }],
      },
    })
    expect(found?.steps.map(({ kind, rule }) => rule ?? kind)).toEqual([
      'VALUE',
      'LATEST_RELEASE',
      'ORIGIN',
      'CLAIMS',
      'REVISIONS',
    ])
    expect(found?.sentence).toBe('Guangdong, Certificates, All certification (total), 2022-08: 603,226.')
    expect(found?.steps[2]?.sentence).toMatch(
      /line 17, column certificates, of the file cnca-by-region-2022-08/,
    )
  })

  test.for([
    { language: 'zh-Hans', sentence: '广东省，证书数，合计，2022-08：603,226。' },
    { language: 'zh-HK', sentence: '廣東省，證書數，合計，2022-08：603,226。' },
    { language: 'pt', sentence: 'Guangdong, Certificates, All certification (total), 2022-08: 603,226.' },
  ])('speaks $language', async ({ language, sentence }) => {
    const found = await explain(hub, observationId('440000', '2022-08'), { language })
    expect(found?.sentence).toBe(sentence)
    expect(found?.steps[0]?.sentence).toBe(sentence)
    expect(found?.steps).toHaveLength(5)
  })

  test('tells what became of each claim, at any position, and by an id that names one', async () => {
    const id = observationId('110000', '2020-05')
    const first = await say('life-1', '110000', '10', '2020-06-02T00:00:00Z')
    const second = await say('life-2', '110000', '11', '2020-06-03T00:00:00Z')
    await say('life-3', '110000', '9', '2020-06-01T00:00:00Z')
    await say('life-4', '110000', '11.0', '2020-06-04T00:00:00Z')
    const now = ['11.0 CONFIRMS', '9 STALE', '11 SPEAKS', '10 OVERRULED']
    expect(await standings(id)).toEqual(now)
    const found = await explain(hub, id)
    expect(found?.provenance?.claim?.release.code).toBe(second.code)
    expect(found?.provenance?.revisions).toMatchObject([
      { value: '10', previousValue: null, reason: 'RELEASE', endedBy: 'REVISION' },
      { value: '11', previousValue: '10', position: second.position, reason: 'REVISION', endedBy: null },
    ])
    const said = found?.steps.map(({ sentence }) => sentence).join('\n')
    expect(said).toContain(`revised once; last at position ${second.position}`)
    expect(said).toContain('from 10 to 11')
    expect(said).toContain('4 claims are about it: 1 speaks, 1 confirms it, 1 was overruled by a later one')

    const then = await explain(hub, id, { position: first.position })
    expect(then).toMatchObject({
      explains: `${id}@${first.position}`,
      value: '10',
      fact: { id: `${id}@${first.position}` },
      provenance: { claims: { totalCount: 1, nodes: [{ value: '10', standing: 'SPEAKS' }] } },
    })
    expect(then?.provenance?.revisions).toHaveLength(1)
    expect(then?.provenance?.revisions[0]?.endedBy).toBeNull()
    expect(await explain(hub, `${id}@${first.position}`)).toEqual(then)
    expect(await explain(hub, `${id}@${first.position - 1}`)).toBeNull()

    await withdraw(hub, second.code)
    expect(await standings(id)).toEqual(['11.0 SPEAKS', '9 STALE', '11 WITHDRAWN', '10 OVERRULED'])
    expect(await standings(`${id}@${second.position + 2}`)).toEqual(now)
  })

  test('tells a figure that was withdrawn whole, and that it came back', async () => {
    const id = observationId('120000', '2020-05')
    const { code } = await say('gone-1', '120000', '20')
    const { position } = await withdraw(hub, code)
    const gone = await explain(hub, id)
    expect(gone).toMatchObject({
      kind: 'UNAVAILABLE',
      value: null,
      reason: 'NO_FIGURE',
      fact: null,
      provenance: {
        observation: null,
        claim: null,
        claims: { nodes: [{ value: '20', standing: 'WITHDRAWN', release: { status: 'WITHDRAWN' } }] },
        revisions: [{ value: '20', endedBy: 'WITHDRAWAL' }],
      },
    })
    expect(gone?.sentence).toMatch(/no figure any more: no release that stands says it\.$/)
    expect(gone?.steps.at(-1)?.sentence).toContain(`ended at position ${position}`)
    await say('gone-2', '120000', '21')
    expect(await standings(id)).toEqual(['21 SPEAKS', '20 WITHDRAWN'])
    expect((await explain(hub, id))?.provenance?.observation?.revision).toBe(2)
  })

  test('shows claims under embargo to those who may publish, and to nobody else', async () => {
    const id = observationId('130000', '2020-05')
    await say('held-1', '130000', '30')
    const open = await explain(hub, id)
    const { position } = await say('held-2', '130000', '31', null, ahead(3_600_000))
    const still = await explain(hub, id)
    expect(still?.steps).toEqual(open?.steps)
    expect(still?.provenance?.claims.nodes).toEqual(open?.provenance?.claims.nodes)
    expect(still?.provenance?.claims.totalCount).toBe(1)
    expect(await explain(hub, `${id}@${position}`)).toMatchObject({
      provenance: { claims: { totalCount: 1 } },
    })
    const headers = asAdministrator
    expect(await standings(id, { headers })).toEqual(['31 EMBARGOED', '30 SPEAKS'])
    const publisher = await explain(hub, id, { headers })
    expect(publisher).toMatchObject({ value: '30', provenance: { claim: { value: '30' } } })
    expect(JSON.stringify(publisher?.steps)).toContain('1 is under embargo')
    expect(await explain(hub, id, { headers, position: position - 1 })).toMatchObject({
      provenance: { claims: { totalCount: 1 } },
    })

    const alone = observationId('140000', '2020-05')
    await say('held-3', '140000', '40', null, ahead(3_600_000))
    expect(await explain(hub, alone)).toBeNull()
    expect(await explain(hub, alone, { headers })).toMatchObject({
      value: null,
      provenance: { observation: null, claim: null, claims: { nodes: [{ standing: 'EMBARGOED' }] } },
    })
  })

  test('tells an embargo that has ended from then on, and not before', async () => {
    const id = observationId('150000', '2020-05')
    await say('told-1', '150000', '50')
    const { code, position } = await say('told-2', '150000', '51', null, ahead(3_600_000))
    await hub.database.query(
      sql`update release set embargo_until = clock_timestamp() where id = ${`cnca-by-region/${code}`}`,
    )
    // Every commit makes the hub look at its embargoes.
    await say('told-3', '230000', '1')
    await hub.tail.reach(position + 2, 20_000)
    expect(await standings(id)).toEqual(['51 SPEAKS', '50 OVERRULED'])
    expect(await standings(`${id}@${position + 1}`)).toEqual(['50 SPEAKS'])
    expect((await explain(hub, id))?.provenance?.revisions.at(-1)).toMatchObject({ reason: 'EMBARGO' })
  })

  test('gives claims in pages that stay at their position', async () => {
    const id = observationId('210000', '2020-05')
    for (const value of ['1', '2', '3']) await say(`page-${value}`, '210000', value)
    const { claims } = (await explain(hub, id, { first: 2 }))?.provenance ?? {}
    expect(claims).toMatchObject({ totalCount: 3, nodes: [{ value: '3' }, { value: '2' }] })
    expect(claims?.pageInfo.hasNextPage).toBe(true)
    const after = claims?.pageInfo.endCursor ?? ''
    await say('page-4', '210000', '4')
    const next = (await explain(hub, id, { after }))?.provenance?.claims
    expect(next).toMatchObject({ totalCount: 3, nodes: [{ value: '1', standing: 'OVERRULED' }] })
    expect(next?.pageInfo.hasNextPage).toBe(false)
    const other = await askToExplain(hub, `${id}@${hub.tail.position}`, { after })
    expect(other.errors?.map(({ extensions }) => extensions['code'])).toEqual(['CURSOR_CONFLICT'])
  })

  test('of a figure that is missing says in which way', async () => {
    const rows = [{ ...figure('220000', '2020-05', ''), status: 'Q' }].map(({ value: _, ...row }) => row)
    await publish(hub.address, { key: 'missing', rows })
    const found = await explain(hub, observationId('220000', '2020-05'))
    expect(found).toMatchObject({
      kind: 'UNAVAILABLE',
      status: 'Q',
      reason: 'SUPPRESSED',
      provenance: { claim: { value: null, status: 'Q', column: null, delivery: { form: 'ROWS' } } },
    })
    expect(found?.sentence).toContain('it is withheld')
  })

  test('refuses what is no figure, and finds nothing where nothing was', async () => {
    const codes = async (id: string) =>
      (await askToExplain(hub, id)).errors?.map(({ extensions }) => extensions['code'])
    expect(await codes('release/cnca-by-region/2022-08')).toEqual(['NOT_EXPLAINED'])
    expect(await codes('region/440000@2')).toEqual(['NOT_EXPLAINED'])
    expect(await codes('440000')).toEqual(['INVALID_ID'])
    expect(await codes(`${observationId('440000', '2022-08')}@999999`)).toEqual(['POSITION_AHEAD'])
    const { errors } = await askToExplain(hub, 'release/cnca-by-region/2022-08')
    expect(errors[0]?.extensions['expected']).toBe('an id like observation/… or figure/…')
    expect(await explain(hub, observationId('440000', '1999-01'))).toBeNull()
    expect(await explain(hub, 'observation/x')).toBeNull()
    expect(
      await explain(hub, 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-'),
    ).toBeNull()
    expect(await explain(hub, 'figure/certificates/999999/TOTAL/2022-08/-/-')).toBeNull()
  })
})
