import type { Finding } from '../intake/report.ts'
import { shown } from '../kernel/text.ts'
import type { Region } from './region/terms.ts'
import type { Scheme } from './scheme/terms.ts'
import { error, type Fields, hintOf, textIn } from './stated-row.ts'

/** What is asked of a region that a row names. */
type KnownRegion = Pick<Region, 'code' | 'level'>

/** What is asked of a scheme that a row names. */
type KnownScheme = Pick<Scheme, 'code' | 'kind'>

/** The codes that rows may name, as they are now. */
export type StatedCodes = {
  readonly regions: ReadonlyMap<string, KnownRegion>
  readonly schemes: ReadonlyMap<string, KnownScheme>
}

/**
 * The region of a row; null where it says none. Pushes UNKNOWN_REGION with the nearest, and AGGREGATE_REGION, which says
 * what is of one region alone. `wider` may find the region in which one that is in no list lies.
 */
export function regionIn(
  fields: Fields,
  regions: StatedCodes['regions'],
  isOfOne: string,
  findings: Finding[],
  wider: (code: string) => KnownRegion | undefined = () => undefined,
): string | null {
  const region = known(fields, 'region', regions, findings, wider)
  if (region === null || (region.level !== 'TOTAL' && region.level !== 'GROUP')) return region?.code ?? null
  const message = `${region.code} stands for several regions together; ${isOfOne}.`
  findings.push(error('AGGREGATE_REGION', message, 'the code of one region', region.code, 'region'))
  return null
}

/** The scheme that a row names, whatever its kind; null where it says none. Pushes UNKNOWN_SCHEME with the nearest. */
export function schemeIn(
  fields: Fields,
  schemes: StatedCodes['schemes'],
  findings: Finding[],
): KnownScheme | null {
  return known(fields, 'scheme', schemes, findings)
}

function known<Item>(
  fields: Fields,
  field: 'region' | 'scheme',
  items: ReadonlyMap<string, Item>,
  findings: Finding[],
  otherwise: (code: string) => Item | undefined = () => undefined,
): Item | null {
  const code = textIn(fields, field)
  if (code === null) return null
  const item = items.get(code) ?? otherwise(code)
  if (item !== undefined) return item
  const hint = hintOf(code, [...items.keys()], `List \`${field}s { code }\` for the known ones.`)
  const message = `No ${field} has the code ${shown(code)}. ${hint}`
  findings.push(error(`UNKNOWN_${field.toUpperCase()}`, message, `a known ${field} code`, code, field))
  return null
}
