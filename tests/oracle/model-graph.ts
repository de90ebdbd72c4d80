import { framesOf, type ModelChange, type ModelFrame } from './model-changes.ts'
import { type ModelFilter, passesFilter } from './model-filter.ts'
import {
  knownKeys,
  knownReleases,
  type ModelAsk,
  type ModelKey,
  type ModelRelease,
  type ModelViewer,
  positionOf,
  standingFigures,
  statusOf,
} from './model-world.ts'

/** A value of an answer. */
export type Value = null | string | number | boolean | readonly Value[] | { readonly [name: string]: Value }

/** The values of a field's arguments. */
export type Arguments = Readonly<Record<string, unknown>>

/** A field of the graph as the model has it: what it is, and of which type where it has fields of its own. */
export type ModelField = {
  readonly type?: string
  readonly value: (parent: never, args: Arguments, ask: ModelAsk) => unknown
}

/** The part of the graph that the model answers for. */
export const modelGraph: Readonly<Record<string, Readonly<Record<string, ModelField>>>> = {
  Query: {
    release: {
      type: 'Release',
      value: (_, { source, code }, ask) =>
        knownReleases(ask).find((release) => release.source === source && release.code === code) ?? null,
    },
    releases: {
      type: 'ReleaseConnection',
      value: (_, { first, filter }, ask) => {
        const found = knownReleases(ask).filter((release) =>
          passesFilter((filter ?? {}) as ModelFilter, {
            ...release,
            status: statusOf(release, ask.position),
          }),
        )
        return { found, page: found.slice(0, Number(first ?? 50)) }
      },
    },
    node: { type: 'Node', value: (_, { id }, ask) => nodeOf(String(id), ask) },
    nodes: { type: 'Node', value: (_, { ids }, ask) => (ids as string[]).map((id) => nodeOf(id, ask)) },
    observations: {
      type: 'ObservationConnection',
      value: (_, { first, filter }, ask) => {
        const { period } = (filter ?? {}) as { period?: { eq?: string } }
        const found = standingFigures(ask)
          .filter(({ release }) => period?.eq === undefined || release.period === period.eq)
          .toSorted((left, right) => right.figure.line - left.figure.line)
        return { found, page: found.slice(0, Number(first ?? 50)) }
      },
    },
    accessKeys: {
      type: 'AccessKeyConnection',
      value: (_, { first }, ask) => {
        const found = knownKeys(ask)
        return { found, page: found.slice(0, Number(first ?? 50)) }
      },
    },
    availability: {
      type: 'Availability',
      value: (_, { where }, ask) => {
        const { source } = (where ?? {}) as { source?: { eq?: string } }
        const found = standingFigures(ask)
        return {
          figures: found.filter(({ release }) => [undefined, release.source].includes(source?.eq)).length,
        }
      },
    },
    changes: {
      type: 'NodeFrame',
      value: (_, { filter, first }, ask) => {
        const { type } = filter as { type: { eq: string } }
        return framesOf(type.eq, ask).slice(0, Number(first ?? 50))
      },
    },
    viewer: { type: 'Viewer', value: (_, __, { viewer }) => viewer },
  },
  ReleaseConnection: connection('Release'),
  ObservationConnection: connection('Observation'),
  AccessKeyConnection: connection('AccessKey'),
  PreviewedFigureConnection: connection('PreviewedFigure'),
  Release: {
    __typename: { value: () => 'Release' },
    id: { value: ({ source, code }: ModelRelease, _, ask) => idAt(`release/${source}/${code}`, ask) },
    code: { value: ({ code }: ModelRelease) => code },
    note: { value: ({ note }: ModelRelease) => note },
    period: { value: ({ period }: ModelRelease) => period },
    status: { value: (release: ModelRelease, _, { position }) => statusOf(release, position) },
    position: { value: (release: ModelRelease, _, { position }) => positionOf(release, position) },
    figureCount: { value: ({ figures }: ModelRelease) => figures.length },
    withdrawalReason: {
      value: ({ withdrawnAt, reason }: ModelRelease, _, { position }) =>
        withdrawnAt <= position ? reason : null,
    },
    source: { type: 'Source', value: ({ source }: ModelRelease) => source },
    preview: {
      type: 'PreviewedFigureConnection',
      value: (release: ModelRelease, { first }, { position }) => {
        if (statusOf(release, position) !== 'EMBARGOED') return null
        const found = release.figures.map((figure) => ({ figure, release }))
        return { found, page: found.slice(0, Number(first ?? 50)) }
      },
    },
  },
  Observation: {
    __typename: { value: () => 'Observation' },
    id: { value: (said: Said, _, ask) => idAt(observationKey(said), ask) },
    value: { value: ({ figure }: Said) => figure.value },
    period: { value: ({ release }: Said) => release.period },
    region: { type: 'Region', value: ({ figure }: Said) => figure.region },
    release: { type: 'Release', value: ({ release }: Said) => release },
    source: { type: 'Source', value: ({ release }: Said) => release.source },
  },
  PreviewedFigure: {
    value: { value: ({ figure }: Said) => figure.value },
    line: { value: ({ figure }: Said) => figure.line },
    period: { value: ({ release }: Said) => release.period },
    region: { type: 'Region', value: ({ figure }: Said) => figure.region },
  },
  Availability: { figures: { value: ({ figures }: { readonly figures: number }) => figures } },
  NodeFrame: {
    kind: { value: () => 'DELTA' },
    commit: { type: 'Commit', value: ({ position }: ModelFrame) => position },
    changes: { type: 'NodeChange', value: ({ changes }: ModelFrame) => changes },
  },
  NodeChange: {
    op: { value: ({ op }: ModelChange) => op },
    id: { value: ({ id }: ModelChange) => id },
  },
  Commit: { position: { value: (position: number) => position } },
  Source: { code: { value: (code: string) => code } },
  Region: { code: { value: (code: string) => code } },
  AccessKey: {
    __typename: { value: () => 'AccessKey' },
    id: { value: ({ id }: ModelKey, _, ask) => idAt(`access-key/${id}`, ask) },
    keyId: { value: ({ id }: ModelKey) => id },
    holder: { value: ({ holder }: ModelKey) => holder },
    role: { value: ({ role }: ModelKey) => role.toUpperCase() },
    regions: { value: ({ regions }: ModelKey) => regions },
    sources: { value: ({ sources }: ModelKey) => sources },
    status: {
      value: ({ revokedAt }: ModelKey, _, { position }) => (revokedAt <= position ? 'REVOKED' : 'LIVE'),
    },
  },
  Viewer: {
    role: { value: ({ role }: ModelViewer) => role },
    keyId: { value: ({ key }: ModelViewer) => key?.id ?? null },
    holder: { value: ({ key }: ModelViewer) => key?.holder ?? null },
    regions: { value: ({ key }: ModelViewer) => key?.regions ?? [] },
    sources: { value: ({ key }: ModelViewer) => key?.sources ?? [] },
  },
}

type Said = { readonly figure: ModelRelease['figures'][number]; readonly release: ModelRelease }
type Found = { readonly found: readonly unknown[]; readonly page: readonly unknown[] }

function connection(type: string): Readonly<Record<string, ModelField>> {
  return {
    totalCount: { value: ({ found }: Found) => found.length },
    nodes: { type, value: ({ page }: Found) => page },
  }
}

function nodeOf(id: string, ask: ModelAsk): unknown {
  const [, noun, key, at] = /^([a-z-]+)\/([^@]+?)(?:@(\d+))?$/.exec(id) ?? []
  const there = at === undefined ? ask : { ...ask, position: Number(at), pinned: true }
  if (noun === 'release') {
    const release = knownReleases(there).find(({ source, code }) => `${source}/${code}` === key)
    return release === undefined ? null : { of: 'Release', fact: release, there }
  }
  if (noun === 'access-key') {
    const known = knownKeys(there).find((one) => one.id === key)
    return known === undefined ? null : { of: 'AccessKey', fact: known, there }
  }
  const said = standingFigures(there).find((one) => observationKey(one) === `${noun}/${key}`)
  return said === undefined ? null : { of: 'Observation', fact: said, there }
}

/** The id of a figure, without a position. */
export function observationKey({ figure, release }: Said): string {
  return `observation/certificates/${figure.region}/TOTAL/M/${release.source}/certificate/-/${release.period}`
}

function idAt(id: string, { pinned, position }: ModelAsk): string {
  return pinned ? `${id}@${position}` : id
}
