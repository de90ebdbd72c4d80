import { HubError } from '../errors.ts'
import { isPosition, type Position } from '../position.ts'
import { isStorable, shown } from '../text.ts'

/** A fact's global id taken apart: the noun, the parts of its key, and the position it was cited at. */
export type GlobalId = { readonly noun: string; readonly key: string; readonly at: Position | null }

/**
 * The global id of a fact: `observation/certificates/440000/…`. It names the key, so it is the same for every
 * revision; read at a named position it carries that too (`…@12`) and is the citation of the figure as it was then.
 */
export function globalId(
  noun: string,
  key: string,
  fact: { readonly readAt: Position; readonly pinned: boolean },
): string {
  return fact.pinned ? `${noun}/${key}@${fact.readAt}` : `${noun}/${key}`
}

/** An id of what was expected, and how one is found: `organization/…`, `organization(identifier)`. */
export type ExpectedId = { readonly form: string; readonly foundBy: string }

/** Takes a global id apart; throws INVALID_ID where it has not the form of one. */
export function parseGlobalId(id: string, wanted: ExpectedId | null = null): GlobalId {
  const [, noun, key, at] = /^([a-z-]{1,40})\/([^@]{1,500}?)(?:@(\d{1,16}))?$/.exec(id) ?? []
  const position = at === undefined ? null : Number(at)
  if (
    noun !== undefined &&
    key !== undefined &&
    isStorable(id) &&
    (position === null || isPosition(position))
  ) {
    return { noun, key, at: position }
  }
  throw wanted === null ? unknownForm(id) : notIdOf(wanted, id)
}

/** The refusal of an id that is not one of what was expected. */
export function notIdOf({ form, foundBy }: ExpectedId, id: string): HubError {
  return new HubError({
    code: 'INVALID_ID',
    message: `The id is none of the kind that is expected here. Find it by ${foundBy}, and use its \`id\` exactly as the answer gave it.`,
    expected: `an id like ${form}`,
    came: shown(id),
  })
}

function unknownForm(id: string): HubError {
  return new HubError({
    code: 'INVALID_ID',
    message: 'The id is not one of this hub. Use an `id` exactly as an answer gave it.',
    expected: 'an id like observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08',
    came: shown(id),
  })
}
