import { knowsOf, knowsOfKey, type ModelAsk } from './model-world.ts'

/** What became of one fact at a commit, as one viewer is told. */
export type ModelChange = { readonly op: string; readonly id: string }

/** What a viewer is told of one commit. */
export type ModelFrame = { readonly position: number; readonly changes: readonly ModelChange[] }

/** A fact, the positions at which something became of it, and whether the viewer knows of it at a position. */
type Told = {
  readonly id: string
  readonly at: readonly number[]
  readonly known: (position: number) => boolean
}

/** What a viewer is told of all commits up to the position, of one type. */
export function framesOf(type: string, ask: ModelAsk): readonly ModelFrame[] {
  const told = type === 'Release' ? toldReleases(ask) : toldKeys(ask)
  const positions = [...new Set(told.flatMap(({ at }) => at))].filter((position) => position <= ask.position)
  return positions
    .toSorted((left, right) => left - right)
    .map((position) => ({ position, changes: changesAt(told, position) }))
    .filter(({ changes }) => changes.length > 0)
}

function changesAt(told: readonly Told[], position: number): readonly ModelChange[] {
  return told
    .filter(({ at }) => at.includes(position))
    .flatMap(({ id, known }) => {
      const [before, after] = [known(position - 1), known(position)]
      if (!before && !after) return []
      return [{ id, op: !before ? 'ENTERED' : after ? 'REVISED' : 'LEFT' }]
    })
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

function toldReleases({ world, viewer }: ModelAsk): readonly Told[] {
  return world.releases.map((release) => ({
    id: `release/${release.source}/${release.code}`,
    at: [release.takenAt, release.spokeAt, release.withdrawnAt],
    known: (position) => knowsOf({ viewer, position }, release),
  }))
}

function toldKeys({ world, viewer }: ModelAsk): readonly Told[] {
  return world.keys.map((key) => ({
    id: `access-key/${key.id}`,
    at: [key.bornAt, key.revokedAt],
    known: (position) => knowsOfKey({ viewer, position }, key),
  }))
}
