/** What a release says of one figure. */
export type Said = { readonly value: string | null; readonly status: string }

/** A fact: what is said, by which release, in which revision. */
export type CitedFact = Said & { readonly revision: number; readonly release: string }

/** What a release would do. */
export type Verdicts = Readonly<Record<'added' | 'revised' | 'confirmed' | 'stale', number>>

type ModelRelease = {
  readonly code: string
  readonly date: number | null
  readonly sayings: ReadonlyMap<string, Said>
  /** Where it spoke; null while it is held. */
  spokeAt: number | null
  withdrawn: boolean
}

/**
 * Releases that are published, held, told and withdrawn, by the plainest words there are: whoever stands, in the order
 * in which they spoke; of those that no earlier one outdates, the last is right; and the one cited is the first of
 * those that said so in a row. Facts are worked out from the whole of it each time, and every state is kept.
 */
export class ModelVintages {
  readonly states = new Map<number, ReadonlyMap<string, CitedFact>>()
  readonly #releases: ModelRelease[] = []
  readonly #revisions = new Map<string, number>()
  #last = 0

  /** The releases that may be withdrawn, and those that are held. */
  get standing(): readonly string[] {
    return this.#releases.filter(({ withdrawn }) => !withdrawn).map(({ code }) => code)
  }

  get held(): readonly string[] {
    return this.#releases
      .filter(({ spokeAt, withdrawn }) => spokeAt === null && !withdrawn)
      .map((one) => one.code)
  }

  /** What a release would do if it spoke now, and whether it says anything new. */
  outcomeOf(sayings: ReadonlyMap<string, Said>, date: number | null) {
    const verdicts = { added: 0, revised: 0, confirmed: 0, stale: 0 }
    for (const [key, said] of sayings) verdicts[this.#verdictOf(key, said, date)] += 1
    const dated =
      date !== null &&
      [...sayings.keys()].some((key) => this.#live(key).every((one) => (one.date ?? 0) < date))
    const commits = dated || verdicts.added + verdicts.revised + verdicts.stale > 0
    return { verdicts: verdicts as Verdicts, commits }
  }

  /** A release that speaks at once, or that is held. */
  take(
    code: string,
    sayings: ReadonlyMap<string, Said>,
    date: number | null,
    position: number,
    held: boolean,
  ) {
    this.#releases.push({ code, date, sayings, spokeAt: held ? null : position, withdrawn: false })
    this.settle(position)
  }

  /** A held release is told; its date is the end of its embargo where it has none. */
  tell(code: string, position: number, endedAt: number): void {
    const index = this.#releases.findIndex((one) => one.code === code)
    const release = this.#releases[index] as ModelRelease
    this.#releases[index] = { ...release, date: release.date ?? endedAt, spokeAt: position }
    this.settle(position)
  }

  /** A release is withdrawn; gives how many facts that revises and ends. */
  withdraw(code: string, position: number): { readonly revised: number; readonly ended: number } {
    const release = this.#releases.find((one) => one.code === code) as ModelRelease
    release.withdrawn = true
    const before = this.states.get(this.#last) ?? new Map<string, CitedFact>()
    const after = this.settle(position)
    const changed = [...before].filter(([key, fact]) => after.get(key) !== fact)
    const ended = changed.filter(([key]) => !after.has(key)).length
    return { revised: changed.length - ended, ended }
  }

  /** Works the facts out anew, as they stand from a position on. */
  settle(position: number): ReadonlyMap<string, CitedFact> {
    const before = this.states.get(this.#last)
    const facts = new Map<string, CitedFact>()
    for (const key of new Set(this.#releases.flatMap(({ sayings }) => [...sayings.keys()]))) {
      const right = this.#rightOf(key)
      if (right === null) continue
      const known = before?.get(key)
      const same = known !== undefined && known.release === right.release && sameSaid(known, right)
      const revision = same ? known.revision : (this.#revisions.get(key) ?? 0) + 1
      this.#revisions.set(key, revision)
      facts.set(key, same ? known : { ...right, revision })
    }
    this.states.set(position, facts)
    this.#last = position
    return facts
  }

  #live(key: string): readonly ModelRelease[] {
    return this.#releases
      .filter(({ sayings, spokeAt, withdrawn }) => sayings.has(key) && spokeAt !== null && !withdrawn)
      .toSorted((left, right) => (left.spokeAt ?? 0) - (right.spokeAt ?? 0))
  }

  #rightOf(key: string): (Said & { readonly release: string }) | null {
    const live = this.#live(key)
    const heard = live.filter(
      (one, index) => !live.slice(0, index).some((other) => outdates(other.date, one.date)),
    )
    const said = heard.map((one) => ({ ...(one.sayings.get(key) as Said), release: one.code }))
    let cited = said.length - 1
    while (cited > 0 && sameSaid(said[cited - 1] as Said, said[cited] as Said)) cited -= 1
    return said[cited] ?? null
  }

  #verdictOf(key: string, said: Said, date: number | null): keyof Verdicts {
    const known = this.#rightOf(key)
    if (known === null) return 'added'
    if (this.#live(key).some((other) => outdates(other.date, date))) return 'stale'
    return sameSaid(known, said) ? 'confirmed' : 'revised'
  }
}

function outdates(other: number | null, date: number | null): boolean {
  return other !== null && date !== null && other > date
}

function sameSaid(left: Said, right: Said): boolean {
  return left.status === right.status && left.value === right.value
}
