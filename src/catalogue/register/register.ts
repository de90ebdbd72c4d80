import type { Checked, ClaimDraft, IntakeSource } from '../../intake/noun-intake.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Sql } from '../../platform/sql.ts'
import type { StatedParty } from '../organization/terms.ts'

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** What a row says of one fact, checked. */
export type StatedFact = {
  /** Names the fact for ever: two rows with this key are about the same thing. */
  readonly key: string
  /** What it says, in one canonical form: two claims say the same when their bodies are equal. Parties stand in it by `ref`. */
  readonly body: { readonly [field: string]: Json }
  /** Every organization that the body refers to. */
  readonly parties: readonly StatedParty[]
  /** A natural person that it is about, who is no organization; the whole name is kept apart from all facts. */
  readonly person: { readonly name: string; readonly region: string | null } | null
}

/** Where a column of a fact comes from: a field of the body read as a type, or the organization that a field refers to. */
export type RegisterColumn =
  | {
      readonly field: string
      readonly as: 'text' | 'numeric' | 'boolean' | 'text[]' | 'jsonb' | 'timestamptz'
    }
  | { readonly party: string }

/** A noun whose facts sources state whole, one row of a table per fact: what the machinery of this folder needs of it. */
export type Register = {
  /** The noun of its claims, with hyphens: `credit-record`. */
  readonly noun: string
  readonly table: string
  readonly columns: Readonly<Record<string, RegisterColumn>>
  /** Loads what checks need once per delivery; the checker itself does no I/O. */
  checker(database: Queryable, source: IntakeSource): Promise<(draft: ClaimDraft) => Checked<StatedFact>>
  /** Columns that acts of the hub set and no source does (like `disputed`): a revision keeps what stood there. */
  readonly kept?: readonly string[]
  /** Over the alias `f` of the open row: no claim changes the fact any more; what is said of it is stale. */
  readonly closed?: Sql
  /** What becomes of facts that no live claim says any more, by their ids; by default their rows end. */
  readonly silenced?: (transaction: Queryable, position: Position, ids: readonly string[]) => Promise<void>
  /** Runs under the lock after facts were written at the position. */
  readonly written?: (transaction: Queryable, position: Position) => Promise<void>
}
