import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'

/**
 * What codes of one version are in another. EQUAL: one code, the same content. MERGED: several make exactly the other.
 * CHANGED: there is a code for it, but its content is another or cannot be told to be the same. SPLIT: one became
 * several, so that none holds it whole. DROPPED: nothing took its place, as far as is known.
 */
export const crosswalkRelations = ['EQUAL', 'MERGED', 'CHANGED', 'SPLIT', 'DROPPED'] as const

/** A relation of codes between two versions. */
export type CrosswalkRelation = (typeof crosswalkRelations)[number]

/** One line of a crosswalk: the codes `from` of one version, and the code of the other that holds them, if any. */
export type CrosswalkEntry = {
  readonly from: readonly string[]
  readonly to: string | null
  readonly relation: CrosswalkRelation
  readonly note: Names | null
}

/** What leads from one version of a code list to another: stored from older to newer, the way back is computed. */
export type CrosswalkLines = {
  readonly codeList: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly entries: readonly CrosswalkEntry[]
}

/** A crosswalk as a plain fact. */
export type Crosswalk = Fact &
  CrosswalkLines & {
    readonly id: string
    /** `cnca-field/2019/2021`. */
    readonly code: string
    readonly entries: readonly (CrosswalkEntry & { readonly provenance: string })[]
    readonly note: Names | null
    readonly provenance: string
  }
