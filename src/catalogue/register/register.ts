import type { Checked, ClaimDraft, IntakeSource } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Sql } from '../../platform/sql.ts'
import type { OrganizationOrigin, StatedParty } from '../organization/terms.ts'

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** What a row says of one fact, checked. */
export type StatedFact = {
  /** Names the fact for ever: two rows with this key are about the same thing. */
  readonly key: string
  /** What it says, in one canonical form: two claims say the same when their bodies are equal. Parties stand in it by `ref`. */
  readonly body: { readonly [field: string]: Json }
  /** Every organization that the body refers to; one that no column of the fact refers to is not taken in. */
  readonly parties: readonly StatedParty[]
  /** A natural person that it is about, who is no organization; the whole name is kept apart from all facts. */
  readonly person: { readonly name: string; readonly region: string | null } | null
}

/**
 * Where a column of a fact comes from: a field of the body read as a type; the organization that a field refers to; the
 * natural person (`StatedFact.person`); or SQL over an alias that has `body` and `key` (jsonb and text), for what neither
 * says: a constant, or the id of a fact of another noun.
 */
export type RegisterColumn =
  | {
      readonly field: string
      readonly as: 'text' | 'numeric' | 'boolean' | 'text[]' | 'jsonb' | 'timestamptz'
    }
  | { readonly party: string }
  | { readonly person: true }
  | { readonly sql: (stated: string) => Sql }

/** A noun whose facts sources state whole, one row of a table per fact: what the machinery of this folder needs of it. */
export type Register = {
  /** The noun of its claims, with hyphens: `credit-record`. */
  readonly noun: string
  /** As what its rows make organizations known: whose name stands is decided by it. */
  readonly origin: OrganizationOrigin
  readonly table: string
  readonly columns: Readonly<Record<string, RegisterColumn>>
  /** Loads what checks need once per delivery; a checker that cannot hold it all in memory asks, and promises. */
  checker(
    database: Queryable,
    source: IntakeSource,
  ): Promise<(draft: ClaimDraft) => Checked<StatedFact> | Promise<Checked<StatedFact>>>
  /**
   * Columns that acts of the hub set and no source does (like `disputed`): a revision keeps what stood there. A new fact
   * has there what `columns` says of them, and null where that says nothing.
   */
  readonly kept?: readonly string[]
  /**
   * Over the alias `f` of the open row: no claim changes the fact any more; what is said of it is stale, and a withdrawn
   * release leaves it as it is.
   */
  readonly closed?: Sql
  /**
   * SQL of at most one row with the `key` of a closed fact that a claim without a fact of its own is about all the same, in
   * other words than its key is made of: the claim is then one of that fact.
   */
  readonly endedUnder?: (said: {
    /** An alias with `body`, `parties` and `source`. */
    readonly said: string
    /** The whole name of the natural person that it is about; null where it names none. */
    readonly personName: Sql
  }) => Sql
  /** What whoever delivers a row about such a fact is told with it. It names nothing of the fact but the row. */
  readonly closedFinding?: Pick<Finding, 'code' | 'message' | 'expected'>
  /**
   * What becomes of open facts that no live claim says any more, by their ids; by default their rows end. A fact that it
   * leaves open (and not `closed`) is revised by the next claim of its key.
   */
  readonly silenced?: (transaction: Queryable, position: Position, ids: readonly string[]) => Promise<void>
  /**
   * Runs under the lock after facts and organizations were written at the position (rows that began there have it as
   * `from_position`): for columns that follow from them, like windows of publicity. Organizations that are new and known
   * from credit alone (origin CREDIT) have `shown_until = '-infinity'` until it says more.
   */
  readonly written?: (transaction: Queryable, position: Position) => Promise<void>
}
