import type { RequestContext } from '../../api/context.ts'
import { revisionsByKey } from '../vintage/revisions.ts'
import type { Revision } from '../vintage/terms.ts'
import { type FigureBySource, figureBySourceReads } from './other-sources.ts'
import { claimsByKey, claimsByNumber, numbersByKey } from './reads.ts'
import type { Claim, Explained } from './terms.ts'

/** The claim that speaks for what is explained; null where no claim does. */
export async function spokenClaim(context: RequestContext, explained: Explained): Promise<Claim | null> {
  const { observationKey } = explained
  if (observationKey === null) return null
  const known = await context.load(claimsByKey, explained, observationKey)
  const winner = known?.claims.find(({ standing }) => standing === 'SPEAKS')
  return winner === undefined ? null : context.load(claimsByNumber, explained, String(winner.claimId))
}

/** Every version of its observation up to the position of the answer, oldest first. */
export async function revisionsOf(
  context: RequestContext,
  explained: Explained,
): Promise<readonly Revision[]> {
  const { observationKey } = explained
  if (observationKey === null) return []
  const number = await context.load(numbersByKey, explained, observationKey)
  return number === null ? [] : ((await context.load(revisionsByKey, explained, number)) ?? [])
}

/** What every source says of the figure; null where it cannot be asked. */
export async function bySourceOf(
  context: RequestContext,
  explained: Explained,
): Promise<FigureBySource | null> {
  const { figureKey } = explained
  return figureKey === null ? null : context.load(context.hub.kept(figureBySourceReads), explained, figureKey)
}
