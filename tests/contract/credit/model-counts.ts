/** A record as far as it is counted. */
export type CountedRecord = {
  readonly id: string
  readonly organization: string
  readonly region: string
  readonly scheme: string | null
  readonly kind: string
  readonly day: string
}

/** What a count is about; a region or scheme stands for all that lies in it, `null` for all kinds. */
export type CountedTarget = {
  readonly region: string
  readonly scheme: string
  readonly kind: string | null
  readonly months: readonly string[]
}

/** What lies in a region, itself included. */
const inRegion: Readonly<Record<string, (code: string) => boolean>> = {
  ALL: () => true,
  CN: (code) => code.startsWith('44'),
  440000: (code) => code.startsWith('44'),
  GBA9: (code) =>
    ['440100', '440300', '440400', '440600', '440700', '441200', '441300', '441900', '442000'].includes(code),
}

/** What lies in a scheme, itself included. */
const inScheme: Readonly<Record<string, (code: string | null) => boolean>> = {
  TOTAL: () => true,
  MS: (code) => code === 'MS' || code === 'QMS' || code === 'EMS',
  PRODUCT: (code) => code === 'CCC',
}

/** The plain truth: how many records there are, and how many organizations they are about. */
export function modelCount(
  records: readonly CountedRecord[],
  { region, scheme, kind, months }: CountedTarget,
): { readonly records: number; readonly organizations: number } {
  const within = inRegion[region] ?? ((code) => code === region)
  const ofScheme = inScheme[scheme] ?? ((code) => code === scheme)
  const found = records.filter(
    (record) =>
      within(record.region) &&
      ofScheme(record.scheme) &&
      (kind === null || record.kind === kind) &&
      months.includes(record.day.slice(0, 7)),
  )
  return { records: found.length, organizations: new Set(found.map(({ organization }) => organization)).size }
}

/** What was counted at a region, scheme and kind of a month; no organizations where they are three or more. */
export type Leaf = {
  readonly month: string
  readonly region: string
  readonly scheme: string
  readonly kind: string
  readonly records: number
  readonly organizations: readonly string[] | null
}

/** Of each leaf how many records it has, and whom they are about: `many` where that is three or more. */
export const leavesOf = (rows: readonly Leaf[]) =>
  [...Map.groupBy(rows, ({ month, region, scheme, kind }) => [month, region, scheme, kind].join('/'))]
    .map(([leaf, of]) => {
      const parties = new Set(of.flatMap(({ organizations }) => organizations ?? ['*0', '*1', '*2']))
      const records = of.reduce((sum, row) => sum + row.records, 0)
      return [leaf, records, parties.size < 3 ? [...parties].sort() : 'many'] as const
    })
    .sort(([left], [right]) => (left < right ? -1 : 1))
