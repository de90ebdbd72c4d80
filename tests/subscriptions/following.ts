import type { Client } from 'graphql-ws'

/** A change as a client reads it. */
export type ReadChange = {
  readonly op: 'ENTERED' | 'REVISED' | 'LEFT' | 'RETRACT'
  readonly id: string
  readonly before?: ReadFigure | null
  readonly node?: ReadFigure | null
}

/** A figure as `figureFields` asks for it. */
export type ReadFigure = {
  readonly id: string
  readonly value: string | null
  readonly revision: number
  readonly period: string
  readonly position: number
}

/** A frame as a client reads it. */
export type ReadFrame = {
  readonly kind: 'SNAPSHOT' | 'DELTA' | 'PROGRESS' | 'RESET'
  readonly cursor: string
  readonly follows: string | null
  readonly complete: boolean
  readonly reason: string | null
  readonly commit: { readonly position: number } | null
  readonly changes: readonly ReadChange[]
}

export const figureFields = 'id value revision period position'

const frameFields = 'kind cursor follows complete reason commit { position }'

/** Figures with what they were before. */
export const figureStream = `subscription Figures($filter: ObservationFilter, $after: Cursor, $snapshot: Boolean) {
  observationChanges(filter: $filter, after: $after, snapshot: $snapshot) { ${frameFields}
    changes { op id before { ${figureFields} } node { ${figureFields} } } } }`

/** Everything, by ids alone. */
export const everythingStream = `subscription Everything($filter: ChangeFilter, $after: Cursor, $snapshot: Boolean) {
  changes(filter: $filter, after: $after, snapshot: $snapshot) { ${frameFields} changes { op id } } }`

/** The same frames by query. */
export const everythingQuery = `query Everything($filter: ChangeFilter, $after: Cursor!, $first: Int) {
  changes(filter: $filter, after: $after, first: $first) { ${frameFields} changes { op id } } }`

/** A stream that is being read. */
export type ReadStream = {
  /** The next frame; rejects with the errors where the stream told some, and where it ended. */
  next(): Promise<ReadFrame>
  /** The next frames up to the first that is as wanted, that one included. */
  until(wanted: (frame: ReadFrame) => boolean): Promise<readonly ReadFrame[]>
  /** The frames of the next commit or snapshot, PROGRESS passed over. */
  whole(): Promise<readonly ReadFrame[]>
  /** Resolves when the stream has ended; rejects where another frame comes. */
  ended(): Promise<void>
  leave(): Promise<void>
}

/** What a stream told instead of a frame. */
export class StreamRefused extends Error {
  readonly codes: readonly string[]

  constructor(
    errors: readonly {
      readonly message: string
      readonly extensions?: Readonly<Record<string, unknown>> | undefined
    }[],
  ) {
    super(errors.map(({ message }) => message).join('\n'))
    this.codes = errors.map(({ extensions }) => String(extensions?.['code']))
  }
}

/** Follows a stream on a client's socket. */
export function follow(client: Client, query: string, variables: Record<string, unknown> = {}): ReadStream {
  const results = client.iterate<Record<string, ReadFrame>>({ query, variables })
  const next = async (): Promise<ReadFrame> => {
    const result = await results.next().catch((error: unknown) => {
      throw Array.isArray(error) ? new StreamRefused(error) : error
    })
    if (result.done === true) throw new Error('the stream has ended')
    if (result.value.errors !== undefined) throw new StreamRefused(result.value.errors)
    const [frame] = Object.values(result.value.data ?? {})
    if (frame === undefined) throw new Error('a message without a frame came')
    return frame
  }
  const until = async (wanted: (frame: ReadFrame) => boolean) => {
    const frames = [await next()]
    while (!wanted(frames.at(-1) as ReadFrame)) frames.push(await next())
    return frames
  }
  return {
    next,
    until,
    whole: async () => {
      const frames = await until(({ kind, complete }) => kind !== 'PROGRESS' && complete)
      return frames.filter(({ kind }) => kind !== 'PROGRESS')
    },
    ended: async () => {
      const result = await results.next()
      if (result.done !== true) throw new Error(`another message came: ${JSON.stringify(result.value)}`)
    },
    leave: async () => {
      await results.return?.()
    },
  }
}

/** The ids of the changes of frames, in their order. */
export function idsOf(frames: readonly ReadFrame[]): readonly string[] {
  return frames.flatMap(({ changes }) => changes.map(({ id }) => id))
}

/** Throws where a frame does not name the one before it. */
export function provenChain(frames: readonly ReadFrame[], from: string | null): void {
  let last = from
  for (const { follows, cursor, kind } of frames) {
    if (follows !== last) throw new Error(`a ${kind} frame follows ${follows}, not ${last}`)
    last = cursor
  }
}
