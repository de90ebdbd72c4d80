import type { Change, Frame } from '../../src/web/start/hub-answers.ts'

/** A frame of a commit with so many changes; `more` says that the commit goes on in the next frame. */
export function delta(
  position: number,
  cursor: string,
  follows: string,
  changes: number,
  more?: 'more',
): Frame {
  return {
    kind: 'DELTA',
    cursor,
    follows,
    complete: more === undefined,
    reason: null,
    commit: { position, recordedAt: '2026-11-22T02:00:00.000Z', kind: 'RELEASE' },
    changes: Array.from({ length: changes }, (_, index) => entered(`${cursor}-${index}`)),
  }
}

/** A quiet frame. It names the hub's last commit, which changed nothing for the reader. */
export function progress(cursor: string, follows: string | null): Frame {
  const commit = { position: 9, recordedAt: '2026-11-22T02:00:00.000Z', kind: 'RELEASE' }
  return { kind: 'PROGRESS', cursor, follows, complete: true, reason: null, commit, changes: [] }
}

export function reset(reason: string): Frame {
  return { kind: 'RESET', cursor: '0', follows: null, complete: true, reason, commit: null, changes: [] }
}

/** A figure that entered. */
export function entered(id: string, value = '1'): Change {
  return { op: 'ENTERED', id, before: null, node: { __typename: 'Observation', period: '2022-08', value } }
}
