import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'
import { compareTexts } from '../../kernel/text.ts'

/** One code of a list: what it lies under, and its place. Names only where no region or scheme has them. */
export type CodeListEntry = {
  readonly code: string
  readonly parent: string | null
  readonly order: number
  readonly names?: Names | undefined
}

/** One version of a code list as a plain fact. */
export type CodeList = Fact & {
  readonly id: string
  readonly code: string
  readonly version: string
  readonly names: Names
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly entries: readonly CodeListEntry[]
  readonly note: Names | null
  readonly provenance: string
}

/** A code of a list that remembers where the list was read, so that its names are read there too. */
export type ListedCode = Fact & CodeListEntry & { readonly list: string }

/** Which nouns have the names of a list's codes, where the list itself has none. */
export const namedByRegions: ReadonlySet<string> = new Set(['gb-t-2260'])

/** Says whether a version of a list holds on a day. */
export function holdsOn(list: Pick<CodeList, 'validFrom' | 'validTo'>, day: string): boolean {
  return (list.validFrom === null || list.validFrom <= day) && (list.validTo === null || day < list.validTo)
}

/** The versions of a list from the oldest on: by the day on which they began, one of unknown beginning first. */
export function inOrder(lists: readonly CodeList[], code: string): readonly CodeList[] {
  const beginning = (list: CodeList) => `${list.validFrom ?? ''}/${list.version}`
  return lists
    .filter((list) => list.code === code)
    .sort((left, right) => compareTexts(beginning(left), beginning(right)))
}

/** The version of a list that holds on a day; null where none does. */
export function versionOn(lists: readonly CodeList[], code: string, day: string): string | null {
  return lists.find((list) => list.code === code && holdsOn(list, day))?.version ?? null
}

/** How many versions of lists, and how many codes of one, are reckoned with; the catalogue has fewer, a test holds. */
export const mostVersions = 20
export const mostEntries = 100
