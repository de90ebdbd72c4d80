import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import type { View } from './view.ts'

/** At which position a read answers, and for whom. Made once per request; every read of the request takes it. */
export type ReadScope = {
  readonly database: Queryable
  readonly view: View
  readonly position: Position
  /** The caller named the position (`@asOf`, an id with one): ids in the answer carry it too. */
  readonly pinned: boolean
}

/**
 * What counts figures when they are read instead of storing them, by the code of its source: a noun's, wired in `hub.ts`. What
 * it can do is said by the catalogue.
 */
export interface Counting {
  readonly source: string
}

/** A plain fact remembers where it was read, so that what hangs on it is read there too. */
export type Fact = { readonly readAt: Position; readonly pinned: boolean }

/**
 * What an answer depends on: `observation` (the whole noun) or `observation:indicator=certificates` (an equality
 * term of the filter). Never the rows that were found.
 */
export type CacheTag = string

/** What a read gives: plain facts, and the tags under which an answer that holds them may be kept. */
export type Answer<Row> = {
  readonly rows: readonly Row[]
  readonly tags: readonly CacheTag[]
  /** How many rows were looked at, where that is not the number of rows: it is what the answer costs. */
  readonly looked?: number
  /** Ids of what was read by right of a purpose: told to the audit before the answer goes on. */
  readonly guarded?: readonly string[]
}

/** On reads that `byPurpose` made: they are given the purpose of the view, all others are not. */
type ByPurpose = { readonly byPurpose?: true }

/** The fields of a fact that an answer shows; a read fetches no other. */
export type Wanted = ReadonlySet<string>

/** The one signature of every read: (view and position, question, wanted fields) → rows and cache tags. */
export type Read<Question, Row> = ByPurpose &
  ((scope: ReadScope, question: Question, wanted: Wanted) => Promise<Answer<Row>>)

/** The fields wanted of facts that are read by their keys: `all` where a table is small. */
export type WantedByKey = Wanted | 'all'

/** What a read by keys gives: the facts that there are, and its tags, also of the keys that nothing has. */
export type AnswerByKey<Row> = {
  readonly rows: ReadonlyMap<string, Row>
  readonly tags: readonly CacheTag[]
  readonly guarded?: readonly string[]
}

/** A read of facts by their keys, for what hangs on other facts: one statement for all keys of a request. */
export type ReadByKey<Row> = ByPurpose &
  ((scope: ReadScope, keys: readonly string[], wanted: WantedByKey) => Promise<AnswerByKey<Row>>)

/** The scope of whatever hangs on a fact: the same view, at the position where the fact was read. */
export function scopeOf(scope: ReadScope, fact: Fact): ReadScope {
  return { ...scope, position: fact.readAt, pinned: fact.pinned }
}
