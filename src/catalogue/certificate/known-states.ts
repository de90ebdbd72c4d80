import { today } from '../../history/day.ts'
import { OPEN } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import { codesNow } from '../codes-now.ts'
import type { KnownStates } from './dated-rules.ts'
import { finalStatuses } from './life-cycle.ts'
import type { KnownToCertificates } from './rules.ts'
import type { CertificateStatus } from './terms.ts'

/** Reads what checks of certificates need, once per delivery. */
export async function knownToCertificates(database: Queryable): Promise<KnownToCertificates> {
  return { ...(await knownStates(database, 'certificate')), ...(await codesNow(database)) }
}

/** Reads the day and the facts that are in a final state, of certificates or of qualifications. */
export async function knownStates(
  database: Queryable,
  table: 'certificate' | 'qualification',
): Promise<KnownStates> {
  const [clock] = await database.query<{ readonly today: string }>(sql`select ${today} as today`)
  const finals = await database.query<{ readonly key: string; readonly status: CertificateStatus }>(
    sql`select f.key, f.status from ${sql.table(table)} f
        where f.to_position = ${sql.lit(OPEN)}
          and f.status in (${sql.join(finalStatuses.map((status) => sql.lit(status)))})`,
  )
  return { today: clock?.today ?? '', finals: new Map(finals.map(({ key, status }) => [key, status])) }
}
