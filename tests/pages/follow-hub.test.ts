import { describe, expect, test } from 'vitest'
import { HubRefused } from '../../src/web/start/ask-hub.ts'
import { type Following, followHub } from '../../src/web/start/follow-hub.ts'
import type { Frame } from '../../src/web/start/hub-answers.ts'
import { delta, progress, reset } from './frames.ts'

/** What one connection brings: frames, and then how it ends. */
type Connected = { readonly frames: readonly Frame[]; readonly end?: Error }

/** Runs the loop over planned connections; after the last one the page is left. */
async function follow(
  plan: readonly Connected[],
  cursors: readonly string[] = ['c0', 'c0-anew', 'c0-anew-2'],
) {
  const page = new AbortController()
  const log: string[] = []
  const read = [...cursors]
  const connections = [...plan]
  const following: Following = {
    readAnew: async () => {
      log.push('read')
      return read.shift() ?? 'none'
    },
    openStream: async function* (after) {
      log.push(`open ${after}`)
      const { frames, end } = connections.shift() ?? { frames: [] }
      yield* frames
      if (connections.length === 0) page.abort()
      if (end) throw end
    },
    onConnection: (connection) => {
      const detail = connection.kind === 'reset' ? ` ${connection.reason}` : ''
      if (log.at(-1) !== connection.kind) log.push(`${connection.kind}${detail}`)
    },
    onCommit: (commit) => log.push(`commit ${commit.position} of ${commit.total}`),
    pause: async (seconds) => void log.push(`pause ${seconds}`),
    spread: () => 0,
  }
  await followHub(following, page.signal)
  return log
}

describe('following the hub', () => {
  test('reads once, then tells each whole commit once', async () => {
    const log = await follow([
      { frames: [progress('c0', 'c0'), delta(1, 'c1', 'c0', 2), delta(2, 'c2', 'c1', 1)] },
    ])
    expect(log).toEqual(['reading', 'read', 'open c0', 'live', 'commit 1 of 2', 'live', 'commit 2 of 1'])
  })

  test('a commit in several frames is told when it is complete', async () => {
    const parts = [
      delta(1, 'c1a', 'c0', 3, 'more'),
      delta(1, 'c1b', 'c1a', 3, 'more'),
      delta(1, 'c1', 'c1b', 1),
    ]
    expect(await follow([{ frames: parts }])).toContain('commit 1 of 7')
  })

  test('after a break it resumes at the last whole commit, not in the middle of one', async () => {
    const log = await follow([
      { frames: [delta(1, 'c1', 'c0', 1), delta(2, 'c2a', 'c1', 1, 'more')], end: new Error('gone') },
      { frames: [delta(2, 'c2', 'c1', 2)] },
    ])
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open c0', 'open c1'])
    expect(log).toContain('resuming')
    expect(log.filter((line) => line.startsWith('commit'))).toEqual(['commit 1 of 1', 'commit 2 of 2'])
    expect(log.filter((line) => line === 'read')).toHaveLength(1)
  })

  test('waits longer after each failure, and a frame brings it back to the shortest wait', async () => {
    const lost = { frames: [], end: new Error('gone') }
    const log = await follow([
      lost,
      lost,
      lost,
      { frames: [progress('c0', 'c0')], end: new Error('gone') },
      lost,
      lost,
    ])
    expect(log.filter((line) => line.startsWith('pause'))).toEqual(
      [1, 2, 4, 1, 2].map((wait) => `pause ${wait}`),
    )
  })

  test('RESET makes it read anew and go on from there', async () => {
    const log = await follow([
      { frames: [reset('EPOCH: the cursor is of another history.')] },
      { frames: [] },
    ])
    expect(log).toContain('reset EPOCH')
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open c0', 'open c0-anew'])
  })

  test('a frame that does not follow the one before makes it read anew', async () => {
    const log = await follow([{ frames: [delta(1, 'c1', 'c0', 1), delta(3, 'c3', 'c2', 1)] }, { frames: [] }])
    expect(log).toContain('reset GAP')
    expect(log).not.toContain('commit 3 of 1')
  })

  test('a commit that is too large is not followed change by change', async () => {
    const parts = Array.from({ length: 30 }, (_, index) =>
      delta(1, `p${index + 1}`, `p${index}`, 200, 'more'),
    )
    const log = await follow([{ frames: parts }, { frames: [] }])
    expect(log).toContain('reset LARGE')
    expect(log.filter((line) => line.startsWith('commit'))).toEqual([])
  })

  test('a refusal is told, and what was known is not trusted any longer', async () => {
    const refused = { frames: [delta(1, 'c1', 'c0', 1)], end: new HubRefused('no access') }
    const log = await follow([refused, { frames: [] }])
    expect(log).toContain('refused')
    expect(log.filter((line) => line.startsWith('open'))).toEqual(['open c0', 'open c0-anew'])
  })

  test('GraphQL errors thrown by the socket are a refusal as well', async () => {
    const thrown = Object.assign([{ message: 'no such cursor' }]) as unknown as Error
    expect(await follow([{ frames: [], end: thrown }, { frames: [] }])).toContain('refused')
  })
})
