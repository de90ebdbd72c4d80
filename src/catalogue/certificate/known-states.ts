import type { ReadScope } from '../../access/read.ts'
import { hubItself } from '../../access/view.ts'
import { today } from '../../history/day.ts'
import { readHead } from '../../history/head.ts'
import { OPEN } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import { regionReads } from '../region/reads.ts'
import { schemeReads } from '../scheme/reads.ts'
import type { KnownStates } from './dated-rules.ts'
import { finalStatuses } from './life-cycle.ts'
import type { KnownToCertificates } from './rules.ts'
import type { CertificateStatus } from './terms.ts'

/** Reads what checks of certificates need, once per delivery. */
export async function knownToCertificates(database: Queryable): Promise<KnownToCertificates> {
  const { position } = await readHead(database)
  const scope: ReadScope = { database, view: hubItself, position, pinned: false }
  const none = new Set<string>()
  const schemes = (await schemeReads.list(scope, { keys: null }, none)).rows
  const regions = (await regionReads.list(scope, { keys: null }, none)).rows
  return {
    ...(await knownStates(database, 'certificate')),
    schemes: new Map(schemes.map((scheme) => [scheme.code, scheme])),
    regions: new Map(regions.map((region) => [region.code, region])),
  }
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
