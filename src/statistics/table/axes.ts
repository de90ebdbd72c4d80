import { HubError } from '../../kernel/errors.ts'
import { compareTexts } from '../../kernel/text.ts'
import { codesSelected, requireKnown } from './checks.ts'
import type { Membership } from './membership.ts'
import type { Outline, OutlineRegion, OutlineSource } from './outline.ts'
import type { CodeSelection, StatisticsDimension } from './question.ts'
import { togetherCode } from './terms.ts'

/** One dimension of a table: the codes its rows may have, or the one code that all have where it is not grouped. */
export type Axis =
  | { readonly kind: 'fixed'; readonly code: string }
  | {
      readonly kind: 'rows'
      /** The codes in their order; null: those that have series. */
      readonly codes: readonly string[] | null
      /** What all rows together are about. Throws OVERLAPPING_CODES where some of them hold others. */
      readonly whole: () => string
    }

/** The regions of a table. */
export function regionAxis(
  dimension: StatisticsDimension | undefined,
  selection: CodeSelection | null | undefined,
  outline: Outline,
  membership: Membership,
): Axis {
  const known = [...outline.regions.keys()]
  const selected = selectedCodes('region', selection, known, (code) => membership.ofRegion(code).codes)
  const within = (code: string) => membership.regionsWithin(code)
  const together = (codes: readonly string[]) =>
    aggregateOf(codes, [...outline.regions.values()]) ?? togetherOf('region', codes, within)
  if (dimension === undefined)
    return { kind: 'fixed', code: selection?.memberOf ?? (selected === null ? 'ALL' : together(selected)) }
  const level = levels[dimension]
  const codes =
    level === undefined
      ? selected
      : known.filter((code) => level(outline.regions.get(code))).sort(compareTexts)
  const rows =
    level === undefined || selected === null
      ? codes
      : (codes?.filter((code) => selected.includes(code)) ?? null)
  const whole = () =>
    selection?.memberOf ??
    (rows === null || (selected === null && wholes[dimension] !== undefined)
      ? (wholes[dimension] ?? 'ALL')
      : together(rows))
  return { kind: 'rows', codes: rows, whole }
}

/** The schemes of a table; hierarchies are those of the sources' lists. */
export function schemeAxis(
  dimension: StatisticsDimension | undefined,
  selection: CodeSelection | null | undefined,
  outline: Outline,
  membership: Membership,
  sources: readonly OutlineSource[],
  version: string | null,
): Axis {
  const lists = new Set(sources.flatMap(({ codeList }) => codeList ?? []))
  const ofSources = outline.lists.filter(
    (list) => lists.has(list.code) && (version === null || list.version === version),
  )
  const membersOf = (code: string) => [
    ...new Set(ofSources.flatMap((list) => membership.ofScheme(code, list.code, list.version).codes)),
  ]
  // By every list and by the catalogue itself: also where a source has no list, its total holds what is in it.
  const within = (code: string) => [
    ...outline.lists.flatMap((list) => membership.schemesWithin(code, list.code, list.version)),
    ...[...outline.schemes.keys()].filter((each) => liesIn(each, code, outline.schemes)),
  ]
  const selected = selectedCodes('scheme', selection, [...outline.schemes.keys()], membersOf)
  const together = (codes: readonly string[]) => togetherOf('scheme', codes, within)
  if (dimension === undefined)
    return { kind: 'fixed', code: selection?.memberOf ?? (selected === null ? 'TOTAL' : together(selected)) }
  const entries = ofSources.flatMap(({ entries }) =>
    entries.toSorted((left, right) => left.order - right.order),
  )
  const roots = new Set(entries.filter(({ parent }) => parent === null).map(({ code }) => code))
  const parents = new Set(entries.map(({ parent }) => parent))
  const ofLevel =
    dimension === 'SCHEME'
      ? selected
      : [
          ...new Set(
            entries
              .filter(
                dimension === 'FIELD'
                  ? ({ code }) => !parents.has(code)
                  : ({ parent }) => parent !== null && roots.has(parent),
              )
              .map(({ code }) => code),
          ),
        ]
  const rows =
    dimension === 'SCHEME' || selected === null
      ? ofLevel
      : (ofLevel?.filter((code) => selected.includes(code)) ?? null)
  const whole = () => selection?.memberOf ?? (selected === null ? 'TOTAL' : together(rows ?? []))
  return { kind: 'rows', codes: rows, whole }
}

/** What regions a level has; REGION has none of its own. */
const levels: Partial<Readonly<Record<StatisticsDimension, (region: OutlineRegion | undefined) => boolean>>> =
  {
    COUNTRY: (region) => region?.level === 'COUNTRY',
    PROVINCE: (region) => region?.level === 'PROVINCE',
    CITY: (region) => region?.level === 'PREFECTURE' || region?.level === 'SAR',
    GBA: (region) => region?.code === 'GBA',
    GBA9: (region) => region?.code === 'GBA9',
  }

/** What all rows of a level are together, where nothing was selected. */
const wholes: Partial<Readonly<Record<StatisticsDimension, string>>> = {
  REGION: 'ALL',
  COUNTRY: 'ALL',
  PROVINCE: 'CN',
  GBA: 'GBA',
  GBA9: 'GBA9',
}

function selectedCodes(
  field: string,
  selection: CodeSelection | null | undefined,
  known: readonly string[],
  membersOf: (code: string) => readonly string[],
): readonly string[] | null {
  const codes = codesSelected(selection)
  for (const code of codes ?? []) requireKnown(field, code, known)
  if (selection?.memberOf == null) return codes
  requireKnown(field, selection.memberOf, known)
  const members = membersOf(selection.memberOf)
  if (members.length > 0) return members
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `The ${field} ${selection.memberOf} has no members. Ask for the ${field} itself with \`eq\`.`,
    expected: `a ${field} that has members`,
    came: selection.memberOf,
  })
}

/** The region whose members are exactly these codes. */
function aggregateOf(codes: readonly string[], regions: readonly OutlineRegion[]): string | null {
  const wanted = togetherCode(codes)
  const same = ({ members }: OutlineRegion) => members !== null && togetherCode(members) === wanted
  return codes.length > 1 ? (regions.find(same)?.code ?? null) : null
}

/** Whether a scheme lies in another by the catalogue, directly or through others. */
function liesIn(code: string, above: string, parents: Outline['schemes']): boolean {
  const passed = new Set<string>()
  for (let each = parents.get(code); each != null && !passed.has(each); each = parents.get(each)) {
    if (each === above) return true
    passed.add(each)
  }
  return false
}

/** Several codes as one; throws OVERLAPPING_CODES where two hold one another, or hold something in common. */
function togetherOf(
  field: string,
  codes: readonly string[],
  within: (code: string) => readonly string[],
): string {
  const holder = new Map<string, string>()
  for (const code of codes) {
    for (const each of new Set([code, ...within(code)])) {
      const other = holder.get(each)
      if (other !== undefined) throw overlapping(field, other, code, each)
      holder.set(each, code)
    }
  }
  return togetherCode(codes)
}

function overlapping(field: string, one: string, other: string, both: string): HubError {
  const holding =
    both === one || both === other
      ? `The ${field} ${both === one ? other : one} holds ${both}`
      : `The ${field}s ${one} and ${other} both hold ${both}`
  return new HubError({
    code: 'OVERLAPPING_CODES',
    message: `${holding}, so taken together ${both} would count twice. Leave one of them out, or group by ${field.toUpperCase()}.`,
    expected: `${field} codes of which none holds another, and no two hold the same`,
    came: `${one} and ${other}`,
  })
}
