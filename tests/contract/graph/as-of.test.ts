import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../../src/platform/project.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

const revised = join(projectFolder(), 'tests/sources/fixtures/cnca-by-region-2022-08-revised-fictional.csv')

/** One document for now and for then; `at` is the directive, or nothing. */
const figure = (at = '') => `query Figure ${at} {
  observations(filter: { region: { eq: "440000" }, period: { eq: "2022-08" }, indicator: { eq: "certificates" } }) {
    totalCount nodes { ...Figure } }
  releases(first: 1) { totalCount nodes { code } } hub { position recordedAt }
}
fragment Figure on Observation { id value revision position recordedAt release { id code } series { id } region { id code } }`

type Figure = { readonly id: string; readonly value: string; readonly revision: number }
type Answer = {
  readonly observations: { readonly nodes: readonly [Figure] }
  readonly hub: { readonly position: number; readonly recordedAt: string }
}

describeOneGround('@asOf', (ground) => {
  let hub: TestHub
  let before: Answer
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
    before = (await hub.ask(figure())).data
    const { report } = await hub.deliver('cnca-by-region', await readFile(revised), 'revised')
    expect(report['state']).toBe('TAKEN')
  })
  afterAll(() => hub.close())

  for (const { door, ask } of doors) {
    test(`answers as it would have then, by position and by time, over ${door}`, async () => {
      const { position, recordedAt } = before.hub
      const byPosition = await ask(hub, { query: figure(`@asOf(position: ${position})`) })
      expect(withoutPositions(byPosition.data, position)).toEqual(before)
      const byTime = await ask(hub, { query: figure(`@asOf(time: "${recordedAt}")`) })
      expect(byTime.data).toEqual(byPosition.data)
      const now = await ask(hub, { query: figure() })
      expect(now.data).toMatchObject({ observations: { nodes: [{ value: '603300', revision: 2 }] } })
      const [then] = (byPosition.data as Answer).observations.nodes
      expect(then).toMatchObject({ value: '603226', revision: 1 })
    })

    test.for([
      { given: 'query($p: Position) @asOf(position: $p)', variables: { p: 3 }, position: 3 },
      { given: 'query($p: Position!) @asOf(position: $p)', variables: { p: 0 }, position: 0 },
      { given: 'query($p: Position = 2) @asOf(position: $p)', variables: {}, position: 2 },
      {
        given: 'query($p: Position, $t: DateTime) @asOf(position: $p, time: $t)',
        variables: { p: 4 },
        position: 4,
      },
      { given: 'query($p: Position) @asOf(position: $p, time: null)', variables: { p: 4 }, position: 4 },
    ])(`takes its place from variables over ${door}: $given`, async ({ given, variables, position }) => {
      const answered = await ask(hub, { query: `${given} { hub { position } }`, variables })
      expect(answered.data).toEqual({ hub: { position } })
      expect((answered as { extensions?: object }).extensions).toMatchObject({ hub: { position } })
    })

    test.for([
      { given: 'query @asOf', code: 'CURSOR_CONFLICT' },
      { given: 'query @asOf(position: null)', code: 'CURSOR_CONFLICT' },
      { given: 'query($p: Position) @asOf(position: $p)', code: 'CURSOR_CONFLICT' },
      { given: 'query @asOf(position: 1, time: "2026-01-01T00:00:00Z")', code: 'CURSOR_CONFLICT' },
      { given: 'query @asOf(position: 99999)', code: 'POSITION_AHEAD' },
      { given: 'query @asOf(position: -1)', code: 'INVALID_POSITION' },
      { given: 'query @asOf(position: 1.5)', code: 'INVALID_POSITION' },
      { given: 'query @asOf(position: "1")', code: 'INVALID_POSITION' },
      { given: 'query @asOf(position: 9007199254740992)', code: 'INVALID_POSITION' },
      { given: 'query @asOf(time: "2001-01-01T00:00:00Z")', code: 'TIME_BEFORE_HISTORY' },
      { given: 'query @asOf(time: "yesterday")', code: 'BAD_USER_INPUT' },
      { given: 'query @asOf(time: "2022-02-30T00:00:00Z")', code: 'BAD_USER_INPUT' },
      { given: 'query($p: Position!) @asOf(position: $p)', code: 'BAD_USER_INPUT' },
      { given: 'query($p: Position) @asOf(position: $p)', variables: { p: 'x' }, code: 'INVALID_POSITION' },
      { given: 'query($t: DateTime) @asOf(time: $t)', variables: { t: 5 }, code: 'BAD_USER_INPUT' },
      { given: 'query @asOf(position: 1) @asOf(position: 2)', code: 'GRAPHQL_VALIDATION_FAILED' },
      {
        given: 'mutation @asOf(position: 1)',
        selection: '{ __typename }',
        code: 'GRAPHQL_VALIDATION_FAILED',
      },
      {
        given: 'subscription @asOf(position: 1)',
        selection: '{ changes { kind } }',
        code: 'GRAPHQL_VALIDATION_FAILED',
      },
    ])(`is refused with $code over ${door}: $given`, async ({ given, variables = {}, selection, code }) => {
      const answered = await ask(hub, { query: `${given} ${selection ?? '{ hub { position } }'}`, variables })
      expect(codesOf(answered)).toEqual([code])
      expect(answered.data ?? null).toBeNull()
    })
  }

  test('an instant after the last commit is now, and one between two commits is the earlier', async () => {
    const later = await hub.ask('query @asOf(time: "2100-01-01T00:00:00+08:00") { hub { position } }')
    expect(later.data).toEqual({ hub: { position: hub.tail.position } })
    const { data } = await hub.ask('{ changes(after: "0", first: 1000) { commit { position recordedAt } } }')
    const { changes }: { changes: { commit: { position: number; recordedAt: string } }[] } = data
    for (const { commit } of changes.slice(-3)) {
      const justBefore = new Date(Date.parse(commit.recordedAt) - 1).toISOString()
      const { data: then } = await hub.ask(`query @asOf(time: "${justBefore}") { hub { position } }`)
      expect((then as { hub: { position: number } }).hub.position).toBeLessThan(commit.position)
    }
  })

  test('ids carry the position, node reads there, and everything that hangs on it is read there', async () => {
    const { position } = before.hub
    const { data } = await hub.ask(figure(`@asOf(position: ${position})`))
    const [then] = (data as Answer).observations.nodes
    const [now] = before.observations.nodes
    expect(then.id).toBe(`${now.id}@${position}`)
    const query = `query($id: ID!) { node(id: $id) { id ... on Observation { value revision region { id } release { id }
      series { id } indicator { id } source { id } } } }`
    const cited = await hub.ask(query, { id: then.id })
    const ids = JSON.stringify(cited.data).match(/"id":"[^"]+"/g) ?? []
    expect(ids).toHaveLength(6)
    expect(ids.every((id) => id.endsWith(`@${position}"`))).toBe(true)
    expect(cited.data).toMatchObject({ node: { id: then.id, value: '603226', revision: 1 } })
    const open = await hub.ask(query, { id: now.id })
    expect(open.data).toMatchObject({ node: { id: now.id, value: '603300', revision: 2 } })
    const [plain, pinned] = [now.id, then.id]
    const both = await hub.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Observation { value } } }',
      {
        ids: [plain, pinned],
      },
    )
    expect(both.data).toEqual({
      nodes: [
        { id: plain, value: '603300' },
        { id: pinned, value: '603226' },
      ],
    })
  })

  test('before a fact was there it is not there, and position 0 is empty', async () => {
    const [now] = before.observations.nodes
    expect((await hub.ask('query($id: ID!) { node(id: $id) { id } }', { id: `${now.id}@1` })).data).toEqual({
      node: null,
    })
    const { data } =
      await hub.ask(`query @asOf(position: 0) { regions { code } sources { code } hub { recordedAt }
      observations { totalCount nodes { id } } series { totalCount } releases { totalCount } }`)
    expect(data).toEqual({
      regions: [],
      sources: [],
      hub: { recordedAt: null },
      observations: { totalCount: 0, nodes: [] },
      series: { totalCount: 0 },
      releases: { totalCount: 0 },
    })
  })

  test('the cursor of an answer at a position tells exactly what that answer does not show', async () => {
    const { position } = before.hub
    const { data } = await hub.ask(
      `query($at: Position) @asOf(position: ${position}) { hub { here: cursor at: cursor(at: $at) zero: cursor(at: 0) } }`,
      { at: position },
    )
    const cursors = (data as { hub: { here: string; at: string; zero: string } }).hub
    expect(cursors.here).toBe(cursors.at)
    const after = await hub.ask(
      `query($after: Cursor!) { changes(after: $after, filter: { type: { eq: "Observation" } }) {
        kind follows commit { position } changes { op before { id } node { id ... on Observation { value } } } } }`,
      { after: cursors.here },
    )
    const [now] = before.observations.nodes
    const { changes }: { changes: { follows: string; commit: object; changes: object[] }[] } = after.data
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ follows: cursors.here, commit: { position: position + 1 } })
    expect(changes[0]?.changes).toContainEqual({
      op: 'REVISED',
      before: { id: now.id },
      node: { id: now.id, value: '603300' },
    })
    const ahead = await hub.ask('{ hub { cursor(at: 99999) } }')
    expect(ahead.errors[0]?.extensions['code']).toBe('POSITION_AHEAD')
  })
})

/** The same answer as it was when nobody named the position: without the position in each id. */
function withoutPositions(data: unknown, position: number): unknown {
  return JSON.parse(JSON.stringify(data).replaceAll(`@${position}"`, '"'))
}
