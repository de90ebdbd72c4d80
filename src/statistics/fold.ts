import { type Claimed, decide, type Verdict } from './decide.ts'

/**
 * The claim that a fact is made of: all live claims of its key (of releases that have spoken and were not withdrawn),
 * in the order in which their releases spoke, each decided on what the ones before it left. Null without claims. Of
 * claims that say the same in a row it is the first: whoever confirms a figure does not become its release.
 */
export function winnerOf<Claim extends Claimed>(spoken: readonly Claim[]): Claim | null {
  return spoken[winningPlace(verdictsOf(spoken))] ?? null
}

/** What each live claim did to what the ones before it left, in their order. */
export function verdictsOf(spoken: readonly Claimed[]): readonly Verdict[] {
  let winner: Claimed | null = null
  let newest: Date | null = null
  const verdicts: Verdict[] = []
  for (const claim of spoken) {
    const known: Claimed | null = winner === null ? null : { ...winner, publishedAt: newest }
    const verdict = decide(known, claim)
    if (verdict === 'added' || verdict === 'revised') winner = claim
    newest = later(newest, claim.publishedAt)
    verdicts.push(verdict)
  }
  return verdicts
}

/** The place of the claim that speaks among the verdicts; −1 without any. */
export function winningPlace(verdicts: readonly Verdict[]): number {
  return verdicts.findLastIndex((verdict) => verdict === 'added' || verdict === 'revised')
}

function later(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right
  return left < right ? right : left
}
