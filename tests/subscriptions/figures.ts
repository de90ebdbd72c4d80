import { asAdministrator, ask } from '../support/hub.ts'

/** The mainland's provincial divisions, by GB/T 2260. */
export const provinces =
  `11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65`
    .split(' ')
    .map((code) => `${code}0000`)

/** A figure to publish, as a poster writes it. */
export type PostedFigure = {
  readonly indicator: string
  readonly region: string
  readonly scheme: string
  readonly period: string
  readonly value?: string
  readonly status?: string
}

/** The months from January of a year on. */
export function monthsFrom(year: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const month = String((index % 12) + 1).padStart(2, '0')
    return `${year + Math.floor(index / 12)}-${month}`
  })
}

/** Figures of the provinces, month by month; fictional, and each value says which it is. */
export function figures(count: number, year = 2010, plus = 0): readonly PostedFigure[] {
  return monthsFrom(year, Math.ceil(count / provinces.length))
    .flatMap((period) => provinces.map((region) => ({ period, region })))
    .slice(0, count)
    .map(({ period, region }, index) => figure(region, period, String(1_000 + index + plus)))
}

/** One certificates figure. */
export function figure(region: string, period: string, value: string): PostedFigure {
  return { indicator: 'certificates', region, scheme: 'TOTAL', period, value }
}

/** A file of the source cnca-by-region. */
export function regionalFile(
  rows: readonly (readonly [
    period: string,
    region: string,
    name: string,
    certificates: string,
    organizations: string,
  ])[],
): string {
  const head = 'period,region_code,region_name_zh,certificates,organisations,source'
  return [head, ...rows.map((row) => [...row, 'https://example.org/fictional'].join(',')), ''].join('\n')
}

/** What a publication reports. */
export type Published = {
  readonly state: string
  readonly repeated: boolean
  readonly counts: Readonly<
    Record<'rows' | 'added' | 'revised' | 'confirmed' | 'stale' | 'quarantined', number>
  >
  readonly releases: readonly { readonly id: string; readonly position: number }[]
  readonly findings: readonly { readonly code: string; readonly line: number | null }[]
}

/** How a release is published. */
export type Publication = {
  readonly key: string
  readonly code?: string | null
  readonly rows: readonly PostedFigure[]
  readonly publishedAt?: string | null
  readonly embargoUntil?: string | null
  readonly source?: string
}

/** Publishes a release as the administrator; throws what the hub refused. */
export async function publish(
  address: string,
  { key, code = null, rows, publishedAt = null, embargoUntil = null, source = 'cnca-by-region' }: Publication,
  authorization: string = asAdministrator.authorization,
): Promise<Published> {
  const { data, errors } = await ask(
    address,
    `mutation Publish($input: PublishReleaseInput!) { publishRelease(input: $input) { state repeated
      counts { rows added revised confirmed stale quarantined } releases { id position } findings { code line } } }`,
    {
      input: {
        source,
        idempotencyKey: key,
        code,
        publishedAt,
        embargoUntil,
        note: 'Fictional, for a test.',
        rows,
      },
    },
    { authorization },
  )
  if (errors !== undefined)
    throw new Error(errors.map(({ message, extensions }) => `${extensions['code']}: ${message}`).join('\n'))
  return (data as { publishRelease: Published }).publishRelease
}
