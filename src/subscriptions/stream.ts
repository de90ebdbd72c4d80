import type { Look } from '../access/hidden-now.ts'
import type { Fact, ReadScope } from '../access/read.ts'
import type { View } from '../access/view.ts'
import type { CommitKind } from '../history/commit.ts'
import type { Condition } from '../kernel/condition.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'

/** A fact of a commit, before and after it, as the history has it (nobody's rights applied yet). */
export type ChangedFact<Row extends Fact = Fact> = {
  /** Orders the changes of a noun within a commit, as UTF-8 bytes; the same for everybody. */
  readonly key: string
  readonly before: Row | null
  readonly after: Row | null
}

/** A fact of a snapshot and its place in the order. */
export type StateFact<Row extends Fact = Fact> = { readonly key: string; readonly fact: Row }

/** What a noun tells the streams about itself: the whole of what `subscriptions` needs to know of it. */
export interface ChangeStream<Row extends StreamedFact = StreamedFact> {
  /** The word at the front of its ids; nouns are told in the order of this word. */
  readonly noun: string
  /** The facts a commit began or ended, after a key, in order, at most `limit`. */
  changed(
    database: Queryable,
    position: Position,
    after: string | null,
    limit: number,
  ): Promise<readonly ChangedFact<Row>[]>
  /** The facts that match at the scope's position, after a key, in order, at most `limit`. */
  state(
    scope: ReadScope,
    condition: Condition,
    after: string | null,
    limit: number,
  ): Promise<readonly StateFact<Row>[]>
  /** Says whether a fact matches a filter: equal to the SQL of `state`. */
  matches(condition: Condition, fact: Row): boolean
  /** Says whether a view may be told of a fact: by now, or, with `look`, as far as the history says. */
  sees(view: View, fact: Row): boolean
  /**
   * Where facts end without a commit: which of those with these keys a view may not be told now, asked right before each
   * frame. A change that hides such a fact is a RETRACT for who may have it, and nothing for others.
   */
  look?(database: Queryable, view: View, keys: readonly string[]): Promise<Look>
  /** Where its facts are made of another stream's: commits that touch none of those are not asked for. */
  readonly madeOf?: Origin
}

/** What the facts of a stream are made of. Says yes rather too often than too seldom. */
export type Origin = {
  readonly stream: ChangeStream
  /** Says whether a change of the other stream can change a fact of this one. */
  readonly touches: (changed: ChangedFact) => boolean
  /** Says whether commits of a kind always can. */
  readonly always: (kind: CommitKind) => boolean
}

/** A fact as streams tell it: it has a global id. */
export type StreamedFact = Fact & { readonly id: string }
