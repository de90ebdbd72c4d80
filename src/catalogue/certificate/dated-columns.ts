import type { WantedByKey } from '../../access/read.ts'
import type { FilterColumns } from '../../platform/filter-sql.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import { endingStatuses } from './life-cycle.ts'

/** Columns over the alias `r` by the fields that need them; the day is SQL. */
export type DatedColumns = Readonly<Record<string, (day: Sql) => Sql>>

/** What certificates and qualifications both have. */
export const datedColumns: DatedColumns = {
  number: () => sql`r.number`,
  holder: () => sql`r.holder_id as "holderId"`,
  scope: () => sql`r.scope`,
  status: (day) => sql`${statusBy(day)} as status`,
  statusSince: (day) =>
    sql`case when ${endedBy(day)} then ${dayAfterEnd} else r.status_since end as "statusSince"`,
  validFrom: () => sql`r.valid_from as "validFrom"`,
  validTo: () => sql`r.valid_to as "validTo"`,
  source: () => sql`r.source`,
  release: () => sql`r.release_id as "releaseId"`,
  revision: () => sql`r.revision`,
  position: () => sql`r.from_position as position`,
  recordedAt: () =>
    sql`(select c.recorded_at from commit c where c.position = r.from_position) as "recordedAt"`,
}

/** What filters of both may use. */
export function datedFilterColumns(day: Sql): FilterColumns {
  return {
    number: { sql: sql`r.number`, nullable: false },
    status: { sql: statusBy(day), nullable: false },
    validTo: { sql: sql`r.valid_to`, nullable: true },
    holder: { sql: sql`r.holder_id`, nullable: true },
    source: { sql: sql`r.source`, nullable: false },
  }
}

/** The select list for the wanted fields; a field that none of the columns is of needs them all. */
export function selectList(columns: DatedColumns, wanted: WantedByKey, day: Sql): Sql {
  const all =
    wanted === 'all' || [...wanted].some((field) => !(field in columns) && !withoutColumn.has(field))
  const needed = Object.entries(columns).filter(([field]) => all || wanted.has(field) || field === 'position')
  return sql.join(needed.map(([, column]) => column(day)))
}

/** The last day has passed in a state that it ends. */
export function endedBy(day: Sql): Sql {
  return sql`(r.valid_to < ${day} and r.status in (${sql.join(endingStatuses.map((status) => sql.lit(status)))}))`
}

/** The day since which a last day has passed. */
export const dayAfterEnd: Sql = sql`to_char(r.valid_to::date + 1, 'YYYY-MM-DD')`

const withoutColumn: ReadonlySet<string> = new Set(['id', '__typename'])

/** A row without a last day has ended by none. */
function statusBy(day: Sql): Sql {
  return sql`(case when ${endedBy(day)} then 'EXPIRED' else r.status end)`
}
