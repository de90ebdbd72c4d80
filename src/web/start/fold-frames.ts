import type { Change, Frame } from './hub-answers.ts'

export type ChangeCounts = { readonly [op in Change['op']]: number }

/** One commit as the page lists it: how much it changed, and its first changes. */
export type FoldedCommit = {
  readonly position: number
  readonly recordedAt: string
  /** What it was for, in the hub's word: RELEASE, REFERENCE … */
  readonly kind: string
  readonly counts: ChangeCounts
  readonly total: number
  /** The first observations that it changed, `shownChanges` at most. */
  readonly first: readonly Change[]
  /** The releases it brought, as their source's name and code. */
  readonly releases: readonly string[]
  /** False where the frames ended before the commit did: the counts are then the least it changed. */
  readonly complete: boolean
}

/** How many changes of one commit the page shows. */
export const shownChanges = 6

/**
 * Adds a frame to the commit that is being read. Frames of one commit arrive one after another, the last one
 * says `complete`; only then is the commit whole and may be shown. PROGRESS tells of a commit that changed
 * nothing for this reader, so it adds nothing.
 */
export function foldFrame(open: FoldedCommit | null, frame: Frame): FoldedCommit | null {
  if (frame.kind !== 'DELTA' || !frame.commit) return open
  const { commit } = frame
  const before = open?.position === commit.position ? open : emptyCommit(commit)
  const counts = { ...before.counts }
  for (const change of frame.changes) counts[change.op] += 1
  return {
    ...before,
    counts,
    total: before.total + frame.changes.length,
    first: [...before.first, ...frame.changes.filter(isObservation)].slice(0, shownChanges),
    releases: [...before.releases, ...frame.changes.flatMap(releaseOf)].slice(0, shownChanges),
    complete: frame.complete,
  }
}

/** The commits of a list of frames in their order; the last one may be incomplete where the list was cut. */
export function foldFrames(frames: readonly Frame[]): readonly FoldedCommit[] {
  const commits: FoldedCommit[] = []
  for (const frame of frames) {
    const last = commits.at(-1) ?? null
    const folded = foldFrame(last, frame)
    if (!folded || folded === last) continue
    if (last?.position === folded.position) commits.pop()
    commits.push(folded)
  }
  return commits
}

function emptyCommit(commit: {
  readonly position: number
  readonly recordedAt: string
  readonly kind: string
}): FoldedCommit {
  const counts = { ENTERED: 0, REVISED: 0, LEFT: 0, RETRACT: 0 }
  return { ...commit, counts, total: 0, first: [], releases: [], complete: false }
}

function isObservation(change: Change): boolean {
  return (change.node ?? change.before)?.__typename === 'Observation'
}

function releaseOf(change: Change): readonly string[] {
  const fact = change.node
  if (fact?.__typename !== 'Release') return []
  return [[fact.source?.name, fact.code].filter((part) => part !== undefined).join(', ')]
}
