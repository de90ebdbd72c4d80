import type { HiddenFact, Look } from '../access/hidden-now.ts'
import { type Change, ChangeOp } from '../kernel/graph/frame.ts'
import { OPEN, type Position } from '../kernel/position.ts'
import type { Start } from './points.ts'

/**
 * Which facts a reader may have that are hidden by now: those that it was told before it began here (its cursor lies at or
 * after them), and those that it was told here, before they ended. Of all others it must not even learn that there
 * was something to forget.
 */
export class KnownFacts {
  /** Up to here the reader was told before; −1 where it begins anew. */
  readonly #before: Position
  /** After this it hears of each commit when that comes. */
  readonly #liveAfter: Position
  /** When it was first looked what is hidden, by the database's clock: nothing was told here earlier. */
  #firstLook: number | null = null

  private constructor(before: Position, liveAfter: Position) {
    this.#before = before
    this.#liveAfter = liveAfter
  }

  /** Of a reader that begins so, while the node knows a position. */
  static of(start: Start, head: Position): KnownFacts {
    if (start.kind === 'snapshot') return new KnownFacts(-1, head)
    return new KnownFacts(start.kind === 'now' ? head : (start.point?.position ?? 0), head)
  }

  /** Of an answer that ends: nothing that it tells ends while it is read. */
  static ofAnswer(start: Start): KnownFacts {
    return new KnownFacts(KnownFacts.of(start, 0).#before, OPEN)
  }

  /** Notes a look, before anything is told by it. */
  looked({ now }: Look): void {
    this.#firstLook ??= now
  }

  /** What is told of a change at a position to a fact that is hidden by now: that it is to be forgotten, or nothing. */
  hidden<Row>({ op, id }: Change<Row>, position: Position, fact: HiddenFact): Change<Row> | null {
    const leaves = op === ChangeOp.LEFT || op === ChangeOp.RETRACT
    return leaves && this.#mayHave(position, fact)
      ? { op: ChangeOp.RETRACT, id, before: null, node: null }
      : null
  }

  /** What a commit hid, and no instant, was there until then for whoever heard of the commit when it came. */
  #mayHave(position: Position, { first, until }: HiddenFact): boolean {
    if (first === null) return false
    if (first <= this.#before) return true
    return until === null ? position > this.#liveAfter : this.#firstLook !== null && until > this.#firstLook
  }
}
