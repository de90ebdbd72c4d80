import type { Access } from '../access/access.ts'
import type { Audit } from '../access/audit/trail.ts'
import type { KeyAdministration } from '../access/key/key-administration.ts'
import type {
  Answer,
  Counting,
  Fact,
  Read,
  ReadByKey,
  ReadScope,
  Wanted,
  WantedByKey,
} from '../access/read.ts'
import type { View } from '../access/view.ts'
import type { Committer } from '../history/commit.ts'
import type { Tail } from '../history/tail.ts'
import type { Withdrawal, Withdrawn } from '../intake/release-changes.ts'
import type { DeliveryReport, PostedRelease } from '../intake/report.ts'
import type { Condition } from '../kernel/condition.ts'
import type { Connection } from '../kernel/graph/connection.ts'
import type { Frame } from '../kernel/graph/frame.ts'
import type { PageList } from '../kernel/graph/page-list.ts'
import type { Language } from '../kernel/language.ts'
import type { Position } from '../kernel/position.ts'
import type { Database } from '../platform/database.ts'
import type { ChangeStream, StreamedFact } from '../subscriptions/stream.ts'
import type { PageArguments, PagedList } from './paged.ts'

/** How many changes an answer of frames has at most, up to the rest of its last frame. */
export const changesPerAnswer = 1_000

/** How a stream is asked for: as GraphQL coerced the arguments. */
export type StreamStart = {
  readonly after?: string | null | undefined
  readonly snapshot?: boolean | null | undefined
}

/** What the hub is to its resolvers. */
export interface HubFace {
  readonly version: string
  readonly tail: Tail
  readonly streams: readonly ChangeStream[]
  /** How facts are read by their ids, by noun. */
  readonly nodes: ReadonlyMap<string, ReadByKey<object>>
  /** The codes there are at a position, by the field that names them. */
  knownCodes(position: Position): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  /** The cursor at a position: `after` it come the changes that follow the position. */
  cursorAt(position: Position): Promise<string>
  /** What a noun keeps for the life of the hub, by what makes it: made when it is first asked for. */
  kept<Value>(make: (database: Database, counting: readonly Counting[]) => Value): Value
  /** Takes a posted release in; resolves once this node's tail has reached what was committed. */
  publish(release: PostedRelease): Promise<DeliveryReport>
  /** Withdraws a release; resolves once this node's tail has reached the commit. */
  withdraw(withdrawal: Withdrawal): Promise<Withdrawn>
  /** Gives access keys and takes them back. */
  readonly accessKeys: KeyAdministration
  /** Moves the hub as `history` promises; resolves once this node's tail has reached the commit. */
  readonly commit: Committer
  /** Who did or read what. Resolvers use `audit` and `auditFirst` of their request. */
  readonly audit: Audit
}

/** What a resolver may use. Made anew for each request, and for each frame of a stream. */
export interface RequestContext {
  readonly view: View
  /** By what right the view asks, which may end while the request runs. */
  readonly access: Access
  readonly language: Language
  readonly hub: HubFace
  /** Where this request reads. */
  readonly scope: ReadScope
  /** Where an id is read: at the position it carries, else where the request reads. Throws POSITION_AHEAD. */
  scopeAt(at: Position | null): ReadScope
  /** Takes a list's JSON as the database wrote it, and where it stands; null where an answer must be made of objects. */
  readonly ready: { put(place: readonly (string | number)[], json: string): void } | null
  /** Where a page begins: the scope of its first page, and the sort keys of the entry to go on after (none at first). */
  pageStart(
    after: string | null | undefined,
    list: PageList,
  ): { readonly scope: ReadScope; readonly keys: readonly string[] }
  /** Reads the page of a list that the arguments name; throws PAGE_SIZE, INVALID_CURSOR, CURSOR_CONFLICT. */
  page<Question, Row>(paged: PagedList<Question, Row>, page: PageArguments): Promise<Connection<Row>>
  /** Runs a read and keeps its cache tags for the answer. */
  read<Question, Row>(
    read: Read<Question, Row>,
    question: Question,
    wanted: Wanted,
    scope?: ReadScope,
  ): Promise<Answer<Row>>
  /** Counts what matches, however much that is. */
  count<Question>(read: Read<Question, number>, question: Question, scope?: ReadScope): Promise<number>
  /** Reads what hangs on a fact whole, at the position where the fact was read; one statement for all of a request. */
  load<Row>(read: ReadByKey<Row>, parent: Fact, key: string): Promise<Row | null>
  /** Reads by key at a scope, and keeps the cache tags for the answer. */
  loadAt<Row>(read: ReadByKey<Row>, scope: ReadScope, key: string, wanted: WantedByKey): Promise<Row | null>
  /**
   * Tells the audit what was done or read for this request (ids, never contents), and what came of it. Never waits and
   * never throws. Mutations are recorded by themselves.
   */
  audit(act: string, subjects: readonly string[], outcome?: string): void
  /** The same for what must not happen without a record: resolves once it is kept, throws BUSY where it cannot be. */
  auditFirst(act: string, subjects: readonly string[]): Promise<void>
  /** Follows streams from where the arguments say. Throws where they cannot be understood. */
  follow<Row extends StreamedFact>(
    streams: readonly ChangeStream<Row>[],
    start: StreamStart,
    condition: Condition,
  ): AsyncIterable<Frame<Row>>
  /** The frames after a cursor up to this request's position, at most `first`. */
  frames<Row extends StreamedFact>(
    streams: readonly ChangeStream<Row>[],
    after: string,
    condition: Condition,
    first: number,
  ): Promise<readonly Frame<Row>[]>
}
