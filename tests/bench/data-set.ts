/** The codes a data set is made of: those of the hub's own reference data. */
export type Codes = {
  /** The regions that get figures first come first. */
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly indicators: readonly { readonly code: string; readonly unit: string }[]
  readonly sources: readonly string[]
}

/** One series of a data set. */
export type PlannedSeries = {
  /** From 0; `id` in the database is one more. */
  readonly number: number
  readonly indicator: string
  readonly unit: string
  readonly region: string
  readonly scheme: string
  readonly source: string
  /** The months it has a figure for, from the first. */
  readonly months: number
}

/** Fifteen years, 2011 to 2025. */
export const monthsOfSeries = 180

/** At most so often is a figure revised: once in each of the months after its own. */
export const mostRevisions = 5

/** How many regions share the figures at least, so that one region is a small part of the whole. */
const leastRegions = 55

/**
 * Plans a data set of exactly so many observations: series of 180 months, the last one shorter. The series spread over
 * sources, indicators and regions before they go on to the next scheme. Throws when the codes do not suffice.
 */
export function planSeries(observations: number, codes: Codes): readonly PlannedSeries[] {
  const count = Math.ceil(observations / monthsOfSeries)
  const perPlace = codes.sources.length * codes.indicators.length
  const places = Math.ceil(count / perPlace)
  const regions = codes.regions.slice(0, Math.max(leastRegions, Math.ceil(places / codes.schemes.length)))
  return Array.from({ length: count }, (_, number) => {
    const place = Math.floor(number / perPlace)
    const indicator = codes.indicators[Math.floor(number / codes.sources.length) % codes.indicators.length]
    const source = codes.sources[number % codes.sources.length]
    const region = regions[place % regions.length]
    const scheme = codes.schemes[Math.floor(place / regions.length)]
    if (indicator === undefined || source === undefined || region === undefined || scheme === undefined)
      throw new Error(`there are too few codes for ${observations} observations`)
    const months = Math.min(monthsOfSeries, observations - number * monthsOfSeries)
    return { number, indicator: indicator.code, unit: indicator.unit, region, scheme, source, months }
  })
}

/** The month with a number, as a period. */
export function periodOf(month: number): string {
  return `${2011 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** How often a figure is revised: every third one, 1 to 5 times, in each series alike. */
export function revisionsOf(series: number, month: number): number {
  return (month + series) % 3 === 0 ? 1 + ((Math.floor(month / 3) + series) % mostRevisions) : 0
}

/** What a figure says after so many revisions. */
export function figureOf(series: number, month: number, revisions: number): number {
  return 1_000 + ((series * 7_919 + month * 131 + revisions * 17) % 900_000)
}

/** What a figure says when all its revisions have come. */
export function lastFigureOf(series: number, month: number): string {
  return String(figureOf(series, month, revisionsOf(series, month)))
}
