import { HubError } from '../../kernel/errors.ts'
import type { Frequency } from '../../kernel/period.ts'
import type { SourceRule } from '../preference.ts'
import { type Axis, regionAxis, schemeAxis } from './axes.ts'
import { requireKnownIndicators, requireKnownVersion, selectedSources } from './checks.ts'
import { measureOf } from './measured.ts'
import type { Membership } from './membership.ts'
import type { Outline, OutlineSource } from './outline.ts'
import { type PeriodSpan, periodSpan } from './period-span.ts'
import { dimensions, type StatisticsDimension, type TableInput } from './question.ts'

/** How a table is made: what its rows may be about, and what each is when it is not grouped. */
export type Plan = {
  readonly indicators: readonly string[]
  readonly regions: Axis
  readonly schemes: Axis
  readonly periods: PeriodSpan
  /** Sources that may speak, the preferred first. */
  readonly sources: readonly OutlineSource[]
  readonly bySource: boolean
  readonly order: readonly StatisticsDimension[]
  readonly codeListVersion: string | null
  readonly sourceRule: SourceRule
  readonly fillGaps: boolean
  readonly unit: string | null
}

/** The frequency of a dimension of periods. */
export const frequencies: Readonly<Record<'MONTH' | 'QUARTER' | 'YEAR', Frequency>> = {
  MONTH: 'M',
  QUARTER: 'Q',
  YEAR: 'A',
}

/** Makes the plan of a table; throws a coded error for whatever cannot be asked so. */
export function planOf(input: TableInput, outline: Outline, membership: Membership): Plan {
  const { where } = input
  const groupBy = input.groupBy ?? []
  const grouped = groupedOnce(groupBy)
  requireKnownIndicators(input.indicators, outline)
  const sources = speakingSources(selectedSources(where?.source, outline), input.indicators, outline)
  const codeListVersion = requireKnownVersion(input.codeListVersion, sources, outline)
  const level = grouped.period as 'MONTH' | 'QUARTER' | 'YEAR' | undefined
  return {
    indicators: [...new Set(input.indicators)],
    regions: regionAxis(grouped.region, where?.region, outline, membership),
    schemes: schemeAxis(grouped.scheme, where?.scheme, outline, membership, sources, codeListVersion),
    periods: periodSpan(level === undefined ? null : frequencies[level], where?.period, sources),
    sources,
    bySource: grouped.source !== undefined,
    order: groupBy,
    codeListVersion,
    sourceRule: input.sourceRule ?? 'SOURCE_PRIORITY',
    fillGaps: input.fillGaps ?? false,
    unit: where?.unit ?? null,
  }
}

/** Of what is counted when it is read its own source speaks and no other; that source speaks of nothing else. */
function speakingSources(
  sources: readonly OutlineSource[],
  indicators: readonly string[],
  { measures }: Outline,
): readonly OutlineSource[] {
  const counted = indicators.flatMap((indicator) => measureOf(indicator, measures)?.source ?? [])
  const onlyCounted = counted.length === indicators.length
  const speaking = sources.filter(({ code }) => (measures.has(code) ? counted.includes(code) : !onlyCounted))
  return speaking.length > 0 ? speaking : sources
}

type Grouped = { readonly [family in (typeof dimensions)[StatisticsDimension]]?: StatisticsDimension }

/** One level per family: rows of provinces and of cities beside each other would count a city twice. */
function groupedOnce(groupBy: readonly StatisticsDimension[]): Grouped {
  const grouped: { [family in (typeof dimensions)[StatisticsDimension]]?: StatisticsDimension } = {}
  for (const dimension of groupBy) {
    const family = dimensions[dimension]
    const other = grouped[family]
    if (other !== undefined) {
      throw new HubError({
        code: 'BAD_USER_INPUT',
        message: `A table is grouped by one level of ${family}; it was asked for by ${other} and by ${dimension}. Ask for two tables, or leave one of them out.`,
        expected: `one level of ${family}`,
        came: `${other}, ${dimension}`,
      })
    }
    grouped[family] = dimension
  }
  return grouped
}
