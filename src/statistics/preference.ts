import { compareTexts } from '../kernel/text.ts'

/** The rules by which one of several sources is preferred for a figure. */
export const sourceRules = ['SOURCE_PRIORITY', 'LATEST_PUBLISHED'] as const

/** The name of a rule of preference. */
export type SourceRule = (typeof sourceRules)[number]

/** What one source says of a figure, as far as rules of preference ask. */
export type Candidate = {
  readonly source: string
  /** The source's place in the catalogue, 1 first; null where the catalogue did not say. */
  readonly priority: number | null
  /** When the release that says the figure was published by its source; null or left away where that is not known. */
  readonly publishedAt?: Date | null
  /** The source says that there is no figure (status H, L, M, O or Q). */
  readonly missing?: boolean
  /** The version of the code list its series stands in, where one source says a figure in two of them. */
  readonly codeListVersion?: string
}

/**
 * The candidate that a rule prefers; null where there is none. A source that has no figure gives way to one that has.
 * SOURCE_PRIORITY: the lowest priority, unknown ones last. LATEST_PUBLISHED: the newest date of publication, undated last,
 * then by priority. What is still equal goes by the source's code, then by the newest code list: never by chance. The same
 * order stands in SQL in `preference-sql.ts`.
 */
export function preferredOf<One extends Candidate>(candidates: readonly One[], rule: SourceRule): One | null {
  return candidates.toSorted((left, right) => comparePreference(left, right, rule))[0] ?? null
}

/** Negative where the first candidate is preferred by the rule, positive where the second is. */
export function comparePreference(left: Candidate, right: Candidate, rule: SourceRule): number {
  return (
    Number(left.missing ?? false) - Number(right.missing ?? false) ||
    (rule === 'LATEST_PUBLISHED' ? compareDates(left.publishedAt, right.publishedAt) : 0) ||
    comparePriorities(left.priority, right.priority) ||
    compareTexts(left.source, right.source) ||
    compareTexts(right.codeListVersion ?? '', left.codeListVersion ?? '')
  )
}

function compareDates(left: Date | null | undefined, right: Date | null | undefined): number {
  if (left == null || right == null) return Number(left == null) - Number(right == null)
  return right.getTime() - left.getTime()
}

function comparePriorities(left: number | null, right: number | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return left - right
}
