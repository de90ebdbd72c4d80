import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'

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

/** The version of a list that holds on a day; null where none does. */
export function versionOn(lists: readonly CodeList[], code: string, day: string): string | null {
  const holds = (list: CodeList) =>
    list.code === code &&
    (list.validFrom === null || list.validFrom <= day) &&
    (list.validTo === null || day < list.validTo)
  return lists.find(holds)?.version ?? null
}
