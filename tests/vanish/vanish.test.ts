import { buildSchema, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endByNow } from '../../src/credit/writes-ending.ts'
import { sql } from '../../src/platform/sql.ts'
import { type Cells, codes, drawn, fileOf } from '../intake/credit-rows.ts'
import { follow, type ReadChange, type ReadFrame, type ReadStream } from '../subscriptions/following.ts'
import {
  asAdministrator,
  describeOneGround,
  type GraphAnswer,
  openTestHub,
  type TestHub,
} from '../support/hub.ts'
import { expectForgotten } from './forgotten-organizations.ts'
import { fieldsOf, otherPaths, type Path, type Places, pathsTo, reachingFields } from './paths.ts'
import {
  certificateRow,
  expiring,
  type Marked,
  markedEvent,
  markedMeasure,
  markedPenalty,
  repaired,
  staying,
  withdrawn,
} from './record-rows.ts'

type Viewer = { readonly name: string; readonly headers: Readonly<Record<string, string>> }

const penalties = 'double-publicity-penalties'
const purpose = 'case 2026-11'

describeOneGround('what ends, vanishes', (ground) => {
  let hub: TestHub
  let schema: GraphQLSchema
  let viewers: readonly Viewer[] = []
  let supervisor: Viewer
  let ownPublisher: Viewer
  let files = 0

  const deliver = async (source: string, rows: readonly Cells[]) => {
    files += 1
    const { status, report } = await hub.deliver(source, fileOf(rows), `vanish-${files}`)
    expect({ status, report }).toMatchObject({ status: 200, report: { counts: { quarantined: 0 } } })
    return report as unknown as { readonly releases: readonly { readonly id: string }[] }
  }
  const viewerOf = async (name: string, grant: Parameters<TestHub['keyFor']>[0]): Promise<Viewer> => ({
    name,
    headers: (await hub.keyFor(grant)).headers,
  })
  const placesOf = async ({ mark, code, certificate }: Marked): Promise<Places> => {
    const idsOf = async (table: string) =>
      (
        await hub.database.query<{ readonly id: string }>(
          sql`select id from ${sql.table(table)} t where to_jsonb(t)::text like ${`%${mark}%`}
              and to_position = 9007199254740991 order by to_jsonb(t)->>'kind', id`,
        )
      ).map(({ id }) => id)
    const [penalty = '', event] = await idsOf('credit_record')
    const [organization = ''] = await idsOf('organization')
    return {
      records: [penalty, ...(event === undefined ? [] : [event])].map((id) => `credit-record/${id}`),
      measures: (await idsOf('joint_measure')).map((id) => `joint-measure/${id}`),
      organization: `organization/${organization}`,
      code,
      certificate,
      mark,
    }
  }
  const asked = (path: Path, headers: Viewer['headers'], at: number | null): Promise<GraphAnswer> =>
    at === null
      ? hub.ask(path.text, path.variables, headers)
      : hub.ask(path.earlier, { ...path.variables, at }, headers)
  /** What is left of something marked for whoever asks, anywhere. */
  const leftOf = async (places: Places, viewer: Viewer, at: number | null): Promise<readonly string[]> => {
    const traces = [
      places.mark,
      places.code,
      ...[...places.records, ...places.measures, places.organization].map(keyOf),
    ]
    const looks = pathsTo(schema, places).map(async (path) => {
      const { data, errors = [] } = await asked(path, viewer.headers, at)
      // An id or a number that was asked for may come again in a refusal: nobody learns it there.
      const refusals = errors.map(({ message }) => message).join(' ')
      const left = traces.filter((trace) => JSON.stringify(data ?? null).includes(trace))
      return [...left, ...(refusals.includes(places.mark) ? [refusals] : [])].map(
        (trace) => `${viewer.name} at ${at ?? 'the head'}: ${trace} in ${path.text}`,
      )
    })
    const left = (await Promise.all(looks)).flat()
    return left
  }
  const expectShown = async (places: Places, what: 'records' | 'inspections') => {
    for (const path of pathsTo(schema, places)) {
      const { data, errors } = await asked(path, {}, null)
      const shows = path.shows === 'both' || path.shows === what
      if (shows) expect([path.text, errors]).toEqual([path.text, undefined])
      if (shows || path.shows === 'nothing')
        expect([path.text, JSON.stringify(data ?? null).includes(places.mark)]).toEqual([path.text, shows])
    }
  }
  /** At the head for everybody, and at every position since it came for one after the other of them. */
  const expectGone = async (places: Places) => {
    const head = hub.tail.position
    const [came] = await hub.database.query<{ readonly position: number }>(
      sql`select min(from_position) as position from credit_record where id = ${keyOf(places.records[0] ?? '')}`,
    )
    const left = [...(await leftOf(places, ownPublisher, null))]
    for (const viewer of viewers) left.push(...(await leftOf(places, viewer, null)))
    for (let position = came?.position ?? 1; position <= head; position += 1)
      left.push(...(await leftOf(places, viewers[position % viewers.length] as Viewer, position)))
    expect(left).toEqual([])
    for (const query of [otherPaths.records, otherPaths.everything]) {
      const said = JSON.stringify(await replayed(query, '0'))
      for (const id of [places.mark, ...places.records, ...places.measures, places.organization])
        expect(said).not.toContain(id)
      await using following = streamOf(query, { snapshot: true })
      const snapshot = JSON.stringify(await following.stream.until(({ complete }) => complete))
      expect(snapshot).not.toContain(places.mark)
    }
    for (const [mutation, input] of [
      [otherPaths.repair, { record: places.records[0], basis: 'b', document: 'd' }],
      [otherPaths.dispute, { record: places.records[0], disputed: true }],
      [otherPaths.merge, { from: places.organization, into: places.organization, reason: 'r' }],
      [otherPaths.split, { organization: places.organization, reason: 'r' }],
    ] as const)
      for (const { headers } of [...viewers, ownPublisher, { headers: asAdministrator }]) {
        const said = JSON.stringify(await hub.ask(mutation, { input }, headers))
        expect(said).not.toContain(places.mark)
      }
  }
  const streamOf = (query: string, variables: Record<string, unknown>) => {
    const stream = follow(hub.client(), query, variables)
    return { stream, [Symbol.asyncDispose]: () => stream.leave() }
  }
  /** All that a stream tells up to the head: its last frame ends there, or says that there is no more. */
  const toHead = async (stream: ReadStream): Promise<readonly ReadChange[]> => {
    const head = hub.tail.position
    const atHead = ({ commit, complete }: ReadFrame) => complete && (commit?.position ?? 0) >= head
    return changesOf(await stream.until((frame) => frame.kind === 'PROGRESS' || atHead(frame)))
  }
  const replayed = async (query: string, after: string): Promise<readonly ReadChange[]> => {
    await using following = streamOf(query, { after })
    return await toHead(following.stream)
  }
  const cursorNow = async (): Promise<string> => (await hub.ask('{ hub { cursor } }')).extensions.hub.cursor
  const retracted = (changes: readonly ReadChange[]) =>
    changes
      .filter(({ op }) => op === 'RETRACT')
      .map(({ id, before, node }) => [id, before ?? null, node ?? null])
  /** What a stream retracts until its first frame at or after a position. */
  const retractedBy = async (stream: ReadStream, position: number) =>
    retracted(changesOf(await stream.until(({ commit }) => (commit?.position ?? 0) >= position)))

  beforeAll(async () => {
    hub = await openTestHub({ ground, environment: { COST_LIMIT: '1000000000' } })
    schema = buildSchema(await (await fetch(`${hub.address}/schema.graphql`)).text())
    viewers = [
      { name: 'the anonymous', headers: {} },
      await viewerOf('an analyst', { role: 'ANALYST' }),
      await viewerOf('a partner', { role: 'PARTNER', regions: ['440000'] }),
      await viewerOf('another publisher', { role: 'PUBLISHER', sources: ['cnca-by-region'] }),
      await viewerOf('a supervisor without a purpose', { role: 'SUPERVISOR', regions: ['CN'] }),
    ]
    const entitled = await viewerOf('a supervisor', { role: 'SUPERVISOR', regions: ['CN'] })
    supervisor = { ...entitled, headers: { ...entitled.headers, 'baymark-purpose': purpose } }
    ownPublisher = await viewerOf('its publisher', {
      role: 'PUBLISHER',
      sources: [penalties, 'credit-events'],
    })
    const all = [repaired, expiring, staying]
    await deliver('certificate-register', all.map(certificateRow))
    await deliver(penalties, [
      markedPenalty(repaired),
      markedPenalty(expiring),
      markedPenalty(staying, { cf_sxyzcd: '严重' }),
    ])
    await deliver('credit-events', [
      markedEvent(repaired),
      markedEvent(expiring),
      markedEvent(staying, { severity: 'SERIOUS' }),
    ])
    await deliver('joint-measures', all.map(markedMeasure))
    await deliver('double-random-inspections', [
      drawn('留下-1', { name: '示例留下丙有限公司', uscc: codes[4] }),
    ])
  })
  afterAll(() => hub.close())

  test('every field that reaches a record, a measure, an inspection, a claim or an organization is gone through', async () => {
    const places = await placesOf(repaired)
    const texts = [...pathsTo(schema, places).map(({ text }) => text), ...Object.values(otherPaths)]
    const through = fieldsOf(schema, texts)
    const forgotten = reachingFields(schema).filter((field) => !through.has(field))
    expect(forgotten, 'no document of tests/vanish/paths.ts goes through these fields').toEqual([])
  })

  test('a repair hides the record, its measures and its organization everywhere, and is told once to who had them', async () => {
    const places = await placesOf(repaired)
    expect([places.records.length, places.measures.length]).toEqual([2, 1])
    await expectShown(places, 'records')
    const before = await cursorNow()
    await using records = streamOf(otherPaths.records, {})
    await using everything = streamOf(otherPaths.everything, { snapshot: true })
    await records.stream.next()
    await everything.stream.until(({ complete }) => complete)
    const repair = (record: string | undefined, headers: Viewer['headers'], more: object = {}) =>
      hub.ask(
        otherPaths.repair,
        { input: { record, basis: '示例隐去甲', document: '隐去甲1号', ...more } },
        headers,
      )
    const refused = async (...given: Parameters<typeof repair>) =>
      (await repair(...given)).errors.map(({ extensions }) => extensions['code'])
    expect(await refused(places.records[0], {})).toEqual(['UNAUTHENTICATED'])
    expect(await refused(places.records[0], viewers[1]?.headers ?? {})).toEqual(['FORBIDDEN'])
    expect(await refused('credit-record/00000000-0000-4000-8000-000000000000', asAdministrator)).toEqual([
      'UNKNOWN_CREDIT_RECORD',
    ])
    const stays = await placesOf(staying)
    expect(await refused(stays.records[0], ownPublisher.headers)).toEqual(['CREDIT_REPAIR_TOO_EARLY'])
    const address = `${hub.address}/graphql?${new URLSearchParams({ query: `{ node(id: "${places.records[0]}") { id } }` })}`
    const conditional = async (etag: string) =>
      fetch(address, { headers: { 'apollo-require-preflight': '1', 'if-none-match': etag } })
    const etag = (await conditional('')).headers.get('etag') ?? ''
    expect((await conditional(etag)).status).toBe(304)
    const first = await repair(places.records[0], ownPublisher.headers, { idempotencyKey: 'k1' })
    const renewed = await conditional(etag)
    expect([renewed.status, ((await renewed.json()) as GraphAnswer).data]).toEqual([200, { node: null }])
    expect(first.errors).toBeUndefined()
    expect(await repair(places.records[0], ownPublisher.headers, { idempotencyKey: 'k1' })).toMatchObject({
      data: first.data,
    })
    expect(await refused(places.records[0], ownPublisher.headers)).toEqual(['CREDIT_RECORD_REPAIRED'])
    expect(await refused(places.records[0], viewers[1]?.headers ?? {})).toEqual(['UNKNOWN_CREDIT_RECORD'])
    expect((await repair(places.records[1], asAdministrator)).errors).toBeUndefined()
    const end = hub.tail.position
    const gone = places.records.toSorted()
    expect((await retractedBy(records.stream, end)).toSorted()).toEqual(gone.map((id) => [id, null, null]))
    const all = [...places.records, ...places.measures, places.organization].toSorted()
    expect((await retractedBy(everything.stream, end)).toSorted()).toEqual(all.map((id) => [id, null, null]))
    expect(retracted(await replayed(otherPaths.everything, before)).toSorted()).toEqual(
      all.map((id) => [id, null, null]),
    )
    await expectGone(places)
  })

  test('a supervisor reads what has ended for a purpose, with a record in the audit, and not without either', async () => {
    const places = await placesOf(repaired)
    const query = 'query($id: ID!) { creditRecord(id: $id) { decisionNumber status end { basis document } } }'
    const answer = await hub.ask(query, { id: places.records[0] }, supervisor.headers)
    expect(answer.data).toMatchObject({
      creditRecord: { status: 'REPAIRED', end: { basis: '示例隐去甲', document: '隐去甲1号' } },
    })
    const audit = `query($subject: String!) { audit(subject: $subject, filter: { act: { eq: "readProtected" } }) {
      nodes { purpose outcome } } }`
    const kept = await hub.ask(audit, { subject: places.records[0] }, asAdministrator)
    expect(kept.data).toMatchObject({ audit: { nodes: [{ purpose, outcome: 'OK' }] } })
    await hub.database.query(sql`alter table audit rename to audit_away`)
    const refused = await hub.ask(query, { id: places.records[0] }, supervisor.headers)
    await hub.database.query(sql`alter table audit_away rename to audit`)
    expect(refused.errors[0]?.extensions['code']).toBe('BUSY')
    expect(JSON.stringify(refused)).not.toContain(places.mark)
  })

  test('a dispute is marked at once and shows, and is taken away again', async () => {
    const { records } = await placesOf(staying)
    const dispute = async (disputed: boolean) =>
      hub.ask(
        otherPaths.dispute,
        { input: { record: records[0], disputed, note: '示例异议' } },
        ownPublisher.headers,
      )
    expect((await dispute(true)).data).toMatchObject({
      disputeCreditRecord: { creditRecord: { disputed: true, disputeNote: '示例异议' } },
    })
    expect((await dispute(true)).errors[0]?.extensions['code']).toBe('CREDIT_DISPUTE_UNCHANGED')
    const shown = await hub.ask('query($id: ID!) { creditRecord(id: $id) { disputed } }', { id: records[0] })
    expect(shown.data).toEqual({ creditRecord: { disputed: true } })
    expect((await dispute(false)).data).toMatchObject({
      disputeCreditRecord: { creditRecord: { disputed: false, disputeNote: null } },
    })
  })

  test('nothing of an ended record is left with its organization: not its time, its number, its members nor its root', () =>
    expectForgotten(hub, (rows) => deliver(penalties, rows)))

  test('what is withdrawn with its release vanishes too, inspections like records', async () => {
    const cells = {
      name: '示例隐去丁有限公司',
      uscc: withdrawn.code,
      authority: '示例隐去丁局',
      page: 'https://example.org/隐去丁',
    }
    const releases = [
      [penalties, await deliver(penalties, [markedPenalty(withdrawn)])],
      ['double-random-inspections', await deliver('double-random-inspections', [drawn('隐去丁', cells)])],
    ] as const
    const places = await placesOf(withdrawn)
    await expectShown(places, 'inspections')
    await using everything = streamOf(otherPaths.everything, {})
    await everything.stream.next()
    for (const [source, { releases: told }] of releases) {
      const input = { source, code: told[0]?.id.split('/').at(-1), reason: 'fictional' }
      const query = 'mutation($input: WithdrawReleaseInput!) { withdrawRelease(input: $input) { position } }'
      expect((await hub.ask(query, { input }, asAdministrator)).errors).toBeUndefined()
    }
    const gone = await retractedBy(everything.stream, hub.tail.position)
    expect(gone.map(([id]) => String(id).split('/')[0]).toSorted()).toEqual([
      'credit-record',
      'inspection',
      'organization',
    ])
    await expectGone(places)
  })

  test('a day that comes hides what it ends without any input, before the sweep has told it and after', async () => {
    const places = await placesOf(expiring)
    await expectShown(places, 'records')
    const before = await cursorNow()
    await using records = streamOf(otherPaths.records, { snapshot: true })
    await records.stream.until(({ complete }) => complete)
    const head = hub.tail.position
    await hub.database.query(
      sql`create or replace view database_clock as select clock_timestamp() + interval '400 days' as at`,
    )
    await expectGone(places)
    expect(hub.tail.position).toBe(head)
    const replay = streamOf(otherPaths.records, { after: '0' })
    await toHead(replay.stream)
    // Any commit wakes the sweep, which sleeps until midnight else.
    await hub.keyFor({ role: 'ANALYST' })
    const ends = () =>
      hub.database.query<{ readonly position: number }>(
        sql`select position from commit where kind = 'EXPIRY' and position > ${head}`,
      )
    while ((await ends()).length === 0) await hub.tail.beyond(hub.tail.position, AbortSignal.timeout(2_000))
    const [end] = await ends()
    await hub.tail.reach(end?.position ?? 0, 2_000)
    const gone = places.records.toSorted().map((id) => [id, null, null])
    expect((await retractedBy(records.stream, end?.position ?? 0)).toSorted()).toEqual(gone)
    expect(retracted(await replayed(otherPaths.records, before)).toSorted()).toEqual(gone)
    // Whoever came between the day and its commit has nothing to forget: the next that it hears is something else.
    await deliver(penalties, [markedPenalty(staying, { cf_sxyzcd: '严重', cf_wsh: '示〔2026〕又1号' })])
    expect((await replay.stream.next()).changes.map(({ op }) => op)).toEqual(['ENTERED'])
    await replay.stream.leave()
    for (const viewer of viewers) expect(await leftOf(places, viewer, null)).toEqual([])
    expect(await replayed(otherPaths.records, '0')).not.toContainEqual(
      expect.objectContaining({ op: 'RETRACT' }),
    )
  })

  test('an ending that a node left untold is told by the next one that starts', async () => {
    const places = await placesOf(staying)
    const [record = ''] = places.records
    const ending = { kind: 'REPAIR', endedBy: 'test', basis: 'b', document: 'd', requestKey: null } as const
    expect(await endByNow(hub.database, { recordId: keyOf(record), ...ending })).toBe(true)
    const read = await hub.ask('query($id: ID!) { creditRecord(id: $id) { id } }', { id: record })
    expect(read.data).toEqual({ creditRecord: null })
    if (ground === 'PGlite and memory') return
    const next = await openTestHub({ ground, beside: hub })
    const rows = await next.database.query(
      sql`select r.status, e.told from credit_record r join credit_ending e on e.record_id = r.id
          where r.id = ${keyOf(record)} and r.to_position = 9007199254740991`,
    )
    await next.close()
    expect(rows).toEqual([{ status: 'REPAIRED', told: true }])
  })
})

function keyOf(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

function changesOf(frames: readonly { readonly changes: readonly ReadChange[] }[]): readonly ReadChange[] {
  return frames.flatMap(({ changes }) => changes)
}
