import { codesNow } from '../catalogue/codes-now.ts'
import { today } from '../history/day.ts'
import { OPEN } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { RecordFound, RecordNamed } from './joint-measure/rules.ts'
import type { KnownToCredit } from './row-fields.ts'

/** Reads what checks of credit records and inspections need, once per delivery. */
export async function knownToCredit(database: Queryable): Promise<KnownToCredit> {
  const [clock] = await database.query<{ readonly today: string }>(sql`select ${today} as today`)
  return { ...(await codesNow(database)), today: clock?.today ?? '' }
}

/**
 * Reads the records that a row of a joint measure names and that are public or wait for it, of whichever source, the one known
 * longest first; two at most of each organization are enough to tell whether the row is plain.
 */
export async function recordsNamed(
  database: Queryable,
  { decisionNumber, authority }: RecordNamed,
): Promise<readonly RecordFound[]> {
  const open = sql.lit(OPEN)
  const byName = sql`r.authority = ${authority.name}`
  const ref = authority.party?.ref
  const decidedBy =
    ref === undefined
      ? byName
      : sql`(${byName} or r.authority_id = (
          select i.organization_id from organization_identifier i where i.id = ${ref} and i.to_position = ${open}))`
  return database.query<RecordFound>(
    sql`select r.id, coalesce(r.organization_id, r.key) as about from credit_record r
        where r.decision_number = ${decisionNumber} and r.to_position = ${open} and ${decidedBy}
          and r.status in ('PENDING', 'PUBLISHED') and coalesce(r.publicity_until > ${today}, true)
          and not exists (select from credit_ending e where e.record_id = r.id)
        order by r.born_position, r.id limit 50`,
  )
}
