import DataLoader from 'dataloader'
import type { Access } from '../access/access.ts'
import type { AuditNote } from '../access/audit/note.ts'
import type {
  Answer,
  CacheTag,
  Fact,
  Read,
  ReadByKey,
  ReadScope,
  Wanted,
  WantedByKey,
} from '../access/read.ts'
import { scopeOf } from '../access/read.ts'
import { endedCredential } from '../access/refused-credential.ts'
import { actorOf, type View, withoutPurpose } from '../access/view.ts'
import type { Condition } from '../kernel/condition.ts'
import { HubError } from '../kernel/errors.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import { countCost } from '../kernel/graph/cost.ts'
import type { Frame } from '../kernel/graph/frame.ts'
import { type PageList, startIn } from '../kernel/graph/page-list.ts'
import type { Language } from '../kernel/language.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { FrameSources } from '../subscriptions/frames.ts'
import { startOf } from '../subscriptions/points.ts'
import { replayStream } from '../subscriptions/reader.ts'
import type { ChangeStream, StreamedFact } from '../subscriptions/stream.ts'
import { openStream } from '../subscriptions/subscriber.ts'
import { knownPosition } from './as-of.ts'
import { changesPerAnswer, type HubFace, type RequestContext, type StreamStart } from './context.ts'
import type { Bill } from './cost/bill.ts'
import { type PageArguments, type PagedList, readPage } from './paged.ts'
import type { ReadyTexts } from './ready-texts.ts'

/** What a request is made with. */
export type RequestParts = {
  readonly hub: HubFace
  readonly database: Queryable
  readonly sources: FrameSources
  readonly metrics: Metrics
  readonly access: Access
  readonly language: Language
  /** Why the caller asks, for the audit. */
  readonly purpose: string | null
  readonly bill: Bill
  /** Has what a frame did cost paid, and waits while that is more than there is to spend. */
  readonly paced: (points: number, ended: AbortSignal) => Promise<void>
  /** Ends the streams of this request: the socket closed, or the hub closes. Asked for by whoever waits. */
  readonly ended: () => AbortSignal
}

/** One request, or one subscription: where it reads, for whom, and what it has read. */
export class Request implements RequestContext {
  readonly hub: HubFace
  readonly view: View
  readonly access: Access
  readonly language: Language
  readonly ready: ReadyTexts | null
  readonly bill: Bill
  // Apollo copies the context of a request field by field: what changes lies behind one reference, nothing is private.
  private readonly parts: RequestParts
  private readonly state: RequestState

  constructor(parts: RequestParts, ready: ReadyTexts | null = null) {
    const { hub, database, access, language } = parts
    const { view } = access
    this.ready = ready
    this.parts = parts
    this.bill = parts.bill
    this.hub = hub
    this.view = view
    this.access = access
    this.language = language
    // Reads see what everybody sees unless `byPurpose` made them.
    const scope = { database, view: withoutPurpose(view), position: hub.tail.position, pinned: false }
    this.state = { scope, lowest: scope.position, tags: new Set(), loaders: new Map() }
  }

  get scope(): ReadScope {
    return this.state.scope
  }

  /** The lowest position read at so far: a stream after it tells every change that the answer does not show. */
  get answeredAt(): Position {
    return Math.min(this.state.lowest, this.state.scope.position)
  }

  /** The tags of everything read so far. */
  get tags(): ReadonlySet<CacheTag> {
    return this.state.tags
  }

  /** Reads at a position the caller named, from now on. */
  pin(position: Position): void {
    this.state.scope = { ...this.state.scope, position, pinned: true }
  }

  scopeAt(at: Position | null): ReadScope {
    if (at === null) return this.state.scope
    return { ...this.state.scope, position: knownPosition(at, this.hub.tail), pinned: true }
  }

  pageStart(
    after: string | null | undefined,
    list: PageList,
  ): { readonly scope: ReadScope; readonly keys: readonly string[] } {
    if (after == null) return { scope: this.state.scope, keys: [] }
    const start = startIn(list, after)
    knownPosition(start.position, this.hub.tail)
    if (this.state.scope.pinned && this.state.scope.position !== start.position) {
      throw new HubError({
        code: 'CURSOR_CONFLICT',
        message: `The page cursor goes on at position ${start.position} and @asOf asks for ${this.state.scope.position}. Leave one of them away.`,
        expected: `@asOf(position: ${start.position}) or none`,
        came: `@asOf at position ${this.state.scope.position}`,
      })
    }
    this.state.lowest = Math.min(this.state.lowest, start.position)
    return { scope: { ...this.state.scope, position: start.position }, keys: start.keys }
  }

  page<Question, Row>(paged: PagedList<Question, Row>, page: PageArguments): Promise<Connection<Row>> {
    return readPage(this, paged, page)
  }

  async read<Question, Row>(
    read: Read<Question, Row>,
    question: Question,
    wanted: Wanted,
    scope?: ReadScope,
  ): Promise<Answer<Row>> {
    const answer = await read(this.scopeFor(read, scope ?? this.state.scope), question, wanted)
    await this.auditGuarded(answer)
    for (const tag of answer.tags) this.state.tags.add(tag)
    this.bill.add(answer.looked ?? answer.rows.length)
    return answer
  }

  async count<Question>(
    read: Read<Question, number>,
    question: Question,
    scope?: ReadScope,
  ): Promise<number> {
    const [count = 0] = (await this.read(read, question, new Set(), scope)).rows
    this.bill.add(countCost - 1)
    return count
  }

  async load<Row>(read: ReadByKey<Row>, parent: Fact, key: string): Promise<Row | null> {
    return this.loadAt(read, scopeOf(this.state.scope, parent), key, 'all')
  }

  /** Reads by key at a scope; one statement for all keys and the same fields asked for in one turn. */
  async loadAt<Row>(
    read: ReadByKey<Row>,
    scope: ReadScope,
    key: string,
    wanted: WantedByKey,
  ): Promise<Row | null> {
    const fields = wanted === 'all' ? wanted : [...wanted].sort().join(' ')
    const place = `${scope.position}/${scope.pinned}/${fields}`
    const places = this.state.loaders.get(read) ?? new Map<string, DataLoader<string, unknown>>()
    this.state.loaders.set(read, places)
    const loader = places.get(place) ?? this.batching(read, this.scopeFor(read, scope), wanted)
    places.set(place, loader)
    return (await loader.load(key)) as Row | null
  }

  /** Where and for whom a read reads: the purpose is for those alone that tell what they showed because of it. */
  private scopeFor(read: { readonly byPurpose?: true }, scope: ReadScope): ReadScope {
    return read.byPurpose === true ? { ...scope, view: this.view } : scope
  }

  /** The one place where an answer waits for the audit: what was read by right of a purpose goes on only with a record. */
  private async auditGuarded({ guarded = [] }: { readonly guarded?: readonly string[] }): Promise<void> {
    if (guarded.length > 0) await this.auditFirst('readProtected', guarded)
  }

  private batching<Row>(
    read: ReadByKey<Row>,
    scope: ReadScope,
    wanted: WantedByKey,
  ): DataLoader<string, unknown> {
    return new DataLoader<string, unknown>(
      async (keys) => {
        const answer = await read(scope, keys, wanted)
        await this.auditGuarded(answer)
        for (const tag of answer.tags) this.state.tags.add(tag)
        this.bill.add(answer.rows.size)
        return keys.map((key) => answer.rows.get(key) ?? null)
      },
      { maxBatchSize: 1_000 },
    )
  }

  audit(act: string, subjects: readonly string[], outcome = 'OK'): void {
    this.hub.audit.record(this.noteOf(act, subjects, outcome))
  }

  auditFirst(act: string, subjects: readonly string[]): Promise<void> {
    return this.hub.audit.require(this.noteOf(act, subjects, 'OK'))
  }

  private noteOf(act: string, subjects: readonly string[], outcome: string): AuditNote {
    return { actor: actorOf(this.view), act, subjects, purpose: this.parts.purpose, outcome }
  }

  follow<Row extends StreamedFact>(
    streams: readonly ChangeStream<Row>[],
    start: StreamStart,
    condition: Condition,
  ): AsyncIterableIterator<Frame<Row>> {
    const following = { streams, condition, view: this.state.scope.view }
    const left = new AbortController()
    const holding = this.access.onEnd(() => left.abort())
    const ended = AbortSignal.any([this.parts.ended(), left.signal])
    const frames = openStream(this.parts.sources, following, startOf(start.after, start.snapshot), ended)
    const { subscriptions, frames: counted } = this.parts.metrics
    subscriptions.inc()
    const finish = closing(() => {
      holding[Symbol.dispose]()
      subscriptions.dec()
    })
    let paid = this.bill.actual
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      next: async () => {
        // What the last frame's fields read is known by now. Nothing is lost while this waits: the history keeps it.
        const { actual } = this.bill
        await this.parts.paced(actual - paid, ended)
        paid = actual
        const next = await frames.next().catch((error: unknown) => {
          finish()
          throw error
        })
        this.state.loaders.clear()
        const end = this.access.ended()
        if (end !== null) {
          // Whatever the transport: a frame that was made under an access that has ended since is nobody's.
          finish()
          await frames.return?.()
          throw endedCredential(end)
        }
        if (next.done === true) finish()
        else {
          counted.inc({ kind: next.value.kind })
          this.bill.add(1 + next.value.changes.length)
        }
        return next
      },
      return: async () => {
        left.abort()
        finish()
        await frames.return?.()
        return { done: true, value: undefined }
      },
    }
  }

  async frames<Row extends StreamedFact>(
    streams: readonly ChangeStream<Row>[],
    after: string,
    condition: Condition,
    first: number,
  ): Promise<readonly Frame<Row>[]> {
    const following = { streams, condition, view: this.state.scope.view }
    const frames: Frame<Row>[] = []
    let changes = 0
    if (first === 0) return frames
    for await (const frame of replayStream(
      this.parts.sources,
      following,
      startOf(after, false),
      this.state.scope.position,
      this.parts.ended(),
    )) {
      frames.push(frame)
      changes += frame.changes.length
      this.bill.add(1 + frame.changes.length)
      if (frames.length >= first || changes >= changesPerAnswer) break
    }
    return frames
  }
}

type RequestState = {
  scope: ReadScope
  lowest: Position
  readonly tags: Set<CacheTag>
  readonly loaders: Map<ReadByKey<unknown>, Map<string, DataLoader<string, unknown>>>
}

/** Runs an act the first time only. */
function closing(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}
