import { HubError } from '../../kernel/errors.ts'
import { OPEN } from '../../kernel/position.ts'
import { nearestWord, shown } from '../../kernel/text.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import type { Release } from './terms.ts'

/** A release as the writer knows it. */
export type KnownRelease = { readonly id: string; readonly status: Release['status'] }

/** The release with a code as it stands; throws UNKNOWN_RELEASE, with the nearest code of the source, where there is none. */
export async function knownRelease(database: Queryable, source: string, code: string): Promise<KnownRelease> {
  const [known] = await database.query<KnownRelease>(
    sql`select r.id, r.status from release r
        where r.id = ${`${source}/${code}`} and r.source = ${source} and r.to_position = ${sql.lit(OPEN)}`,
  )
  if (known !== undefined) return known
  const codes = await database.query<{ readonly code: string }>(
    sql`select r.code from release r where r.source = ${source} and r.to_position = ${sql.lit(OPEN)}`,
  )
  const near = nearestWord(
    code,
    codes.map((row) => row.code),
  )
  throw new HubError({
    code: 'UNKNOWN_RELEASE',
    message: `The source ${shown(source)} has no release ${shown(code)}. ${
      near === null
        ? 'List `releases(filter: { source: { eq: … } }) { nodes { code } }` for the known ones.'
        : `Did you mean ${near}?`
    }`,
    expected: near ?? 'the code of a release of this source',
    came: shown(code),
  })
}

/** An embargo that has not ended by a commit, and how long it still runs: in milliseconds of the database's clock, 0 where it is due. */
export type RunningEmbargo = { readonly releaseId: string; readonly remaining: number }

/** The embargoes that end first, at most `limit`, in the order in which they end; gives up without a reply in `patience` ms. */
export async function nextEmbargoes(
  database: Queryable,
  limit: number,
  patience: number,
): Promise<readonly RunningEmbargo[]> {
  return database.query<RunningEmbargo>(
    sql`select r.id as "releaseId",
          greatest(0, extract(epoch from r.embargo_until - clock_timestamp()) * 1000)::float8 as remaining
        from release r where r.status = 'EMBARGOED' and r.to_position = ${sql.lit(OPEN)}
        order by r.embargo_until, r.born_position, r.id limit ${limit}`,
    patience,
  )
}
