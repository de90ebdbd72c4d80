import type { Position } from '../kernel/position.ts'
import { compareTexts } from '../kernel/text.ts'
import type { ChangedFact } from './stream.ts'

/** Some facts of one noun that a commit changed, in order, and whether they are its last. */
export type ChangedPage = { readonly facts: readonly ChangedFact[]; readonly last: boolean }

/** How much is kept, in characters of JSON: together, and what a page without facts counts. */
const limits = { ring: 32_000_000, page: 100 }

/** How far behind the head a commit may be for its pages to be kept. */
const keptCommits = 1_000

type Kept = { readonly after: string | null; readonly page: Promise<ChangedPage>; known: KnownPage | null }
type KnownPage = ChangedPage & { readonly size: number }

/**
 * The pages of the newest commits, each read once for all readers that come by. When it is full, the pages of the
 * lowest position go first, so whoever catches up from far behind takes nothing from the readers near the head.
 */
export class PageRing {
  /** By position, then by noun. */
  readonly #commits = new Map<Position, Map<string, Kept[]>>()
  #size = 0

  /**
   * The page that holds what comes after a key: a kept one, from its beginning, or what `read` gives. Readers that ask
   * while it is being read wait for the same page; one that cannot be read is not kept.
   */
  page(
    position: Position,
    head: Position,
    noun: string,
    after: string | null,
    read: () => Promise<ChangedPage>,
  ): Promise<ChangedPage> {
    if (position <= head - keptCommits) return read()
    const pages = this.#pagesOf(position, noun)
    const kept = pages.find((one) => one.after === after || holds(one, after))
    if (kept !== undefined) return kept.page
    const reading: Kept = { after, page: read(), known: null }
    pages.push(reading)
    reading.page.then(
      (read) => this.#account(reading, read),
      () => this.#forget(position, noun, reading),
    )
    return reading.page
  }

  #pagesOf(position: Position, noun: string): Kept[] {
    const nouns = this.#commits.get(position) ?? new Map<string, Kept[]>()
    this.#commits.set(position, nouns)
    const pages = nouns.get(noun) ?? []
    nouns.set(noun, pages)
    return pages
  }

  #account(reading: Kept, page: ChangedPage): void {
    const size = page.facts.reduce((sum, fact) => sum + JSON.stringify(fact).length, limits.page)
    reading.known = { ...page, size }
    this.#size += size
    if (this.#size > limits.ring || this.#commits.size > keptCommits) this.#dropLowest()
  }

  /** Lets pages go, lowest positions first and within a commit those read first, until the rest is within the limit. */
  #dropLowest(): void {
    for (const position of [...this.#commits.keys()].sort((left, right) => left - right)) {
      for (const [noun, pages] of [...(this.#commits.get(position) ?? [])]) {
        for (const page of pages.filter(({ known }) => known !== null)) {
          if (this.#size <= limits.ring && this.#commits.size <= keptCommits) return
          this.#forget(position, noun, page)
        }
      }
    }
  }

  #forget(position: Position, noun: string, page: Kept): void {
    const nouns = this.#commits.get(position)
    const rest = nouns?.get(noun)?.filter((one) => one !== page) ?? []
    this.#size -= page.known?.size ?? 0
    if (rest.length > 0) nouns?.set(noun, rest)
    else nouns?.delete(noun)
    if (nouns?.size === 0) this.#commits.delete(position)
  }
}

/** A page that has been read holds what comes after a key when it begins before and ends after it. */
function holds({ after: begin, known }: Kept, after: string | null): boolean {
  if (known === null || after === null) return false
  if (begin !== null && compareTexts(begin, after) > 0) return false
  const end = known.facts.at(-1)
  return known.last || (end !== undefined && compareTexts(end.key, after) > 0)
}
