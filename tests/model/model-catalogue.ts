import { firstDay } from './model-period.ts'

/** What adding figures along a dimension gives. */
export type ModelAdditivity = 'ADDITIVE' | 'DISTINCT' | 'NONE'

/** The catalogue as plain data, at one position. */
export type ModelCatalogue = {
  readonly indicators: readonly {
    readonly code: string
    readonly unit: string
    readonly minimum: string | null
    readonly additivity: Readonly<Record<'region' | 'scheme' | 'period', ModelAdditivity>>
  }[]
  readonly regions: readonly {
    readonly code: string
    readonly level: string
    readonly parent: string | null
    readonly members: readonly string[] | null
  }[]
  readonly sources: readonly {
    readonly code: string
    readonly frequency: string
    readonly priority: number
    readonly codeList: string | null
  }[]
  readonly codeLists: readonly {
    readonly code: string
    readonly version: string
    readonly validFrom: string | null
    readonly validTo: string | null
    readonly entries: readonly { readonly code: string; readonly parent: string | null }[]
  }[]
  /** Only from a version to the next. */
  readonly crosswalks: readonly {
    readonly codeList: string
    readonly fromVersion: string
    readonly toVersion: string
    readonly entries: readonly {
      readonly from: readonly string[]
      readonly to: string | null
      readonly relation: string
    }[]
  }[]
}

/** Codes that a code is made of; `complete` where nothing else belongs to it. */
export type Parts = { readonly codes: readonly string[]; readonly complete: boolean }

/** What a region is made of; null where it is made of nothing that is known. */
export function partsOfRegion({ regions }: ModelCatalogue, code: string): Parts | null {
  const region = found(regions, code)
  if (region.members !== null) return { codes: region.members, complete: true }
  if (region.level !== 'TOTAL') return null
  return {
    codes: regions
      .filter(({ parent, level }) => parent === code && level !== 'GROUP')
      .map((part) => part.code),
    complete: false,
  }
}

/** What a scheme is made of in a version of a code list; null where it holds no others. */
export function partsOfScheme(
  { codeLists }: ModelCatalogue,
  codeList: string | null,
  version: string | null,
  code: string,
): Parts | null {
  const list = codeLists.find((one) => one.code === codeList && one.version === version)
  const codes = (list?.entries ?? []).filter(({ parent }) => parent === code).map((entry) => entry.code)
  return codes.length === 0 ? null : { codes, complete: true }
}

/** The version of a source's code list in a period; null where the source has none or none holds. */
export function versionIn(catalogue: ModelCatalogue, source: string, period: string): string | null {
  const { codeList } = found(catalogue.sources, source)
  const day = firstDay(period)
  const list = catalogue.codeLists.find(
    ({ code, validFrom, validTo }) =>
      code === codeList && (validFrom ?? '') <= day && (validTo === null || day < validTo),
  )
  return list?.version ?? null
}

/** The versions of a code list, oldest first. */
export function versionsOf({ codeLists }: ModelCatalogue, code: string): readonly string[] {
  return codeLists
    .filter((list) => list.code === code)
    .toSorted((left, right) => ((left.validFrom ?? '') < (right.validFrom ?? '') ? -1 : 1))
    .map(({ version }) => version)
}

/** What makes a code of one version in the codes of another: `codes`, exactly so unless something was `lost`. */
export type Translated = {
  readonly codes: readonly string[]
  readonly lost: 'CONTENT_CHANGED' | 'UNMAPPED' | null
}

/** Goes from the version asked for, step by step over neighbours, to the version that held. */
export function translated(
  catalogue: ModelCatalogue,
  codeList: string,
  asked: { readonly version: string; readonly code: string },
  held: string,
): Translated {
  const versions = versionsOf(catalogue, codeList)
  const goal = versions.indexOf(held)
  let place = versions.indexOf(asked.version)
  let codes: readonly string[] = [asked.code]
  let changed = !codesIn(catalogue, codeList, asked.version).includes(asked.code)
  if (changed) return { codes: [], lost: 'UNMAPPED' }
  while (place !== goal) {
    const next = place < goal ? place + 1 : place - 1
    const steps = codes.map((code) => stepBack(catalogue, codeList, code, versions, place, next))
    if (steps.every(({ codes }) => codes.length === 0)) return { codes: [], lost: 'UNMAPPED' }
    changed ||= steps.some(({ lost }) => lost !== null)
    codes = [...new Set(steps.flatMap((step) => step.codes))]
    place = next
  }
  return { codes, lost: changed ? 'CONTENT_CHANGED' : null }
}

/** The codes of a version of a list. */
export function codesIn({ codeLists }: ModelCatalogue, codeList: string, version: string): readonly string[] {
  const list = codeLists.find((one) => one.code === codeList && one.version === version)
  return (list?.entries ?? []).map(({ code }) => code)
}

/** What makes a code of the version at one place in the codes of the neighbour at another. */
function stepBack(
  { crosswalks }: ModelCatalogue,
  codeList: string,
  code: string,
  versions: readonly string[],
  place: number,
  neighbour: number,
): Translated {
  const [older, newer] = [versions[Math.min(place, neighbour)], versions[Math.max(place, neighbour)]]
  const walk = crosswalks.find(
    (one) => one.codeList === codeList && one.fromVersion === older && one.toVersion === newer,
  )
  const toOlder = neighbour < place
  const entry = walk?.entries.find(({ from, to }) => (toOlder ? to === code : from.includes(code)))
  const unmapped: Translated = { codes: [], lost: 'UNMAPPED' }
  if (entry === undefined || entry.to === null) return unmapped
  // What several older codes became is none of them alone.
  if (!toOlder && entry.from.length > 1) return unmapped
  const codes = toOlder ? entry.from : [entry.to]
  if (entry.relation === 'CHANGED') return { codes, lost: 'CONTENT_CHANGED' }
  return entry.relation === 'EQUAL' || entry.relation === 'MERGED' ? { codes, lost: null } : unmapped
}

/** The item with a code; the model is only asked of codes that are there. */
export function found<Item extends { readonly code: string }>(items: readonly Item[], code: string): Item {
  const item = items.find((one) => one.code === code)
  if (item === undefined) throw new Error(`the model's catalogue has no ${code}`)
  return item
}
