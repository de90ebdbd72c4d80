/** What a run must have met, so that it cannot pass on empty tables. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  kind: ['PUBLISHED', 'SUM', 'BOUNDED', 'UNAVAILABLE'],
  reason: [
    'MEMBERS_MISSING',
    'MEMBERS_BOUNDED',
    'NOT_ADDITIVE',
    'NO_FIGURE',
    'SUPPRESSED',
    'NOT_COLLECTED',
    'CANNOT_EXIST',
    'NOT_PUBLISHED',
    'END_OF_PERIOD_MISSING',
    'CONTENT_CHANGED',
    'UNMAPPED',
  ],
  growth: ['rate', 'NO_BASE', 'NOT_EXACT', 'ZERO_BASE', 'CODE_LIST_CHANGED', 'CONTENT_CHANGED', 'BREAK'],
  share: ['rate', 'NO_WHOLE', 'NOT_EXACT', 'ZERO_BASE'],
  rank: ['rank', 'none'],
  composition: ['SUM', 'BOUNDED', 'UNAVAILABLE'],
  member: ['REGION', 'SCHEME', 'PERIOD', 'CODE_LIST'],
  place: ['row', 'total', 'remainder'],
  refused: ['OVERLAPPING_CODES'],
  cited: ['PUBLISHED', 'BOUNDED', 'UNAVAILABLE'],
  release: ['standing', 'withdrawn', 'told'],
}

/** Counts what a run has compared, by what it was. */
export class Tally {
  readonly #counts = new Map<string, number>()

  count(what: string, which: string): void {
    const name = `${what} ${which}`
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  /** What was wanted and never met. */
  missing(): readonly string[] {
    const names = Object.entries(wanted).flatMap(([what, all]) => all.map((which) => `${what} ${which}`))
    return names.filter((name) => !this.#counts.has(name))
  }

  /** All counts, one after the other. */
  text(): string {
    return [...this.#counts]
      .toSorted()
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  }
}
