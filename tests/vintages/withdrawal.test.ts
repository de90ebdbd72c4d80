import { afterAll, beforeAll, expect, test } from 'vitest'
import { provenHistory } from '../intake/ledger.ts'
import { figure, publish, regionalFile } from '../subscriptions/figures.ts'
import { figureStream, follow } from '../subscriptions/following.ts'
import { describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'
import { askToWithdraw, figuresOf, withdraw } from './withdrawing.ts'

describeGrounds('a withdrawal', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  const say = async (
    region: string,
    value: string,
    publishedAt: string | null = null,
    period = '2020-05',
  ) => {
    const key = `${region}-${value}-${publishedAt}-${period}`
    const { releases } = await publish(hub.address, {
      key,
      publishedAt,
      rows: [figure(region, period, value)],
    })
    return releases[0]?.id.split('/')[1] ?? ''
  }
  const head = async () => (await hub.ask('{ hub { position } }')).extensions.hub.position

  test('brings the claim before it back, and keeps what was said then for whoever asks for then', async () => {
    const first = await say('110000', '10')
    const second = await say('110000', '11')
    const before = await head()
    const stream = follow(hub.client(), figureStream)
    await stream.next()
    const done = await withdraw(hub, second)
    expect(done).toMatchObject({
      position: before + 1,
      counts: { revised: 1, ended: 0 },
      release: {
        code: second,
        status: 'WITHDRAWN',
        withdrawalReason: 'A mistake of the test.',
        position: before,
      },
    })
    expect(await figuresOf(hub, '110000')).toEqual([{ value: '10', revision: 3, release: { code: first } }])
    expect(await figuresOf(hub, '110000', before)).toEqual([
      { value: '11', revision: 2, release: { code: second } },
    ])
    const [frame] = await stream.whole()
    expect(frame).toMatchObject({
      commit: { position: before + 1 },
      changes: [{ op: 'REVISED', before: { value: '11' }, node: { value: '10' } }],
    })
    await stream.leave()
  })

  test('ends a figure that nobody else says; said again, it goes on where it was', async () => {
    const only = await say('120000', '20')
    const stream = follow(hub.client(), figureStream)
    await stream.next()
    expect((await withdraw(hub, only)).counts).toEqual({ revised: 0, ended: 1 })
    expect(await figuresOf(hub, '120000')).toEqual([])
    expect((await stream.whole()).at(0)?.changes).toMatchObject([{ op: 'LEFT', node: null }])
    const again = await say('120000', '21')
    expect(again).not.toBe(only)
    expect(await figuresOf(hub, '120000')).toEqual([{ value: '21', revision: 2, release: { code: again } }])
    expect((await stream.whole()).at(0)?.changes).toMatchObject([{ op: 'ENTERED', before: null }])
    await stream.leave()
  })

  test('of a release that was confirmed leaves the figure to the one that confirmed it', async () => {
    const first = await say('130000', '30', '2020-06-01T00:00:00Z')
    const second = await say('130000', '30', '2020-06-02T00:00:00Z')
    expect(await figuresOf(hub, '130000')).toMatchObject([{ release: { code: first } }])
    expect((await withdraw(hub, first)).counts).toEqual({ revised: 1, ended: 0 })
    expect(await figuresOf(hub, '130000')).toEqual([{ value: '30', revision: 2, release: { code: second } }])
  })

  test('of the newest date lets a release speak that was stale', async () => {
    const newer = await say('140000', '41', '2020-06-10T00:00:00Z')
    const older = await say('140000', '40', '2020-06-05T00:00:00Z')
    expect(await figuresOf(hub, '140000')).toMatchObject([{ value: '41' }])
    await withdraw(hub, newer)
    expect(await figuresOf(hub, '140000')).toEqual([{ value: '40', revision: 2, release: { code: older } }])
    // And its date counts again for what comes.
    await say('140000', '39', '2020-06-06T00:00:00Z')
    expect(await figuresOf(hub, '140000')).toMatchObject([{ value: '39', revision: 3 }])
  })

  test('of a release that says nothing that stands changes no fact', async () => {
    const earlier = await say('150000', '50')
    await say('150000', '51')
    expect((await withdraw(hub, earlier)).counts).toEqual({ revised: 0, ended: 0 })
    expect(await figuresOf(hub, '150000')).toMatchObject([{ value: '51', revision: 2 }])
  })

  test('twice, also at once, is one withdrawal', async () => {
    const code = await say('210000', '60')
    const [one, two] = await Promise.all([withdraw(hub, code), withdraw(hub, code)])
    expect(two).toEqual(one)
    const position = await head()
    expect(await withdraw(hub, code)).toEqual(one)
    expect(await head()).toBe(position)
  })

  test('lets the same file be delivered again, as a release of its own', async () => {
    const file = regionalFile([['2019-05', '220000', '吉林', '70', '7']])
    expect((await hub.deliver('cnca-by-region', file, 'file-1')).report).toMatchObject({ state: 'TAKEN' })
    expect((await hub.deliver('cnca-by-region', file, 'file-2')).report).toMatchObject({
      state: 'UNCHANGED',
      repeated: true,
    })
    await withdraw(hub, '2019-05')
    expect((await hub.deliver('cnca-by-region', file, 'file-1')).report).toMatchObject({ repeated: true })
    expect(await figuresOf(hub, '220000')).toEqual([])
    expect((await hub.deliver('cnca-by-region', file, 'file-3')).report).toMatchObject({
      state: 'TAKEN',
      releases: [{ id: 'cnca-by-region/2019-05.2' }],
    })
    expect(await figuresOf(hub, '220000')).toMatchObject([{ value: '70', release: { code: '2019-05.2' } }])
    expect((await hub.deliver('cnca-by-region', file, 'file-4')).report).toMatchObject({ repeated: true })
  })

  test('keeps what the release had said, and how much that was', async () => {
    const rows = ['410000', '420000'].map((region) => figure(region, '2016-03', '5'))
    const { releases } = await publish(hub.address, { key: 'counted', rows })
    await withdraw(hub, releases[0]?.id.split('/')[1] ?? '')
    const { data } = await hub.ask(
      '{ release(source: "cnca-by-region", code: "2016-03") { status figureCount } }',
    )
    expect(data).toEqual({ release: { status: 'WITHDRAWN', figureCount: 2 } })
  })

  test('is told by the freshness of its source', async () => {
    const count = async () => {
      const { data } = await hub.ask(
        '{ hub { freshness { source { code } observationCount latestPeriod lastRelease { code } } } observations { totalCount } }',
      )
      const { freshness } = (data as { hub: { freshness: { source: { code: string } }[] } }).hub
      return {
        freshness: freshness.find(({ source }) => source.code === 'cnca-by-region'),
        totalCount: (data as { observations: { totalCount: number } }).observations.totalCount,
      }
    }
    const before = await count()
    expect(before.freshness).toMatchObject({ observationCount: before.totalCount })
    const code = await say('230000', '80', null, '2023-09')
    expect((await count()).freshness).toMatchObject({ latestPeriod: '2023-09', lastRelease: { code } })
    await withdraw(hub, code)
    expect(await count()).toEqual(before)
  })

  test('is refused with a code: nobody, no reason, an unknown release, an unknown source', async () => {
    const code = await say('310000', '90', null, '2020-07')
    const codes = async (answer: ReturnType<typeof askToWithdraw>) =>
      (await answer).errors.map(({ extensions }) => extensions['code'])
    expect(await codes(askToWithdraw(hub, code, { headers: {} }))).toEqual(['UNAUTHENTICATED'])
    expect(await codes(askToWithdraw(hub, code, { reason: ' ' }))).toEqual(['BAD_USER_INPUT'])
    expect(await codes(askToWithdraw(hub, code, { reason: 'x'.repeat(2_001) }))).toEqual(['BAD_USER_INPUT'])
    const { errors } = await askToWithdraw(hub, '2020-07x')
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_RELEASE', expected: '2020-07' } }])
    expect(await codes(askToWithdraw(hub, code, { source: 'nobody' }))).toEqual(['UNKNOWN_RELEASE'])
    expect(await codes(askToWithdraw(hub, 'x/'.repeat(5_000)))).toEqual(['UNKNOWN_RELEASE'])
    expect(await figuresOf(hub, '310000')).toMatchObject([{ value: '90' }])
  })

  test('races with publications, and leaves one history', async () => {
    const codes = await Promise.all(
      Array.from({ length: 6 }, (_, turn) => say('320000', String(100 + turn), null, '2018-01')),
    )
    await Promise.all([
      ...codes.slice(0, 4).map((code) => withdraw(hub, code)),
      say('320000', '200', null, '2018-01'),
      say('320000', '201', null, '2018-01'),
    ])
    await provenHistory(hub)
    const { data } = await hub.ask(
      '{ releases(filter: { source: { eq: "cnca-by-region" }, status: { eq: "PUBLISHED" }, period: { eq: "2018-01" } }, first: 1) { nodes { code } } }',
    )
    const [newest] = (data as { releases: { nodes: { code: string }[] } }).releases.nodes
    expect(await figuresOf(hub, '320000')).toMatchObject([{ release: { code: newest?.code } }])
  })

  test('two rows that say 9 and 9.0 of one figure agree', async () => {
    const file = regionalFile([
      ['2017-05', '330000', '浙江', '9', '2'],
      ['2017-05', '330000', '浙江', '9.0', '2.00'],
      ['2017-05', '340000', '安徽', '9', '2'],
      ['2017-05', '340000', '安徽', '10', '2'],
    ])
    const { report } = await hub.deliver('cnca-by-region', file, 'nine')
    expect(report).toMatchObject({ counts: { added: 3 } })
    expect((report as unknown as { findings: { code: string }[] }).findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['REPEATED_FIGURE']),
    )
    expect(await figuresOf(hub, '330000')).toMatchObject([{ value: '9' }])
  })
})
