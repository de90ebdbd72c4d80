/** What a row says: the key of its fact, and a word. */
export type Said = { readonly key: string; readonly says: string }

/** A fact as it stands: what it says, by which release, in which revision. */
export type RegisterFact = { readonly says: string; readonly release: string; readonly revision: number }

/** What a release did. */
export type RegisterOutcome = {
  readonly commits: boolean
  readonly added: number
  readonly revised: number
  readonly confirmed: number
  readonly stale: number
}

type Release = {
  readonly code: string
  publishedAt: number | null
  readonly said: ReadonlyMap<string, string>
  /** Its place in the order in which releases spoke; null where it does not speak. */
  spoke: number | null
}

/**
 * Facts that sources state whole, by the plainest rules there are: every fact is made anew of all that live releases say
 * of it, in the order in which they spoke. Of dated ones the one published last wins, otherwise the one that came last;
 * whoever repeats what stands changes nothing. What was closed never changes.
 */
export class ModelRegister {
  readonly facts = new Map<string, RegisterFact>()
  readonly #releases = new Map<string, Release>()
  readonly #revisions = new Map<string, number>()
  readonly #closed = new Set<string>()
  #spoken = 0

  /** A release comes; under embargo it only waits. Gives what it did, and keeps it where it said anything new. */
  post(code: string, said: readonly Said[], publishedAt: number | null, held: boolean): RegisterOutcome {
    const verdicts = said.map((one) => this.#verdictOf(one, publishedAt))
    const count = (verdict: string) => verdicts.filter((one) => one === verdict).length
    const anew = said.some(
      ({ key }, index) => verdicts[index] === 'confirmed' && isLater(publishedAt, this.#newestOf(key)),
    )
    const commits = held || count('added') + count('revised') + count('stale') > 0 || anew
    if (commits) {
      const words = new Map(said.map(({ key, says }) => [key, says]))
      const release: Release = { code, publishedAt, said: words, spoke: null }
      this.#releases.set(code, release)
      if (!held) this.#speak(release)
    }
    return {
      commits,
      added: count('added'),
      revised: count('revised'),
      confirmed: count('confirmed'),
      stale: count('stale') + count('closed'),
    }
  }

  /** The embargo of a release ends; without a date of its own it is published at that instant. */
  endEmbargo(code: string, at: number): void {
    const release = this.#releases.get(code)
    if (release === undefined) throw new Error(`no release ${code}`)
    release.publishedAt ??= at
    this.#speak(release)
  }

  /** A release is withdrawn, whether it spoke or not. */
  withdraw(code: string): void {
    const release = this.#releases.get(code)
    if (release === undefined) throw new Error(`no release ${code}`)
    this.#releases.delete(code)
    this.#decide(release.said.keys())
  }

  /** A fact is closed by an act of the hub. */
  close(key: string): void {
    this.#closed.add(key)
  }

  #speak(release: Release): void {
    this.#spoken += 1
    release.spoke = this.#spoken
    this.#decide(release.said.keys())
  }

  #decide(keys: Iterable<string>): void {
    for (const key of keys) {
      if (this.#closed.has(key) && this.facts.has(key)) continue
      const winner = this.#winnerOf(key)
      const known = this.facts.get(key)
      if (winner === null) this.facts.delete(key)
      else if (known?.release !== winner.code || known.says !== winner.says) {
        const revision = (this.#revisions.get(key) ?? 0) + 1
        this.#revisions.set(key, revision)
        this.facts.set(key, { says: winner.says, release: winner.code, revision })
      }
    }
  }

  #winnerOf(key: string): { readonly code: string; readonly says: string } | null {
    const winners: { readonly code: string; readonly says: string }[] = []
    let newest: number | null = null
    for (const { code, publishedAt, said } of this.#spokenOf(key)) {
      const says = said.get(key) ?? ''
      const stale = publishedAt !== null && newest !== null && publishedAt < newest
      if (!stale && winners.at(-1)?.says !== says) winners.push({ code, says })
      if (isLater(publishedAt, newest)) newest = publishedAt
    }
    return winners.at(-1) ?? null
  }

  #verdictOf({ key, says }: Said, publishedAt: number | null): keyof RegisterOutcome | 'closed' {
    const known = this.facts.get(key)
    if (known === undefined) return 'added'
    if (this.#closed.has(key)) return 'closed'
    const newest = this.#newestOf(key)
    if (publishedAt !== null && newest !== null && publishedAt < newest) return 'stale'
    return known.says === says ? 'confirmed' : 'revised'
  }

  #newestOf(key: string): number | null {
    const dates = this.#spokenOf(key).flatMap(({ publishedAt }) => publishedAt ?? [])
    return dates.length === 0 ? null : Math.max(...dates)
  }

  #spokenOf(key: string): readonly Release[] {
    return [...this.#releases.values()]
      .filter(({ spoke, said }) => spoke !== null && said.has(key))
      .sort((left, right) => (left.spoke ?? 0) - (right.spoke ?? 0))
  }
}

function isLater(date: number | null, than: number | null): boolean {
  return date !== null && (than === null || date > than)
}
