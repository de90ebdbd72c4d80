import type { Position } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import type { Finding } from './report.ts'

/** Masks in a text what the private cells of its row say: numbers, and their names too where a person is spoken of. */
export type Hide = (text: string, what: { readonly names: boolean }) => string

/** What one cell or posted row says, before any code was looked up: every field is the sender's own text. */
export type ClaimDraft = {
  readonly fields: Readonly<Record<string, string>>
  readonly line: number
  readonly column: string | null
  /** The row as it stood in the file. */
  readonly original: string
  /** Left away where the row has nothing private. */
  readonly hide?: Hide | undefined
}

/** A claim that passed the checks of its noun, with where it stood. */
export type LocatedClaim<Claim> = {
  readonly claim: Claim
  readonly line: number
  readonly column: string | null
  readonly original: string
}

/** What a check gives: a claim, or what is wrong. Warnings may come with a claim. */
export type Checked<Claim> = {
  readonly claim: Claim | null
  readonly findings: readonly Finding[]
  /** The key the claim is about: two claims of one delivery about one key must agree. */
  readonly key: string | null
}

/** The source a delivery is from, as far as checks need it. */
export type IntakeSource = {
  readonly code: string
  /** Null where it publishes as things happen, which no source of figures does. */
  readonly frequency: string | null
  readonly codeList: string | null
}

/** The claims of one release of a delivery, on their way to a commit; of an embargoed one, as published at its end. */
export type Batch<Claim> = {
  readonly deliveryId: string
  /** Under which name its rows are staged: another one for each attempt, so that attempts do not meet. */
  readonly stageId: string
  readonly source: string
  readonly publishedAt: Date | null
  readonly claims: readonly LocatedClaim<Claim>[]
}

/** How many claims of a batch do what to their facts. */
export type BatchCounts = {
  readonly added: number
  readonly revised: number
  readonly confirmed: number
  readonly stale: number
}

/** A batch whose decisions are staged in the database, ready to be written under the lock. */
export interface StagedBatch {
  /** As decided at staging; a commit in between may change them. */
  readonly counts: BatchCounts
  /** What comparing its rows with the facts has shown: they go on. */
  readonly findings?: readonly Finding[]
  /**
   * Decides anew what other commits have changed since, and tells what a write would do. Under the lock; null
   * where the batch says nothing new.
   */
  settle(transaction: Queryable): Promise<BatchCounts | null>
  /** Writes facts and claims at the position, in set statements over the staged rows. Under the lock. */
  write(transaction: Queryable, position: Position, releaseId: string): Promise<void>
  /** Keeps the claims at the position and changes no fact: what an embargo holds. Under the lock. */
  writeClaims(transaction: Queryable, position: Position, releaseId: string): Promise<void>
  /** Removes the staged rows. */
  discard(database: Queryable): Promise<void>
}

/** A release begins to speak (its embargo has ended) or falls silent (it is withdrawn). */
export type SpeakingChange = { readonly kind: 'speaks' | 'falls-silent'; readonly releaseId: string }

/** How many facts a change of what speaks adds, revises (value, status or release) and ends. */
export type RedecidedCounts = { readonly added: number; readonly revised: number; readonly ended: number }

/** Facts decided anew, ready to be written under the lock. */
export interface Redecision {
  write(transaction: Queryable, position: Position): Promise<RedecidedCounts>
}

/** What intake needs to know of a noun whose facts arrive by delivery. */
export interface NounIntake<Claim = unknown> {
  readonly noun: string
  /** Loads what checks need (codes) once per delivery; a checker that cannot hold it all in memory asks, and promises. */
  checker(
    database: Queryable,
    source: IntakeSource,
  ): Promise<(draft: ClaimDraft) => Checked<Claim> | Promise<Checked<Claim>>>
  /** Compares a batch with the facts as they are and stages what it would do. */
  stage(database: Database, batch: Batch<Claim>): Promise<StagedBatch>
  /** Says whether two claims about one key say the same. */
  agree(left: Claim, right: Claim): boolean
  /** What of a row's text may be kept with claims and held rows; without it, all of it. */
  masked?(text: string): string
  /** Decides anew the facts that a release claims, from all claims that live once it speaks or has fallen silent. */
  redecide(database: Queryable, change: SpeakingChange): Promise<Redecision>
  /** Removes what attempts that were cut off have left staged; deliveries under way keep theirs. */
  sweep(database: Queryable): Promise<void>
}
