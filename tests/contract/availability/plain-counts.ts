/** A figure as it was held from one position up to another. */
export type Kept = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
  readonly source: string
  readonly frequency: string
  readonly seriesId: number
  readonly period: string
  readonly value: number | null
  readonly from: number
  readonly to: number
}

/** Counts figures one by one, as anybody would: in all, and by each dimension. */
export function plainCounts(rows: readonly Kept[]) {
  return {
    ...countsOf(rows),
    indicators: byCode(rows, 'indicator'),
    regions: byCode(rows, 'region'),
    schemes: byCode(rows, 'scheme'),
    sources: byCode(rows, 'source'),
    frequencies: byCode(rows, 'frequency'),
  }
}

type Code = 'indicator' | 'region' | 'scheme' | 'source' | 'frequency'

/** The combinations of the dimensions asked for, in the order of their codes. */
export function plainCombinations(rows: readonly Kept[], by: readonly string[]) {
  const fields = by.map((dimension) => dimension.toLowerCase() as Code | 'period')
  const groups = Map.groupBy(rows, (row) => fields.map((field) => row[field]).join(' '))
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, group]) => {
      const [row] = group
      const told = (field: Code | 'period') => (fields.includes(field) ? (row?.[field] ?? null) : null)
      return {
        ...countsOf(group),
        indicator: told('indicator'),
        region: told('region'),
        scheme: told('scheme'),
        source: told('source'),
        frequency: told('frequency'),
        period: told('period'),
      }
    })
}

function byCode(rows: readonly Kept[], field: Code) {
  const groups = Map.groupBy(rows, (row) => row[field])
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, group]) => ({ code, ...countsOf(group) }))
}

function countsOf(rows: readonly Kept[]) {
  const days = rows.map(({ period }) => [dayOf(period), period] as const).sort()
  const figures = rows.filter(({ value }) => value !== null).length
  return {
    figures,
    missing: rows.length - figures,
    series: new Set(rows.map(({ seriesId }) => seriesId)).size,
    firstPeriod: days[0]?.[1] ?? null,
    lastPeriod: days.at(-1)?.[1] ?? null,
  }
}

/** The first day of a period, worked out anew. */
function dayOf(period: string): string {
  const [year = '', part = ''] = period.split(/-(.*)/)
  if (part === '') return `${year}-01-01`
  if (part.startsWith('S')) return `${year}-${part === 'S1' ? '01' : '07'}-01`
  if (part.startsWith('Q')) return `${year}-${['01', '04', '07', '10'][Number(part[1]) - 1]}-01`
  if (part.startsWith('W')) {
    const january4 = new Date(`${year}-01-04T00:00:00Z`)
    const monday = january4.getTime() - ((january4.getUTCDay() + 6) % 7) * 86_400_000
    return new Date(monday + (Number(part.slice(1)) - 1) * 7 * 86_400_000).toISOString().slice(0, 10)
  }
  return part.length === 2 ? `${year}-${part}-01` : period
}
