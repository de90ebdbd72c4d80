import * as z from 'zod/mini'

// The page's policy forbids eval; without this zod would try it once and the browser would report that.
z.config({ jitless: true })

const sourceLine = z.object({
  source: z.object({
    code: z.string(),
    name: z.string(),
    publisher: z.nullable(z.string()),
    address: z.nullable(z.string()),
    noun: z.string(),
  }),
  latestPeriod: z.nullable(z.string()),
  lastRecordedAt: z.nullable(z.string()),
  observationCount: z.int(),
  recordCount: z.nullable(z.int()),
  quarantinedCount: z.int(),
})

const figure = z.object({
  id: z.string(),
  period: z.string(),
  value: z.nullable(z.string()),
  revision: z.int(),
  position: z.int(),
  source: z.object({ code: z.string(), name: z.string() }),
})

/** The answer of `StartPage`. */
export const startPageAnswer = z.object({
  hub: z.object({
    version: z.string(),
    epoch: z.string(),
    position: z.int(),
    recordedAt: z.nullable(z.string()),
    cursor: z.string(),
    freshness: z.array(sourceLine),
  }),
  observations: z.object({ nodes: z.array(figure) }),
})

/** The answer of `FigureAsOf`. */
export const figureAsOfAnswer = z.object({
  observations: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
})

/** The answer of `CursorAt`. */
export const cursorAtAnswer = z.object({ hub: z.object({ cursor: z.string() }) })

const named = z.object({ name: z.string() })

/** A fact inside a change: an observation, a release, or another kind of which only the name is shown. */
const changedFact = z.object({
  __typename: z.string(),
  period: z.optional(z.string()),
  value: z.optional(z.nullable(z.string())),
  indicator: z.optional(named),
  region: z.optional(named),
  scheme: z.optional(named),
  code: z.optional(z.string()),
  source: z.optional(named),
})

const change = z.object({
  op: z.enum(['ENTERED', 'REVISED', 'LEFT', 'RETRACT']),
  id: z.string(),
  before: z.nullable(changedFact),
  node: z.nullable(changedFact),
})

const frame = z.object({
  kind: z.enum(['SNAPSHOT', 'DELTA', 'PROGRESS', 'RESET']),
  cursor: z.string(),
  follows: z.nullable(z.string()),
  complete: z.boolean(),
  reason: z.nullable(z.string()),
  commit: z.nullable(z.object({ position: z.int(), recordedAt: z.string(), kind: z.string() })),
  changes: z.array(change),
})

/** The answer of `LatestChanges`: a list of frames. */
export const latestChangesAnswer = z.object({ changes: z.array(frame) })

/** One message of `HubChanges`. */
export const hubChangesAnswer = z.object({ changes: frame })

export type SourceLine = z.infer<typeof sourceLine>
export type Figure = z.infer<typeof figure>
export type StartPageAnswer = z.infer<typeof startPageAnswer>
export type ChangedFact = z.infer<typeof changedFact>
export type Change = z.infer<typeof change>
export type Frame = z.infer<typeof frame>
