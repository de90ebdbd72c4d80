import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { figure, type Published, publish, regionalFile } from '../subscriptions/figures.ts'
import { everythingStream, figureStream, follow, idsOf, type ReadFrame } from '../subscriptions/following.ts'
import {
  asAdministrator,
  describeOneGround,
  openHubForTest,
  openTestHub,
  type TestHub,
} from '../support/hub.ts'
import { describeWith } from '../support/services-needed.ts'
import { figuresOf, withdraw } from './withdrawing.ts'

const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

/** Everything that anybody may ask for about what there is, in one answer. */
const everything = `{ observations(first: 1000) { totalCount nodes { id value } } series(first: 1000) { totalCount nodes { id } }
  releases { totalCount nodes { id } } hub { freshness { source { code } latestPeriod lastRecordedAt observationCount
    quarantinedCount lastRelease { id } } } }`

/** Publishes one certificates figure of a region under an embargo. */
function hold(
  hub: TestHub,
  key: string,
  until: string,
  value: string,
  region = '440000',
): Promise<Published> {
  const rows = [figure(region, '2020-05', value)]
  return publish(hub.address, { key, rows, embargoUntil: until })
}

/** As if the time had come: the embargoes on releases have ended a moment ago. */
async function timeHasCome(hub: TestHub, ...releases: readonly (string | undefined)[]): Promise<void> {
  await hub.database.query(
    sql`update release set embargo_until = clock_timestamp() where id = any(${releases}::text[])`,
  )
}

/** Makes every node look at its embargoes now instead of when it next would: it does so at every commit. */
async function nudge(hub: TestHub, key: string): Promise<void> {
  await publish(hub.address, { key: `nudge-${key}`, rows: [figure('820000', '2010-01', String(Date.now()))] })
}

const kindsStream = everythingStream.replace('commit { position }', 'commit { position kind }')

/** The frame that tells of the end of the embargo on a release whose time has come. */
async function toldAtTheEnd(hub: TestHub, releaseId: string | undefined): Promise<ReadFrame> {
  const stream = follow(hub.client(), kindsStream)
  await stream.next()
  await timeHasCome(hub, releaseId)
  await nudge(hub, releaseId ?? '')
  const frames = await stream.until(({ commit, changes }) => isEmbargo(commit) && changes.length > 0)
  await stream.leave()
  return frames.at(-1) as ReadFrame
}

function isEmbargo(commit: object | null): boolean {
  return commit !== null && 'kind' in commit && commit.kind === 'EMBARGO'
}

/** Follows until a commit tells that a release has begun to speak. */
async function spoken(hub: TestHub): Promise<{ readonly frames: Promise<readonly ReadFrame[]> }> {
  const stream = follow(hub.client(), everythingStream)
  await stream.next()
  const frames = stream.whole().finally(() => stream.leave())
  return { frames }
}

describeOneGround('an embargo', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  test('holds what it says from everybody until its minute, and then tells it at one position, once', async () => {
    await publish(hub.address, { key: 'before', rows: [figure('440000', '2020-05', '10')] })
    const before = (await hub.ask(everything)).data
    const file = regionalFile([
      ['2020-05', '440000', '广东', '11', '3'],
      ['2020-06', '999999', '火星', '1', '1'],
    ])
    const embargo = ahead(3_600_000)
    const response = await fetch(`${hub.address}/ingest/cnca-by-region`, {
      method: 'POST',
      headers: { ...asAdministrator, 'idempotency-key': 'held', 'baymark-embargo-until': embargo },
      body: file,
    })
    const report = (await response.json()) as Published & { embargoUntil: string }
    expect(report).toMatchObject({
      state: 'TAKEN',
      embargoUntil: embargo,
      counts: { added: 1, revised: 1, quarantined: 1 },
    })
    const held = report.releases[0]
    const asked = await hub.ask(everything)
    expect(asked.extensions.hub.position).toBe(held?.position)
    expect(asked.data).toEqual(before)
    const question = `query($id: ID!) { node(id: $id) { id } release(source: "cnca-by-region", code: "2020-05.2") { status
      position publishedAt embargoUntil } releases(filter: { status: { eq: "EMBARGOED" } }) { totalCount nodes { code } }
      changes(after: "0", filter: { type: { in: ["Release", "Observation", "Series"] } }, first: 1000) { commit { position }
        changes { id } } }`
    const id = 'release/cnca-by-region/2020-05.2'
    const nobody = await hub.ask(question, { id })
    expect(nobody.data).toMatchObject({
      node: null,
      release: null,
      releases: { totalCount: 0, nodes: [] },
      changes: [{ commit: { position: (held?.position ?? 0) - 1 } }],
    })
    const publisher = await hub.ask(question, { id }, asAdministrator)
    expect(publisher.data).toMatchObject({
      node: { id },
      release: { status: 'EMBARGOED', position: held?.position, publishedAt: null, embargoUntil: embargo },
      releases: { totalCount: 1, nodes: [{ code: '2020-05.2' }] },
    })
    expect((publisher.data as { changes: object[] }).changes).toHaveLength(2)

    const frame = await toldAtTheEnd(hub, held?.id)
    expect(frame).toMatchObject({ kind: 'DELTA', complete: true })
    const position = frame.commit?.position ?? 0
    const ops = frame.changes.map((change) => `${change.op} ${change.id}`)
    expect(ops.filter((op) => op.startsWith('ENTERED release/'))).toEqual([`ENTERED ${id}`])
    expect(ops.filter((op) => op.includes(' observation/')).map((op) => op.split('/')[0])).toEqual([
      'REVISED observation',
      'ENTERED observation',
    ])
    const after = await hub.ask(
      '{ release(source: "cnca-by-region", code: "2020-05.2") { status position publishedAt embargoUntil } }',
    )
    expect(after.data).toMatchObject({ release: { status: 'PUBLISHED', position } })
    const { release } = after.data as { release: { publishedAt: string; embargoUntil: string } }
    expect(release.publishedAt).toBe(release.embargoUntil)
    expect(await figuresOf(hub, '440000')).toMatchObject([{ value: '11', release: { code: '2020-05.2' } }])
    expect((await hub.ask(`query @asOf(position: ${position - 1}) ${everything}`)).errors).toBeUndefined()
    const replay = await hub.ask(
      '{ changes(after: "0", first: 1000) { commit { position } changes { id } } }',
    )
    const { changes } = replay.data as { changes: { commit: { position: number }; changes: object[] }[] }
    expect(changes.map(({ commit }) => commit.position)).not.toContain(held?.position)
    expect(changes.map(({ commit }) => commit.position)).toContain(position)
    const { data } = await hub.ask(
      '{ hub { freshness { source { code } quarantinedCount observationCount } } }',
    )
    expect((data as { hub: { freshness: object[] } }).hub.freshness).toContainEqual({
      source: { code: 'cnca-by-region' },
      quarantinedCount: 1,
      observationCount: 3,
    })
  })

  test('is not told at all where the release is withdrawn before its minute', async () => {
    const { releases } = await hold(hub, 'never', ahead(3_600_000), '20', '110000')
    const code = releases[0]?.id.split('/')[1] ?? ''
    const done = await withdraw(hub, code)
    expect(done).toMatchObject({ counts: { revised: 0, ended: 0 }, release: { status: 'WITHDRAWN' } })
    await timeHasCome(hub, releases[0]?.id)
    // An embargo that ends is told by itself, and the one before it would have been.
    const told = await spoken(hub)
    const until = ahead(700)
    await hold(hub, 'later', until, '21', '120000')
    const frames = await told.frames
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until))
    expect(idsOf(frames)).toContainEqual(expect.stringContaining('observation/certificates/120000'))
    expect(idsOf(frames).join()).not.toContain('110000')
    expect(await figuresOf(hub, '110000')).toEqual([])
    const { data } = await hub.ask(`{ releases(first: 1000) { nodes { code status } } }`)
    expect(
      (data as { releases: { nodes: { code: string }[] } }).releases.nodes.map((one) => one.code),
    ).not.toContain(code)
  })

  test('shows its publisher what it will say, and what that would do', async () => {
    await publish(hub.address, { key: 'standing', rows: [figure('210000', '2020-05', '1')] })
    const rows = [figure('210000', '2020-05', '2'), figure('220000', '2020-05', '3')]
    const embargoUntil = ahead(3_600_000)
    const { releases } = await publish(hub.address, { key: 'previewed', rows, embargoUntil })
    const code = releases[0]?.id.split('/')[1]
    const question = `query($code: String!, $after: String) { release(source: "cnca-by-region", code: $code) {
      preview(first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { id op value status line
        period region { code } standing { value status } } } } }`
    const ask = async (after: string | null, headers = asAdministrator as object) => {
      const { data } = await hub.ask(question, { code, after }, headers as Record<string, string>)
      return (data as { release: { preview: { pageInfo: { endCursor: string } } } | null }).release?.preview
    }
    const first = await ask(null)
    expect(first).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: true },
      nodes: [
        {
          op: 'REVISED',
          value: '2',
          line: 1,
          region: { code: '210000' },
          standing: { value: '1', status: 'A' },
        },
      ],
    })
    expect(await ask(first?.pageInfo.endCursor ?? '')).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [{ op: 'ADDED', value: '3', line: 2, region: { code: '220000' }, standing: null }],
    })
    expect(await ask(null, {})).toBeUndefined()
    const { data } = await hub.ask('{ releases { nodes { preview { totalCount } } } }')
    const { nodes } = (data as { releases: { nodes: { preview: null }[] } }).releases
    expect(nodes.every(({ preview }) => preview === null)).toBe(true)
  })

  test('keeps the rule: what others said meanwhile, and a date of its own that has passed', async () => {
    const { releases } = await publish(hub.address, {
      key: 'own-date',
      rows: [figure('130000', '2020-05', '30')],
      publishedAt: '2020-06-01T00:00:00Z',
      embargoUntil: ahead(3_600_000),
    })
    const meanwhile = {
      key: 'meanwhile',
      rows: [figure('130000', '2020-05', '31')],
      publishedAt: '2020-06-02T00:00:00Z',
    }
    await publish(hub.address, meanwhile)
    expect(idsOf([await toldAtTheEnd(hub, releases[0]?.id)])).toEqual([`release/${releases[0]?.id}`])
    expect(await figuresOf(hub, '130000')).toMatchObject([{ value: '31', revision: 1 }])
  })

  test('must lie ahead, a year at most, and belongs to its key', async () => {
    const refusal = (until: string) => hold(hub, `refused-${until}`, until, '1').catch(String)
    expect(await refusal(ahead(-1_000))).toContain('BAD_USER_INPUT: The embargo has ended already')
    expect(await refusal(ahead(400 * 86_400_000))).toContain(
      'BAD_USER_INPUT: The embargo is longer than a year',
    )
    const until = ahead(3_600_000)
    const first = await hold(hub, 'key', until, '40', '140000')
    expect(await hold(hub, 'key', until, '40', '140000')).toEqual({ ...first, repeated: true })
    expect(await hold(hub, 'key', ahead(7_200_000), '40', '140000').catch(String)).toContain(
      'IDEMPOTENCY_CONFLICT',
    )
    const dated = { key: 'dated', rows: [figure('140000', '2020-05', '41')], embargoUntil: until }
    expect(await publish(hub.address, { ...dated, publishedAt: ahead(3_700_000) }).catch(String)).toContain(
      'BAD_USER_INPUT: publishedAt lies in the future',
    )
    const header = { 'baymark-embargo-until': 'tomorrow', 'idempotency-key': 'header' }
    const response = await fetch(`${hub.address}/ingest/cnca-by-region`, {
      method: 'POST',
      headers: { ...asAdministrator, ...header },
      body: regionalFile([]),
    })
    expect([response.status, JSON.stringify(await response.json())]).toEqual([
      400,
      expect.stringContaining('BAD_REQUEST'),
    ])
    expect(await figuresOf(hub, '140000')).toEqual([])
  })
})

describeOneGround('after a restart', (ground) => {
  test('what was due meanwhile is told at once', async () => {
    const first = await openTestHub({ ground })
    onTestFinished(() => first.close())
    const { releases } = await hold(first, 'overdue', ahead(3_600_000), '50')
    await timeHasCome(first, releases[0]?.id)
    await first[Symbol.asyncDispose]()
    const second = await openHubForTest({ ground, beside: first })
    await expect.poll(() => figuresOf(second, '440000')).toMatchObject([{ value: '50', revision: 1 }])
    const { data } = await second.ask('{ releases { nodes { status } } }')
    expect(data).toEqual({ releases: { nodes: [{ status: 'PUBLISHED' }] } })
  })
})

describeWith(['Postgres', 'Redis'], 'an embargo over two nodes', () => {
  test('ends once, at one position, on both', async () => {
    const one = await openHubForTest({ ground: 'Postgres and Redis' })
    const two = await openHubForTest({ ground: 'Postgres and Redis', beside: one })
    const streams = [one, two].map((node) => follow(node.client(), figureStream))
    for (const stream of streams) await stream.next()
    const held = await Promise.all(
      ['11', '12', '13'].map((code) => hold(one, `both-${code}`, ahead(3_600_000), code, `${code}0000`)),
    )
    const releases = held.flatMap((each) => each.releases)
    await timeHasCome(one, ...releases.map(({ id }) => id))
    await nudge(two, 'both')
    // The three that are told and the one that nudges, in whichever order the nodes came to them.
    const told = await Promise.all(
      streams.map(async (stream) => {
        const frames: ReadFrame[] = []
        while (frames.length < 4) frames.push(...(await stream.whole()))
        return frames
      }),
    )
    expect(told[0]).toEqual(told[1])
    const last = Math.max(...releases.map(({ position }) => position))
    expect(told[0]?.map(({ commit }) => commit?.position)).toEqual([1, 2, 3, 4].map((step) => last + step))
    for (const node of [one, two]) await node.tail.look()
    expect([one.tail.position, two.tail.position]).toEqual([last + 4, last + 4])
  })
})
