import type { Release } from '../../catalogue/release/terms.ts'
import type { Claimed } from '../decide.ts'
import { verdictsOf, winningPlace } from '../fold.ts'
import type { ClaimOutline, ClaimStanding } from './terms.ts'

/** A claim of a key, and what became of its release. */
export type RankedClaim = Claimed & { readonly claimId: number; readonly release: Release['status'] }

/**
 * What each claim is to the fact of its key, by the fold that makes facts (`src/statistics/fold.ts`), given in the order
 * in which their releases spoke; those under embargo and the withdrawn ones may stand anywhere.
 */
export function standingsOf(claims: readonly RankedClaim[]): readonly ClaimOutline[] {
  const live = claims.filter(({ release }) => release === 'PUBLISHED')
  const verdicts = verdictsOf(live)
  const winner = winningPlace(verdicts)
  const standings = new Map(
    live.map(({ claimId }, place): [number, ClaimStanding] => {
      if (place === winner) return [claimId, 'SPEAKS']
      if (verdicts[place] === 'stale') return [claimId, 'STALE']
      return [claimId, place > winner ? 'CONFIRMS' : 'OVERRULED']
    }),
  )
  return claims.map(({ claimId, release }) => ({
    claimId,
    standing: standings.get(claimId) ?? (release === 'EMBARGOED' ? 'EMBARGOED' : 'WITHDRAWN'),
  }))
}
