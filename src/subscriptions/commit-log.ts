import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { Permits } from './permits.ts'
import type { ChangedFact, ChangeStream, StreamedFact } from './stream.ts'

/** How many facts are read at once. */
const pageSize = 1_000

/** How much of the newest commits is kept in memory, and how much one commit may take of it, in characters of JSON. */
const limits = { ring: 32_000_000, commit: 8_000_000 }

/** How many readers of older commits use the database at the same time; the others wait their turn. */
const readers = 4

type Kept = { readonly facts: readonly ChangedFact[]; readonly size: number }

/** What an entry without facts counts: none changed, or too many to be kept. */
const emptySize = 100

/**
 * What each commit changed, read from the database once per node and kept for the readers that are near the head.
 * Older and very large commits are read in pages by whoever needs them.
 */
export class CommitLog {
  readonly #database: Queryable
  readonly #ring = new Map<string, Promise<Kept | null>>()
  readonly #sizes = new Map<string, number>()
  readonly #permits = new Permits(readers)
  #size = 0

  constructor(database: Queryable) {
    this.#database = database
  }

  /** The facts of one noun that a commit changed, after a key, in order, page by page. */
  async *changed<Row extends StreamedFact>(
    stream: ChangeStream<Row>,
    position: Position,
    after: string | null,
  ): AsyncGenerator<ChangedFact<Row>, void> {
    const kept = (await this.#kept(stream, position)) as readonly ChangedFact<Row>[] | null
    if (kept === null) return yield* this.#paged(stream, position, after)
    for (const fact of kept) if (after === null || fact.key > after) yield fact
  }

  async *#paged<Row extends StreamedFact>(
    stream: ChangeStream<Row>,
    position: Position,
    after: string | null,
  ): AsyncGenerator<ChangedFact<Row>, void> {
    let from = after
    while (true) {
      const page = await this.#permits.with(() => stream.changed(this.#database, position, from, pageSize))
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) return
      from = last.key
    }
  }

  #kept(stream: ChangeStream, position: Position): Promise<readonly ChangedFact[] | null> {
    const name = `${position}/${stream.noun}`
    const known = this.#ring.get(name)
    if (known !== undefined) return known.then((kept) => kept?.facts ?? null)
    const reading = this.#read(stream, position)
    this.#ring.set(name, reading)
    reading.then(
      (kept) => this.#account(name, kept?.size ?? emptySize),
      () => this.#ring.delete(name),
    )
    return reading.then((kept) => kept?.facts ?? null)
  }

  /** Null where the commit is too large to be kept. */
  async #read(stream: ChangeStream, position: Position): Promise<Kept | null> {
    const facts: ChangedFact[] = []
    let size = emptySize
    for await (const fact of this.#paged(stream, position, null)) {
      facts.push(fact)
      size += JSON.stringify(fact).length
      if (size > limits.commit) return null
    }
    return { facts, size }
  }

  /** Counts what was read, and lets the oldest go until the rest is within the limit. */
  #account(read: string, size: number): void {
    this.#sizes.set(read, size)
    this.#size += size
    for (const [name, freed] of this.#sizes) {
      if (this.#size <= limits.ring) return
      this.#sizes.delete(name)
      this.#ring.delete(name)
      this.#size -= freed
    }
  }
}
