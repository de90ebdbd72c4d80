import { HubError } from '../../kernel/errors.ts'
import type { Names } from '../../kernel/language.ts'
import { shown } from '../../kernel/text.ts'
import type { CodeList } from '../code-list/terms.ts'
import { composed, inverted, type Line, linesOf } from './compose.ts'
import type { CrosswalkLines, CrosswalkRelation } from './terms.ts'

/**
 * What makes a code of the version asked for. EXACT: the sum of the members is the code's figure, where the indicator
 * may be added up over schemes. BROKEN: the members are what there is, and their figures are not to be compared with
 * the code's. UNMAPPED: nothing of the other version makes it.
 */
export type TranslatedCode = {
  readonly code: string
  /** Codes of the version that the figures have; empty where UNMAPPED. */
  readonly members: readonly string[]
  readonly exactness: 'EXACT' | 'BROKEN' | 'UNMAPPED'
  readonly relation: CrosswalkRelation | null
  readonly notes: readonly Names[]
}

/** A code that goes nowhere, and why. */
export type RemainingCode = {
  readonly code: string
  readonly relation: CrosswalkRelation
  readonly notes: readonly Names[]
}

/** Figures in the codes of one version, asked for in those of another. */
export type Translation = {
  readonly codeList: string
  readonly fromVersion: string
  readonly toVersion: string
  /** The versions on the way, both ends included. */
  readonly via: readonly string[]
  /** Each code of the version asked for, in the order of its list. */
  readonly codes: ReadonlyMap<string, TranslatedCode>
  /** The codes of the version of the figures that make none of them: to be shown beside, never dropped silently. */
  readonly remainder: readonly RemainingCode[]
}

/** What of a code list's version a translation needs. */
export type ListedCodes = Pick<CodeList, 'code' | 'version' | 'entries'>

/**
 * How figures in the codes of version `from` are told in the codes of version `to`: by the crosswalk between both, or
 * along several, forwards and back. Each code of `from` is a member of exactly one code or in the remainder. Throws
 * UNKNOWN_CROSSWALK where no way leads there, and names the ways there are.
 */
export function translation(
  crosswalks: readonly CrosswalkLines[],
  lists: readonly ListedCodes[],
  codeList: string,
  from: string,
  to: string,
): Translation {
  const ofList = crosswalks.filter((crosswalk) => crosswalk.codeList === codeList)
  const own = codesOf(lists, codeList, from)
  const wanted = codesOf(lists, codeList, to)
  const path = own === null || wanted === null ? null : shortestPath(ofList, from, to)
  if (own === null || wanted === null || path === null) throw unknownCrosswalk(crosswalks, codeList, from, to)
  const same = own.map((code): Line => ({ from: [code], to: code, relation: 'EQUAL', notes: [] }))
  const lines = path.reduce<readonly Line[]>((sofar, step) => composed(sofar, step.lines), same)
  const byTarget = new Map(lines.flatMap((line) => (line.to === null ? [] : [[line.to, line] as const])))
  return {
    codeList,
    fromVersion: from,
    toVersion: to,
    via: [from, ...path.map((step) => step.to)],
    codes: new Map(wanted.map((code) => [code, translated(code, byTarget.get(code))])),
    remainder: remainderOf(own, lines),
  }
}

function translated(code: string, line: Line | undefined): TranslatedCode {
  if (line === undefined) return { code, members: [], exactness: 'UNMAPPED', relation: null, notes: [] }
  const exactness = line.relation === 'CHANGED' ? 'BROKEN' : 'EXACT'
  return { code, members: line.from, exactness, relation: line.relation, notes: line.notes }
}

function remainderOf(own: readonly string[], lines: readonly Line[]): readonly RemainingCode[] {
  const lineOf = new Map(lines.flatMap((line) => line.from.map((code) => [code, line] as const)))
  return own.flatMap((code) => {
    const line = lineOf.get(code)
    if (line === undefined) return [{ code, relation: 'DROPPED' as const, notes: [] }]
    return line.to === null ? [{ code, relation: line.relation, notes: line.notes }] : []
  })
}

type Step = { readonly from: string; readonly to: string; readonly lines: readonly Line[] }

/** The fewest crosswalks that lead from one version to another, each in either direction; empty for the same version. */
function shortestPath(
  crosswalks: readonly CrosswalkLines[],
  from: string,
  to: string,
): readonly Step[] | null {
  const steps = crosswalks.flatMap((crosswalk): readonly Step[] => [
    { from: crosswalk.fromVersion, to: crosswalk.toVersion, lines: linesOf(crosswalk) },
    { from: crosswalk.toVersion, to: crosswalk.fromVersion, lines: inverted(linesOf(crosswalk)) },
  ])
  const ways = new Map<string, readonly Step[]>([[from, []]])
  for (const [version, way] of ways) {
    if (version === to) return way
    for (const step of steps)
      if (step.from === version && !ways.has(step.to)) ways.set(step.to, [...way, step])
  }
  return null
}

function codesOf(lists: readonly ListedCodes[], codeList: string, version: string): readonly string[] | null {
  const list = lists.find((each) => each.code === codeList && each.version === version)
  return list === undefined ? null : list.entries.map(({ code }) => code)
}

function unknownCrosswalk(
  crosswalks: readonly CrosswalkLines[],
  codeList: string,
  from: string,
  to: string,
): HubError {
  const pairs = crosswalks
    .filter((crosswalk) => crosswalk.codeList === codeList)
    .map(({ fromVersion, toVersion }) => `${fromVersion} → ${toVersion}`)
  const lists = [...new Set(crosswalks.map((crosswalk) => crosswalk.codeList))]
  const known =
    pairs.length > 0
      ? `There are ${pairs.join(', ')}, and what they make together, in both directions.`
      : `Lists that have crosswalks: ${lists.join(', ') || 'none'}.`
  return new HubError({
    code: 'UNKNOWN_CROSSWALK',
    message: `No crosswalk of the code list ${shown(codeList)} leads from its version ${shown(from)} to ${shown(to)}. ${known}`,
    expected: pairs.length > 0 ? pairs.join(', ') : `a code list with crosswalks: ${lists.join(', ')}`,
    came: `${shown(codeList)}: ${shown(from)} → ${shown(to)}`,
  })
}
