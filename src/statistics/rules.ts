import type { CodeList } from '../catalogue/code-list/terms.ts'
import { versionOn } from '../catalogue/code-list/terms.ts'
import type { Indicator } from '../catalogue/indicator/terms.ts'
import type { Region } from '../catalogue/region/terms.ts'
import type { Scheme } from '../catalogue/scheme/terms.ts'
import type { Checked, IntakeSource } from '../intake/noun-intake.ts'
import type { Finding } from '../intake/report.ts'
import { compareDecimals, isWhole, parseDecimal } from '../kernel/decimal.ts'
import { type Frequency, firstDayOf, frequencyOf, periodForm } from '../kernel/period.ts'
import { isStorable, nearestWord, shown } from '../kernel/text.ts'
import { claimKey, type ObservationClaim } from './claim.ts'
import { missingStatuses, type ObservationStatus, observationStatuses } from './terms.ts'

/** What the checks compare with: the codes as they are now, and the day it is in Asia/Shanghai. */
export type KnownCodes = {
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly regions: ReadonlyMap<string, Region>
  readonly schemes: ReadonlyMap<string, Scheme>
  readonly codeLists: readonly CodeList[]
  readonly today: string
}

type Fields = Readonly<Record<string, string>>

/** Checks what a row says of one figure. Gives the claim, or every finding that holds it back. */
export function checkObservation(
  fields: Fields,
  source: IntakeSource,
  known: KnownCodes,
): Checked<ObservationClaim> {
  const findings: Finding[] = [...textFindings(fields)]
  const indicator = codeIn(fields, 'indicator', known.indicators, findings)
  const region = codeIn(fields, 'region', known.regions, findings)
  const scheme = codeIn(fields, 'scheme', known.schemes, findings)
  nameFits(fields, 'region', region, findings)
  nameFits(fields, 'scheme', scheme, findings)
  const frequency = fields['frequency'] ?? source.frequency ?? ''
  const period = periodIn(fields, frequency, known.today, findings)
  const status = statusIn(fields, findings)
  const ofValue: Finding[] = []
  const value = valueIn(fields, status, indicator, ofValue)
  findings.push(...ofValue.map((finding) => ({ ...finding, column: 'value' })))
  const version = period === null ? null : versionFor(fields, period, source, known, findings)
  unitFits(fields, indicator, findings)
  leftovers(fields, findings)
  const held = findings.some((finding) => finding.severity === 'error')
  if (held || !indicator || !region || !scheme || period === null || status === null || version === null) {
    return { claim: null, findings, key: null }
  }
  const series = {
    indicator: indicator.code,
    region: region.code,
    scheme: scheme.code,
    frequency: frequency as Frequency,
    source: source.code,
    unit: indicator.unit,
    codeListVersion: version,
  }
  const claim = { series, period, value, status }
  return { claim, findings, key: claimKey(claim) }
}

/** Every field a row may have; whatever else it says is a finding. */
const understood = new Set([
  'indicator',
  'region',
  'scheme',
  'regionName',
  'schemeName',
  'frequency',
  'period',
  'value',
  'status',
  'unit',
  'evidence',
])

function leftovers(fields: Fields, findings: Finding[]): void {
  for (const name of Object.keys(fields).filter((field) => !understood.has(field))) {
    findings.push(
      warning(
        'UNKNOWN_FIELD',
        `A row has no field ${shown(name)}; it was not read.`,
        [...understood].join(', '),
        name,
      ),
    )
  }
}

function textFindings(fields: Fields): readonly Finding[] {
  return Object.entries(fields)
    .filter(([, text]) => !isStorable(text))
    .map(([name, text]) =>
      error(
        'INVALID_TEXT',
        `${name} holds a character that no text may hold (NUL). Remove it.`,
        'text without NUL',
        text,
      ),
    )
}

function codeIn<Item>(
  fields: Fields,
  field: string,
  known: ReadonlyMap<string, Item>,
  findings: Finding[],
): Item | null {
  const code = fields[field]
  if (code === undefined || code === '') {
    findings.push(error('MISSING_FIELD', `The row does not say the ${field}.`, `a ${field} code`, 'nothing'))
    return null
  }
  const item = known.get(code)
  if (item !== undefined) return item
  const near = nearestWord(code, [...known.keys()])
  const hint = near === null ? `List the ${field}s in the graph for the known ones.` : `Did you mean ${near}?`
  findings.push(
    error(
      `UNKNOWN_${field.toUpperCase()}`,
      `No ${field} has the code ${shown(code)}. ${hint}`,
      `a known ${field} code`,
      code,
    ),
  )
  return null
}

function nameFits(
  fields: Fields,
  field: 'region' | 'scheme',
  item: Region | Scheme | null,
  findings: Finding[],
): void {
  const name = fields[`${field}Name`]
  if (name === undefined || name === '' || item === null) return
  const names = [...Object.values(item.names), ...item.aliases]
  if (names.includes(name)) return
  const message = `${shown(name)} is not a name of the ${field} ${item.code} (${item.names['zh-Hans']}). Mend the name or the code.`
  findings.push(error(`${field.toUpperCase()}_NAME`, message, names.slice(0, 4).join(', '), name))
}

function periodIn(fields: Fields, frequency: string, today: string, findings: Finding[]): string | null {
  const period = fields['period'] ?? ''
  const came = frequencyOf(period)
  if (came === null) {
    findings.push(
      error(
        'INVALID_PERIOD',
        `${shown(period) || 'Nothing'} is not a period that exists.`,
        periodForm,
        period,
      ),
    )
    return null
  }
  if (came !== frequency) {
    findings.push(
      error(
        'WRONG_FREQUENCY',
        `The source publishes with the frequency ${frequency}; ${period} has ${came}.`,
        `a period of frequency ${frequency}`,
        period,
      ),
    )
    return null
  }
  if (firstDayOf(period) <= today || fields['status'] === 'F') return period
  findings.push(
    error(
      'FUTURE_PERIOD',
      `${period} has not begun; only a forecast (status F) may say a figure of it.`,
      `a period up to ${today}`,
      period,
    ),
  )
  return null
}

function statusIn(fields: Fields, findings: Finding[]): ObservationStatus | null {
  const status = fields['status'] ?? 'A'
  const known = observationStatuses.find((one) => one === status)
  if (known !== undefined) return known
  findings.push(
    error(
      'UNKNOWN_STATUS',
      `${shown(status)} is not an observation status of SDMX.`,
      observationStatuses.join(' '),
      status,
    ),
  )
  return null
}

function valueIn(
  fields: Fields,
  status: string | null,
  indicator: Indicator | null,
  findings: Finding[],
): string | null {
  const text = fields['value'] ?? ''
  if (text === '') {
    if (status === null || missingStatuses.has(status)) return null
    findings.push(
      error(
        'MISSING_VALUE',
        'The row says no value. A figure that is missing says how: status O, L, M, Q or H.',
        'a number, or a status of a missing value',
        'nothing',
      ),
    )
    return null
  }
  const value = parseDecimal(text)
  if (value === null) {
    findings.push(
      error(
        'NOT_A_NUMBER',
        `${shown(text)} is not a number. Write digits only, with a point for fractions and without separators.`,
        'an exact decimal like 603226',
        text,
      ),
    )
    return null
  }
  if (status !== null && missingStatuses.has(status)) {
    findings.push(
      error(
        'VALUE_OF_MISSING',
        `Status ${status} says that there is no value, and the row says ${value}.`,
        'no value',
        value,
      ),
    )
  }
  if (indicator?.valueType === 'INTEGER' && !isWhole(value)) {
    findings.push(
      error(
        'NOT_WHOLE',
        `${indicator.code} counts whole things; ${value} is not a whole number.`,
        'a whole number',
        value,
      ),
    )
  }
  if (indicator?.minimum != null && compareDecimals(value, indicator.minimum) < 0) {
    findings.push(
      error(
        'BELOW_MINIMUM',
        `${indicator.code} cannot be below ${indicator.minimum}; the row says ${value}.`,
        `${indicator.minimum} or more`,
        value,
      ),
    )
  }
  return value
}

/** The version of the source's code list in the period; the row's scheme must stand in it. Empty where it has none. */
function versionFor(
  fields: Fields,
  period: string,
  source: IntakeSource,
  known: KnownCodes,
  findings: Finding[],
): string | null {
  if (source.codeList === null) return ''
  const version = versionOn(known.codeLists, source.codeList, firstDayOf(period))
  if (version === null) {
    findings.push(
      error(
        'NO_CODE_LIST',
        `No version of the code list ${source.codeList} holds in ${period}.`,
        `a period that a version of ${source.codeList} holds in`,
        period,
      ),
    )
    return null
  }
  const list = known.codeLists.find((one) => one.code === source.codeList && one.version === version)
  const scheme = fields['scheme'] ?? ''
  if (!known.schemes.has(scheme) || list?.entries.some((entry) => entry.code === scheme)) return version
  findings.push(
    error(
      'SCHEME_NOT_IN_LIST',
      `${scheme} is not in version ${version} of ${source.codeList}, which holds in ${period}.`,
      list?.entries.map((entry) => entry.code).join(', ') ?? '',
      scheme,
    ),
  )
  return null
}

function unitFits(fields: Fields, indicator: Indicator | null, findings: Finding[]): void {
  const unit = fields['unit']
  if (unit === undefined || indicator === null || unit === indicator.unit) return
  findings.push(
    error(
      'WRONG_UNIT',
      `${indicator.code} is counted in the unit ${indicator.unit}; the row says ${shown(unit)}.`,
      indicator.unit,
      unit,
    ),
  )
}

function error(code: string, message: string, expected: string, came: string): Finding {
  return { code, severity: 'error', message, expected, came: shown(came) }
}

function warning(code: string, message: string, expected: string, came: string): Finding {
  return { code, severity: 'warning', message, expected, came: shown(came) }
}
