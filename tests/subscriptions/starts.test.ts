import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { figure, figures, publish } from './figures.ts'
import { everythingStream, figureStream, follow, idsOf, provenChain, StreamRefused } from './following.ts'

describeOneGround('a stream that begins', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await publish(hub.address, { key: 'base', rows: figures(450) })
  })
  afterAll(() => hub.close())

  test('with a snapshot pages the present state, then goes on without a seam', async () => {
    const stream = follow(hub.client(), figureStream, { snapshot: true })
    const state = await stream.whole()
    expect(state.map(({ kind, complete, changes }) => [kind, complete, changes.length])).toEqual([
      ['SNAPSHOT', false, 100],
      ['SNAPSHOT', false, 100],
      ['SNAPSHOT', false, 100],
      ['SNAPSHOT', false, 100],
      ['SNAPSHOT', true, 50],
    ])
    provenChain(state, null)
    expect(new Set(state.flatMap(({ changes }) => changes.map(({ op }) => op)))).toEqual(new Set(['ENTERED']))
    await publish(hub.address, { key: 'after-snapshot', rows: [figure('110000', '2010-01', '77')] })
    const next = await stream.whole()
    provenChain(next, state.at(-1)?.cursor ?? '')
    expect(next).toMatchObject([
      { kind: 'DELTA', changes: [{ op: 'REVISED', before: { value: '1000' }, node: { value: '77' } }] },
    ])
    await stream.leave()
  })

  test('with a snapshot is resumed inside it at its own position while commits land', async () => {
    const first = follow(hub.client(), figureStream, { snapshot: true })
    const page = await first.next()
    await first.leave()
    const beijing = page.changes[0]?.node
    await publish(hub.address, {
      key: 'inside-1',
      rows: [figure('110000', '2010-01', '88'), figure('110000', '2009-12', '5')],
    })
    await publish(hub.address, { key: 'inside-2', rows: [...figures(450, 2010, 50_000)] })
    const again = follow(hub.client(), figureStream, { after: page.cursor })
    const rest = await again.whole()
    provenChain(rest, page.cursor)
    expect(rest.at(-1)).toMatchObject({ kind: 'SNAPSHOT', complete: true, commit: page.commit })
    const state = [page, ...rest].flatMap(({ changes }) => changes.map(({ node }) => node))
    expect(new Set(state.map((node) => node?.id)).size).toBe(450)
    expect(state.filter((node) => Number(node?.value) > 50_000)).toEqual([])
    const one = await again.whole()
    const two = await again.whole()
    provenChain([...one, ...two], rest.at(-1)?.cursor ?? '')
    expect(one.flatMap(({ changes }) => changes.map(({ op }) => op)).toSorted()).toEqual([
      'ENTERED',
      'REVISED',
    ])
    expect(one[0]?.changes[0]?.before).toEqual(beijing)
    expect(idsOf(two)).toHaveLength(450)
    await again.leave()
  })

  test('from a cursor is told at once that it has come to the head, also where the last commits said nothing to it', async () => {
    await publish(hub.address, { key: 'quiet-1', rows: [figure('820000', '2009-01', '1')] })
    const { extensions } = await hub.ask('{ hub { position } }')
    const filter = { region: { eq: '110000' } }
    const stream = follow(hub.client(), figureStream, { after: '0', filter })
    const told = await stream.until(({ cursor }) => cursor === extensions.hub.cursor)
    expect(told.at(-1)).toMatchObject({ kind: 'PROGRESS', complete: true })
    expect(told.filter(({ kind }) => kind === 'PROGRESS')).toHaveLength(1)
    provenChain(told, '0')
    await stream.leave()
  }, 10_000)

  test('with an empty snapshot has one complete frame', async () => {
    const filter = { region: { eq: '810000' } }
    const stream = follow(hub.client(), figureStream, { snapshot: true, filter })
    expect(await stream.next()).toMatchObject({
      kind: 'SNAPSHOT',
      complete: true,
      follows: null,
      changes: [],
    })
    await stream.leave()
  })

  test('with a snapshot of everything shows each fact once', async () => {
    const stream = follow(hub.client(), everythingStream, { snapshot: true })
    const ids = idsOf(await stream.whole())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => id.startsWith('observation/')).length).toBeGreaterThan(450)
    await stream.leave()
  })

  test.each([
    ['both `after` and `snapshot`', { after: '0', snapshot: true }, 'CURSOR_CONFLICT'],
    ['a broken cursor', { after: 'nonsense!' }, 'INVALID_CURSOR'],
    ['an empty cursor', { after: '' }, 'INVALID_CURSOR'],
    ['a cursor of another form', { after: Buffer.from('[2,"a",1]').toString('base64url') }, 'INVALID_CURSOR'],
    ['NUL in a cursor', { after: 'a\u0000b' }, 'INVALID_TEXT'],
    ['a long cursor', { after: 'A'.repeat(5_000) }, 'INVALID_CURSOR'],
    ['an unknown region', { filter: { region: { eq: '999999' } } }, 'UNKNOWN_CODE'],
    ['an unknown indicator', { filter: { or: [{ indicator: { in: ['certificate'] } }] } }, 'UNKNOWN_CODE'],
    ['an impossible period', { filter: { period: { gte: '2022-13' } } }, 'INVALID_PERIOD'],
    ['a text for a value', { filter: { value: { gt: 'many' } } }, 'BAD_USER_INPUT'],
  ])('with %s is refused with a code', async (_what, variables, code) => {
    const refused = follow(hub.client(), figureStream, variables).next()
    await expect(refused).rejects.toThrow(StreamRefused)
    await expect(refused).rejects.toMatchObject({ codes: [code] })
  })

  test.each([
    ['of another epoch', { epoch: 'another' }, 'EPOCH'],
    ['of a commit that is not in this history', { tag: 'ffffffff' }, 'DIVERGED'],
    ['of the beginning of another history', { tag: 'ffffffff', position: 0 }, 'DIVERGED'],
    ['ahead of the hub', { ahead: 1_000 }, 'AHEAD'],
    ['at the end of all positions', { position: Number.MAX_SAFE_INTEGER - 1 }, 'AHEAD'],
  ])('with a cursor %s says RESET and ends', async (_what, change, reason) => {
    const { extensions } = await hub.ask('{ hub { position } }')
    const after = forged(extensions.hub.cursor, change)
    const stream = follow(hub.client(), figureStream, { after })
    const frame = await stream.next()
    expect(frame).toMatchObject({ kind: 'RESET', cursor: '0', follows: after, complete: true, changes: [] })
    expect(frame.reason).toMatch(new RegExp(`^${reason}: `))
    await stream.ended()
  })

  test.each([
    ['is negated', { not: { region: { eq: '110000' } } }],
    ['has alternatives', { or: [{ region: { eq: '110000' } }, { period: { eq: '2010-02' } }] }],
    [
      'has a range of periods',
      { and: [{ period: { gte: '2010-03' } }, { not: { period: { gt: '2010-05' } } }] },
    ],
    ['has a range of values', { value: { gte: '51050', lt: '51200' } }],
    [
      'has lists and texts',
      { region: { notIn: ['440000', '110000'] }, period: { lt: '2010-10' }, status: { ne: 'M' } },
    ],
  ])('follows the same figures as the query where the filter %s', async (_what, filter) => {
    const { data, errors, extensions } = await hub.ask(
      'query Found($filter: ObservationFilter) { observations(filter: $filter, first: 1000) { nodes { id value } } }',
      { filter },
    )
    expect(errors).toBeUndefined()
    const { observations } = data as { observations: { nodes: { id: string; value: string }[] } }
    const stream = follow(hub.client(), figureStream, { filter, after: '0' })
    const state = new Map<string, string | null>()
    await stream.until(({ changes, cursor }) => {
      for (const { op, id, node } of changes) {
        if (op === 'LEFT') state.delete(id)
        else state.set(id, node?.value ?? null)
      }
      return cursor === extensions.hub.cursor
    })
    expect(observations.nodes.length).toBeGreaterThan(0)
    expect(Object.fromEntries(state)).toEqual(
      Object.fromEntries(observations.nodes.map(({ id, value }) => [id, value])),
    )
    await stream.leave()
  })

  test('tells of figures that enter and leave its range of values', async () => {
    const filter = { region: { eq: '650000' }, period: { eq: '2009-06' }, value: { gte: '100', lt: '200' } }
    const stream = follow(hub.client(), figureStream, { filter })
    await stream.next()
    const say = (value: string, key: string) =>
      publish(hub.address, { key, rows: [figure('650000', '2009-06', value)] })
    for (const [index, value] of ['99.5', '100.0', '150', '150.0', '200', '7', '199.99'].entries()) {
      // Counts are whole: a fraction is held back, and the stream says nothing of it.
      const { counts } = await say(value, `range-${index}`)
      expect(counts.quarantined).toBe(Number.isInteger(Number(value)) ? 0 : 1)
    }
    const told = [await stream.whole(), await stream.whole(), await stream.whole()].flat()
    expect(told.flatMap(({ changes }) => changes)).toMatchObject([
      { op: 'ENTERED', before: null, node: { value: '100.0' } },
      { op: 'REVISED', before: { value: '100.0' }, node: { value: '150' } },
      { op: 'LEFT', before: { value: '150' }, node: null },
    ])
    await stream.leave()
  })
})

/** A cursor with something in it changed: a client’s that followed another hub, or a restored one. */
function forged(
  cursor: string,
  change: {
    readonly epoch?: string
    readonly tag?: string
    readonly position?: number
    readonly ahead?: number
  },
): string {
  const [form, epoch, position, tag, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  const parts = [
    form,
    change.epoch ?? epoch,
    change.position ?? position + (change.ahead ?? 0),
    change.tag ?? tag,
    ...rest,
  ]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}
