/** A figure that a release says. */
export type ModelFigure = {
  readonly region: string
  readonly value: string
  /** The row of its post, from 1. */
  readonly line: number
}

/** A release, and at which positions something became of it. */
export type ModelRelease = {
  readonly source: string
  readonly code: string
  readonly note: string
  /** No two releases are about the same period, so no figure is said twice. */
  readonly period: string
  readonly takenAt: number
  /** From when on everybody may know of it; Infinity where it is under embargo, or was withdrawn under it. */
  readonly spokeAt: number
  readonly withdrawnAt: number
  readonly reason: string
  readonly figures: readonly ModelFigure[]
}

/** An access key, and when it began and ended. */
export type ModelKey = {
  readonly id: string
  readonly holder: string
  readonly role: string
  readonly regions: readonly string[]
  readonly sources: readonly string[]
  readonly bornAt: number
  readonly revokedAt: number
}

/** Who asks, by its key; without one, nobody in particular. */
export type ModelViewer = { readonly name: string; readonly key: ModelKey | null; readonly role: string }

/** Everything there is. */
export type ModelWorld = { readonly releases: readonly ModelRelease[]; readonly keys: readonly ModelKey[] }

/** Who asks, and at which position; `pinned` where the question names it. */
export type ModelAsk = {
  readonly world: ModelWorld
  readonly viewer: ModelViewer
  readonly position: number
  readonly pinned: boolean
}

/** Says whether a viewer may know at a position that there is a release: all may, once it speaks. */
export function knowsOf(
  { viewer, position }: Pick<ModelAsk, 'viewer' | 'position'>,
  release: ModelRelease,
): boolean {
  if (release.takenAt > position) return false
  if (release.spokeAt <= position || viewer.role === 'administrator') return true
  return viewer.role === 'publisher' && (viewer.key?.sources.includes(release.source) ?? false)
}

/** What a release is at a position. */
export function statusOf({ spokeAt, withdrawnAt }: ModelRelease, position: number): string {
  if (withdrawnAt <= position) return 'WITHDRAWN'
  return spokeAt <= position ? 'PUBLISHED' : 'EMBARGOED'
}

/** The position from which on the hub has it: from the end of its embargo where there was one. */
export function positionOf({ takenAt, spokeAt }: ModelRelease, position: number): number {
  return spokeAt <= position ? spokeAt : takenAt
}

/** The releases that a viewer may know of, newest first. */
export function knownReleases(ask: ModelAsk): readonly ModelRelease[] {
  const { world, position } = ask
  return world.releases
    .filter((release) => knowsOf(ask, release))
    .toSorted((left, right) => positionOf(right, position) - positionOf(left, position))
}

/** The figures that stand, with the release that says each. */
export function standingFigures({ world, position }: Pick<ModelAsk, 'world' | 'position'>) {
  return world.releases
    .filter(({ spokeAt, withdrawnAt }) => spokeAt <= position && withdrawnAt > position)
    .flatMap((release) => release.figures.map((figure) => ({ figure, release })))
}

/** Says whether a viewer may know of a key: an administrator of each, its bearer of its own. */
export function knowsOfKey(
  { viewer, position }: Pick<ModelAsk, 'viewer' | 'position'>,
  key: ModelKey,
): boolean {
  return key.bornAt <= position && (viewer.role === 'administrator' || viewer.key?.id === key.id)
}

/** The keys that a viewer may know of, newest first. */
export function knownKeys(ask: ModelAsk): readonly ModelKey[] {
  return ask.world.keys
    .filter((key) => knowsOfKey(ask, key))
    .toSorted((left, right) => right.bornAt - left.bornAt)
}
