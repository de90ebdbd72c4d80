import type { Answer, ReadScope } from '../../access/read.ts'
import type { Release } from '../../catalogue/release/terms.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { sql } from '../../platform/sql.ts'
import type { ObservationClaim } from '../claim.ts'
import { decide, type Verdict } from '../decide.ts'
import { knownRows } from '../known.ts'
import { type ObservationStatus, parseKeyText } from '../terms.ts'
import type { PreviewedFigure } from './terms.ts'

/** A page of what a release under embargo claims, in the order of its rows: after a claim. */
export type PreviewQuestion = {
  readonly release: Release
  readonly after: number
  readonly limit: number
}

type Row = {
  readonly claimId: number
  readonly key: string
  readonly value: string | null
  readonly status: ObservationStatus
  readonly line: number
  readonly column: string | null
}

/** Reads what a release claims, each claim beside the fact as it stands now, whatever the position of the answer. */
export async function readPreview(
  scope: ReadScope,
  { release, after, limit }: PreviewQuestion,
): Promise<Answer<PreviewedFigure>> {
  const rows = await scope.database.query<Row>(
    sql`select c.id as "claimId", c.key, c.body->>'value' as value, c.body->>'status' as status, c.line,
          c.column_name as "column"
        from claim c where c.release_id = ${idOf(release)} and c.noun = 'observation' and c.id > ${after}::bigint
        order by c.id limit ${limit}`,
  )
  const claims = rows.map(claimOf)
  const publishedAt = release.publishedAt ?? release.embargoUntil
  const known = await knownRows(scope.database, release.source, claims, publishedAt !== null)
  const figures = rows.flatMap((row, index) => {
    const [claim, standing] = [claims[index], known[index]?.fact ?? null]
    if (claim === undefined) return []
    const { series, period, value, status } = claim
    const fact = { readAt: scope.position, pinned: scope.pinned }
    const op = ops[decide(standing, { value, status, publishedAt })]
    const { claimId, line, column } = row
    const place = { claimId, line, column, period, value, status, op, standing }
    return [{ ...series, ...fact, ...place, id: globalId('observation', row.key, fact) }]
  })
  return { rows: figures, tags: ['release', 'observation'] }
}

/** Counts what a release claims. */
export async function countPreview(
  { database }: ReadScope,
  { release }: PreviewQuestion,
): Promise<Answer<number>> {
  const [row] = await database.query<{ readonly count: number }>(
    sql`select count(*)::int as count from claim c
        where c.release_id = ${idOf(release)} and c.noun = 'observation'`,
  )
  return { rows: [row?.count ?? 0], tags: ['release'] }
}

const ops: Readonly<Record<Verdict, PreviewedFigure['op']>> = {
  added: 'ADDED',
  revised: 'REVISED',
  confirmed: 'CONFIRMED',
  stale: 'STALE',
}

function idOf({ source, code }: Release): string {
  return `${source}/${code}`
}

function claimOf({ key, value, status }: Row): ObservationClaim {
  const parsed = parseKeyText(key)
  if (parsed === null || parsed.period === null) throw new Error(`a claim is about no figure: ${key}`)
  return { series: parsed.key, period: parsed.period, value, status }
}
