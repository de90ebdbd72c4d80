import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../../src/platform/project.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

const fields = `kind cursor follows commit { position recordedAt kind } complete reason
  changes { op id before { __typename id } node { __typename id ... on Observation { value revision } } }`

type Frame = {
  readonly kind: string
  readonly cursor: string
  readonly follows: string | null
  readonly commit: { readonly position: number } | null
  readonly complete: boolean
  readonly changes: readonly { readonly op: string; readonly id: string }[]
}

describeOneGround('changes as a query', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
    const file = join(projectFolder(), 'tests/sources/fixtures/cnca-by-region-2022-08-revised-fictional.csv')
    await hub.deliver('cnca-by-region', await readFile(file), 'revised')
  })
  afterAll(() => hub.close())

  const asked = async (
    after: string,
    filter: object | null = null,
    first = 1_000,
  ): Promise<readonly Frame[]> => {
    const query = `query($after: Cursor!, $filter: ChangeFilter, $first: Int) {
      changes(after: $after, filter: $filter, first: $first) { ${fields} } }`
    const answer = await hub.ask(query, { after, filter, first })
    expect(answer.errors).toBeUndefined()
    const data: { readonly changes: readonly Frame[] } = answer.data
    return data.changes
  }

  /** As many frames of the stream as are asked for. */
  const streamed = async (after: string, filter: object | null, count: number): Promise<readonly Frame[]> => {
    const query = `subscription($after: Cursor, $filter: ChangeFilter) { changes(after: $after, filter: $filter) { ${fields} } }`
    const frames: Frame[] = []
    for await (const { data } of hub
      .client()
      .iterate<{ changes: Frame }>({ query, variables: { after, filter } })) {
      if (data?.changes != null) frames.push(data.changes)
      if (frames.length >= count) break
    }
    return frames
  }

  test.for([
    null,
    { type: { eq: 'Observation' } },
    { type: { in: ['Release', 'Series'] } },
    { type: { ne: 'Region' } },
  ])('tells frame for frame what the stream tells: %o', async (filter) => {
    const frames = await asked('0', filter)
    expect(frames.length).toBeGreaterThan(5)
    expect(frames[0]?.follows).toBe('0')
    for (const [index, frame] of frames.entries()) {
      expect(frame.kind).toBe('DELTA')
      if (index > 0) expect(frame.follows).toBe(frames[index - 1]?.cursor)
    }
    expect(await streamed('0', filter, frames.length)).toEqual(frames)
  })

  test('goes on from the middle of a commit, and page by page, with nothing missing and nothing twice', async () => {
    const frames: Frame[] = []
    for (let next = await asked('0'); next.length > 0; next = await asked(frames.at(-1)?.cursor ?? ''))
      frames.push(...next)
    const middle = frames.findIndex(({ complete }) => !complete)
    const cursor = frames[middle]?.cursor ?? ''
    expect(middle).toBeGreaterThanOrEqual(0)
    const rest = await asked(cursor)
    expect(rest).toEqual(frames.slice(middle + 1, middle + 1 + rest.length))
    expect(await streamed(cursor, null, 3)).toEqual(frames.slice(middle + 1, middle + 4))
    const paged: Frame[] = []
    for (let after = '0'; ; after = paged.at(-1)?.cursor ?? '') {
      const page = await asked(after, null, 4)
      paged.push(...page)
      if (page.length < 4) break
    }
    expect(paged).toEqual(frames)
    expect(await asked(frames.at(-1)?.cursor ?? '')).toEqual([])
    expect(await asked('0', null, 0)).toEqual([])
  })

  test('stops at the position of its answer', async () => {
    const { data } = await hub.ask(
      'query @asOf(position: 5) { changes(after: "0", first: 1000) { commit { position } } }',
    )
    const { changes }: { changes: readonly Frame[] } = data
    expect(changes.at(-1)?.commit).toEqual({ position: 5 })
  })

  test('a cursor of another epoch, of another history, or of the future is answered with a RESET', async () => {
    const parts = (position: number, tag: string, epoch = hub.tail.epoch) =>
      Buffer.from(JSON.stringify([1, epoch, position, tag, 0])).toString('base64url')
    const resets = [
      { cursor: parts(3, 'x', '00000000-0000-4000-8000-000000000000'), reason: 'EPOCH' },
      { cursor: parts(3, 'ffffffff'), reason: 'DIVERGED' },
      { cursor: parts(99_999, 'ffffffff'), reason: 'AHEAD' },
    ]
    for (const { cursor, reason } of resets) {
      const frames = await asked(cursor)
      expect(frames).toEqual([
        {
          kind: 'RESET',
          cursor: '0',
          follows: cursor,
          commit: null,
          complete: true,
          reason: expect.stringContaining(reason),
          changes: [],
        },
      ])
      expect(await streamed(cursor, null, 1)).toEqual(frames)
    }
  })

  for (const { door, ask } of doors) {
    test.for([
      { after: 'nonsense', code: 'INVALID_CURSOR' },
      { after: '', code: 'INVALID_CURSOR' },
      { after: 'A'.repeat(1_001), code: 'INVALID_CURSOR' },
      { after: Buffer.from('[1,"e",-1,"t",0]').toString('base64url'), code: 'INVALID_CURSOR' },
      {
        after: Buffer.from('[1,"e",1,"t",0,"region","\\u0000"]').toString('base64url'),
        code: 'INVALID_CURSOR',
      },
      { after: 5, code: 'INVALID_CURSOR' },
      { after: null, code: 'BAD_USER_INPUT' },
    ])(`refuses the cursor $after over ${door}`, async ({ after, code }) => {
      const answered = await ask(hub, {
        query: 'query($after: Cursor!) { changes(after: $after) { kind } }',
        variables: { after },
      })
      expect(codesOf(answered)).toEqual([code])
    })
  }

  test.for([
    { given: 'after: "nonsense"', code: 'INVALID_CURSOR' },
    { given: 'after: "0", snapshot: true', code: 'CURSOR_CONFLICT' },
    { given: 'filter: { type: { eq: null } }', code: 'BAD_USER_INPUT' },
  ])('a subscription that cannot begin is told why: $given', async ({ given, code }) => {
    const [, socket] = doors
    const answered = await socket.ask(hub, { query: `subscription { changes(${given}) { kind } }` })
    expect(codesOf(answered)).toEqual([code])
  })
})
