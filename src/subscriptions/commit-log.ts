import type { CommitRecord } from '../history/commit.ts'
import { Permits } from '../kernel/permits.ts'
import type { Position } from '../kernel/position.ts'
import { compareTexts } from '../kernel/text.ts'
import type { Queryable } from '../platform/database.ts'
import { type ChangedPage, PageRing } from './page-ring.ts'
import type { ChangedFact, ChangeStream, Origin, StreamedFact } from './stream.ts'

/** How many facts are read at once. */
const pageSize = 1_000

/** How many readers use the database at the same time; the others wait their turn. */
const readers = 4

/**
 * What each commit changed, page by page, read from the database once per node for the readers that are near the
 * head, and by each for itself far behind it.
 */
export class CommitLog {
  readonly #database: Queryable
  readonly #ring = new PageRing()
  readonly #permits = new Permits(readers)

  constructor(database: Queryable) {
    this.#database = database
  }

  /**
   * The facts of one stream that a commit changed, after a key, in order; `head` is the newest position known. Streams
   * made of another's facts are one reader's own: what they are made of is read once for all, they themselves are not.
   */
  async *changed<Row extends StreamedFact>(
    stream: ChangeStream<Row>,
    { position, kind }: Pick<CommitRecord, 'position' | 'kind'>,
    after: string | null,
    head: Position,
  ): AsyncGenerator<ChangedFact<Row>, void> {
    const { madeOf } = stream
    if (madeOf !== undefined && !madeOf.always(kind)) {
      if (!(await this.#touched(madeOf, { position, kind }, head))) return
    }
    for (let from = after; ; ) {
      const key = from
      const read = () => this.#read(stream, position, key)
      const page = madeOf === undefined ? this.#ring.page(position, head, stream.noun, key, read) : read()
      const { facts, last } = await page
      // A shared page may begin before the key.
      const first = key === null ? 0 : facts.findIndex((fact) => compareTexts(fact.key, key) > 0)
      if (first >= 0) yield* (facts as readonly ChangedFact<Row>[]).slice(first)
      if (last) return
      from = facts.at(-1)?.key ?? key
    }
  }

  async #touched(
    { stream, touches }: Origin,
    commit: Pick<CommitRecord, 'position' | 'kind'>,
    head: Position,
  ): Promise<boolean> {
    for await (const changed of this.changed(stream, commit, null, head)) if (touches(changed)) return true
    return false
  }

  async #read(stream: ChangeStream, position: Position, after: string | null): Promise<ChangedPage> {
    const facts = await this.#permits.with(() => stream.changed(this.#database, position, after, pageSize))
    return { facts, last: facts.length < pageSize }
  }
}
