import { type Translation, translation } from '../../catalogue/crosswalk/translate.ts'
import { type Frequency, firstDayOf, type Period } from '../../kernel/period.ts'
import { periodsWithin } from '../../kernel/period-steps.ts'
import type { Outline, OutlineList, OutlineSource } from './outline.ts'
import { codesTogether } from './terms.ts'

/** The members of a code, and whether they are all there are. */
export type Members = { readonly codes: readonly string[]; readonly complete: boolean }

/** Who is whose member: regions, schemes per version of a code list, and codes from version to version. */
export class Membership {
  readonly #outline: Outline
  readonly #regions = new Map<string, Members>()
  readonly #schemes = new Map<string, Members>()
  readonly #periods = new Map<string, readonly Period[]>()
  readonly #versions = new Map<string, string>()
  readonly #translations = new Map<string, Translation>()

  constructor(outline: Outline) {
    this.#outline = outline
  }

  /** The members of a region, or of several taken together. */
  ofRegion(code: string): Members {
    return found(this.#regions, code, () => this.#membersOfRegion(code))
  }

  /** The members of a scheme in a version of a list, or of several taken together. */
  ofScheme(code: string, list: string | null, version: string): Members {
    return found(this.#schemes, `${list}/${version}/${code}`, () => {
      const together = codesTogether(code)
      if (together.length > 1) return { codes: together, complete: true }
      const entries = this.list(list, version)?.entries ?? []
      const codes = entries.filter((entry) => entry.parent === code).map((entry) => entry.code)
      return { codes, complete: true }
    })
  }

  /** The periods of a finer frequency within a period. */
  ofPeriod(period: Period, finer: Frequency): readonly Period[] {
    return found(this.#periods, `${period}/${finer}`, () => periodsWithin(period, finer))
  }

  /** The version of a source's code list that holds in a period; empty where it has none. */
  versionIn(source: OutlineSource, period: Period): string {
    const { codeList } = source
    if (codeList === null) return ''
    return found(this.#versions, `${codeList}/${period}`, () => {
      const day = firstDayOf(period)
      const holds = ({ code, validFrom, validTo }: OutlineList) =>
        code === codeList && (validFrom === null || validFrom <= day) && (validTo === null || day < validTo)
      return this.#outline.lists.find(holds)?.version ?? ''
    })
  }

  /** How figures of one version are told in another; throws UNKNOWN_CROSSWALK where no way leads there. */
  translation(codeList: string, from: string, to: string): Translation {
    return found(this.#translations, `${codeList}/${from}/${to}`, () =>
      translation(this.#outline.crosswalks, this.#outline.lists as never, codeList, from, to),
    )
  }

  /** A version of a code list; undefined where there is none. */
  list(code: string | null, version: string): OutlineList | undefined {
    return this.#outline.lists.find((list) => list.code === code && list.version === version)
  }

  /** The code and all that is below it, members of members included. */
  regionsWithin(code: string): readonly string[] {
    return within(code, (each) => this.ofRegion(each).codes)
  }

  /** The code and all that is below it in a version of a list. */
  schemesWithin(code: string, list: string | null, version: string): readonly string[] {
    return within(code, (each) => this.ofScheme(each, list, version).codes)
  }

  #membersOfRegion(code: string): Members {
    const together = codesTogether(code)
    if (together.length > 1) return { codes: together, complete: true }
    const region = this.#outline.regions.get(code)
    if (region?.level !== 'TOTAL' || region.members !== null)
      return { codes: region?.members ?? [], complete: true }
    const below = [...this.#outline.regions.values()].filter(
      ({ parent, level }) => parent === code && level !== 'GROUP',
    )
    return { codes: below.map((each) => each.code), complete: false }
  }
}

function within(code: string, membersOf: (code: string) => readonly string[]): readonly string[] {
  const all = new Set([code])
  for (const each of all) for (const member of membersOf(each)) all.add(member)
  return [...all]
}

function found<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
