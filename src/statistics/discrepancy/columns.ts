import type { FilterColumns } from '../../platform/filter-sql.ts'
import { sql } from '../../platform/sql.ts'
import type { Discrepancy } from './terms.ts'

/** The columns of a discrepancy over the alias `r`: all of them, the table is small. */
export const discrepancyColumns = sql`r.indicator, r.region, r.scheme, r.frequency, r.unit, r.period,
  r.first_source as "firstSource", r.first_version as "firstVersion", r.first_value as "firstValue",
  r.second_source as "secondSource", r.second_version as "secondVersion", r.second_value as "secondValue",
  r.absolute_size as "absoluteSize", r.relative_size as "relativeSize", r.opened_position as "openedPosition",
  (select c.recorded_at from commit c where c.position = r.opened_position) as "openedRecordedAt",
  (select c.kind from commit c where c.position = r.opened_position) as "openedKind",
  r.status, r.note, r.preferred, r.settled_by as "settledBy", r.settled_position as "settledPosition",
  (select c.recorded_at from commit c where c.position = r.settled_position) as "settledRecordedAt",
  (select c.kind from commit c where c.position = r.settled_position) as "settledKind",
  r.earlier_note as "earlierNote"`

/** What filters of discrepancies may use. */
export const discrepancyFilterColumns: FilterColumns = {
  indicator: { sql: sql`r.indicator`, nullable: false },
  region: { sql: sql`r.region`, nullable: false },
  scheme: { sql: sql`r.scheme`, nullable: false },
  firstSource: { sql: sql`r.first_source`, nullable: false },
  secondSource: { sql: sql`r.second_source`, nullable: false },
  period: { sql: sql`r.period`, nullable: false },
  periodFrequency: { sql: sql`r.frequency`, nullable: false },
  status: { sql: sql`r.status`, nullable: false },
  size: { sql: sql`r.absolute_size`, nullable: false },
  relativeSize: { sql: sql`r.relative_size`, nullable: false },
}

/** A discrepancy as a filter in memory sees it: the same names as the columns. */
export function filterRow(discrepancy: Discrepancy): Readonly<Record<string, unknown>> {
  const { frequency, absoluteSize } = discrepancy
  return { ...discrepancy, periodFrequency: frequency, size: absoluteSize }
}
