import { HubError } from '../../kernel/errors.ts'
import { nearestWord, shown } from '../../kernel/text.ts'
import type { Outline, OutlineSource } from './outline.ts'
import type { CodeSelection } from './question.ts'

/** How many codes a selection names at most. */
const codeLimit = 1_000

/** How many indicators a table has at most. */
const indicatorLimit = 10

/** Throws where no indicator, too many, or one that is not known was asked for. */
export function requireKnownIndicators(codes: readonly string[], outline: Outline): void {
  if (codes.length === 0 || codes.length > indicatorLimit) {
    throw new HubError({
      code: 'BAD_USER_INPUT',
      message: `A table has 1 to ${indicatorLimit} indicators; ${codes.length} were asked for.`,
      expected: `1 to ${indicatorLimit} indicators`,
      came: String(codes.length),
    })
  }
  for (const code of codes) requireKnown('indicator', code, [...outline.indicators.keys()])
}

/** The sources that may speak, the preferred first; throws UNKNOWN_CODE for one that is not known. */
export function selectedSources(
  selection: CodeSelection | null | undefined,
  outline: Outline,
): readonly OutlineSource[] {
  const codes = codesSelected(selection)
  if (codes === null) return outline.sources
  const known = outline.sources.map(({ code }) => code)
  for (const code of codes) requireKnown('source', code, known)
  return outline.sources.filter(({ code }) => codes.includes(code))
}

/** The version asked for; throws UNKNOWN_CROSSWALK where no list of the sources has it. */
export function requireKnownVersion(
  version: string | null | undefined,
  sources: readonly OutlineSource[],
  outline: Outline,
): string | null {
  if (version == null) return null
  const lists = new Set(sources.flatMap(({ codeList }) => codeList ?? []))
  const known = outline.lists.filter(({ code }) => lists.has(code))
  if (known.some((list) => list.version === version)) return version
  const expected = known.map((list) => `${list.version} of ${list.code}`).join(', ')
  throw new HubError({
    code: 'UNKNOWN_CROSSWALK',
    message: `No code list of these sources has the version ${shown(version)}. ${expected === '' ? 'Their schemes stand in no list; leave `codeListVersion` away.' : `There are ${expected}.`}`,
    expected: expected || 'no version',
    came: shown(version),
  })
}

/** The codes that a selection names outright; null where it names none. Throws where it says two things. */
export function codesSelected(selection: CodeSelection | null | undefined): readonly string[] | null {
  const said = [selection?.eq, selection?.in, selection?.memberOf].filter((part) => part != null)
  if (said.length > 1) {
    throw new HubError({
      code: 'BAD_USER_INPUT',
      message: 'A selection of codes says one of `eq`, `in` and `memberOf`.',
      expected: 'one of eq, in, memberOf',
      came: `${said.length} of them`,
    })
  }
  if (selection?.eq != null) return [selection.eq]
  if (selection?.in == null) return null
  if (selection.in.length > 0 && selection.in.length <= codeLimit) return [...new Set(selection.in)]
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `\`in\` names 1 to ${codeLimit} codes; it names ${selection.in.length}. Leave the selection away where all are meant.`,
    expected: `1 to ${codeLimit} codes`,
    came: String(selection.in.length),
  })
}

/** Throws UNKNOWN_CODE, with the nearest known one, where a code is in no list. */
export function requireKnown(field: string, code: string, known: readonly string[]): void {
  if (known.includes(code)) return
  const near = nearestWord(code, known)
  throw new HubError({
    code: 'UNKNOWN_CODE',
    message: `No ${field} has the code ${shown(code)}. ${near === null ? `List \`${field}s { code }\` for the known ones.` : `Did you mean ${near}?`}`,
    expected: near === null ? `a known ${field} code` : `a known ${field} code, like ${near}`,
    came: shown(code),
  })
}
