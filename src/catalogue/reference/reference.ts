import { type ReferenceCodeList, readCodeLists } from './code-lists.ts'
import { type ReferenceCrosswalk, readCrosswalks } from './crosswalks.ts'
import { type ReferenceIndicator, readIndicators } from './indicators.ts'
import { type ReferenceRegion, readRegions } from './regions.ts'
import { type ReferenceScheme, readSchemes } from './schemes.ts'
import { type ReferenceSource, readSources } from './sources.ts'

/** Raised with every change of the lists, so that an older program does not take a newer one's back. */
export const referenceVersion = 5

/** All lists that the hub brings along, in the order in which they may be written: nothing points to a later one. */
export type Reference = {
  readonly regions: readonly ReferenceRegion[]
  readonly schemes: readonly ReferenceScheme[]
  readonly codeLists: readonly ReferenceCodeList[]
  readonly crosswalks: readonly ReferenceCrosswalk[]
  readonly indicators: readonly ReferenceIndicator[]
  readonly sources: readonly ReferenceSource[]
}

/** Called once at a start that writes or renews the catalogue. Throws where a file contradicts itself. */
export function readReference(): Reference {
  const codeLists = readCodeLists()
  return {
    regions: readRegions(),
    schemes: readSchemes(),
    codeLists,
    crosswalks: readCrosswalks(codeLists),
    indicators: readIndicators(),
    sources: readSources(),
  }
}
