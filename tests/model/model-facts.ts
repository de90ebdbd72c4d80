/** A figure that somebody says: its key, and what it is. A status that means "missing" comes without a value. */
export type Saying = { readonly key: string; readonly value: string | null; readonly status: string }

/** A fact as it stands. */
export type ModelFact = { readonly value: string | null; readonly status: string; readonly revision: number }

/** What a release did. */
export type Outcome = {
  readonly commits: boolean
  readonly added: number
  readonly revised: number
  readonly confirmed: number
  readonly stale: number
}

/**
 * Facts by the plainest rules there are: of dated releases the one published last speaks, otherwise the one that came
 * last; the same figure again changes nothing. Keeps the state after each commit.
 */
export class ModelFacts {
  readonly states = new Map<number, ReadonlyMap<string, ModelFact>>()
  #facts = new Map<string, ModelFact>()
  /** When the newest dated release that speaks of a key was published. */
  readonly #dates = new Map<string, number>()

  /** What a release would do now. */
  outcomeOf(sayings: readonly Saying[], publishedAt: number | null): Outcome {
    const verdicts = sayings.map((saying) => this.#verdictOf(saying, publishedAt))
    const count = (verdict: string) => verdicts.filter((one) => one === verdict).length
    const dated = publishedAt !== null && sayings.some(({ key }) => (this.#dates.get(key) ?? 0) < publishedAt)
    const changes = verdicts.some((verdict) => verdict !== 'confirmed')
    return {
      commits: changes || dated,
      added: count('added'),
      revised: count('revised'),
      confirmed: count('confirmed'),
      stale: count('stale'),
    }
  }

  /** Takes a release in at a position. */
  take(sayings: readonly Saying[], publishedAt: number | null, position: number): Outcome {
    const outcome = this.outcomeOf(sayings, publishedAt)
    const verdicts = sayings.map((saying) => this.#verdictOf(saying, publishedAt))
    const facts = new Map(this.#facts)
    for (const [index, { key, value, status }] of sayings.entries()) {
      if (verdicts[index] === 'added' || verdicts[index] === 'revised')
        facts.set(key, { value, status, revision: (facts.get(key)?.revision ?? 0) + 1 })
      if (publishedAt !== null) this.#dates.set(key, Math.max(this.#dates.get(key) ?? 0, publishedAt))
    }
    this.#facts = facts
    this.states.set(position, facts)
    return outcome
  }

  #verdictOf({ key, value, status }: Saying, publishedAt: number | null): keyof Omit<Outcome, 'commits'> {
    const known = this.#facts.get(key)
    if (known === undefined) return 'added'
    const newest = this.#dates.get(key)
    if (publishedAt !== null && newest !== undefined && publishedAt < newest) return 'stale'
    const same = known.status === status && sameNumber(known.value, value)
    return same ? 'confirmed' : 'revised'
  }
}

function sameNumber(left: string | null, right: string | null): boolean {
  return left === null || right === null ? left === right : Number(left) === Number(right)
}
