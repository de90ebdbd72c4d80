import type { ReadScope } from '../access/read.ts'
import { hubItself } from '../access/view.ts'
import { codeListReads } from '../catalogue/code-list/reads.ts'
import { indicatorReads } from '../catalogue/indicator/reads.ts'
import { regionReads } from '../catalogue/region/reads.ts'
import { schemeReads } from '../catalogue/scheme/reads.ts'
import { readHead } from '../history/head.ts'
import type { NounIntake } from '../intake/noun-intake.ts'
import { type Clock, dayOf } from '../kernel/clock.ts'
import type { Queryable } from '../platform/database.ts'
import { type ObservationClaim, saysTheSame } from './claim.ts'
import { checkObservation, type KnownCodes } from './rules.ts'
import { sweepStage } from './staging.ts'
import { stageBatch } from './writes.ts'
import { redecideFacts } from './writes-redecision.ts'

/** How observations are taken in. */
export function observationIntake(clock: Clock): NounIntake<ObservationClaim> {
  return {
    noun: 'observation',
    checker: async (database, source) => {
      const known = await knownCodes(database, dayOf(clock.now()))
      return (draft) => checkObservation(draft.fields, source, known)
    },
    stage: stageBatch,
    agree: saysTheSame,
    redecide: redecideFacts,
    sweep: sweepStage,
  }
}

/** The codes as they are at the head, read once per delivery. */
async function knownCodes(database: Queryable, today: string): Promise<KnownCodes> {
  const { position } = await readHead(database)
  const scope: ReadScope = { database, view: hubItself, position, pinned: false }
  const all = { keys: null }
  const none = new Set<string>()
  const indicators = (await indicatorReads.list(scope, all, none)).rows
  const regions = (await regionReads.list(scope, all, none)).rows
  const schemes = (await schemeReads.list(scope, all, none)).rows
  const codeLists = (await codeListReads.list(scope, all, none)).rows
  return {
    indicators: byCode(indicators),
    regions: byCode(regions),
    schemes: byCode(schemes),
    codeLists,
    today,
  }
}

function byCode<Item extends { readonly code: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.code, item]))
}
