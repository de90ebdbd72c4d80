import { visible } from '../access/rules.ts'
import { hubItself } from '../access/view.ts'
import { at } from '../history/at.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'

/** The codes there are at a position, by the field that names them: indicator, region, scheme, source. */
export type CodesByField = ReadonlyMap<string, ReadonlySet<string>>

/** Makes a look-up of known codes that reads once per position and keeps the newest answer. */
export function knownCodesOf(database: Queryable): (position: Position) => Promise<CodesByField> {
  let kept: { readonly position: Position; readonly codes: Promise<CodesByField> } | null = null
  return (position) => {
    if (kept?.position === position) return kept.codes
    const codes = readCodes(database, position)
    if (kept !== null && position < kept.position) return codes
    const entry = { position, codes }
    kept = entry
    codes.catch(() => {
      if (kept === entry) kept = null
    })
    return codes
  }
}

async function readCodes(database: Queryable, position: Position): Promise<CodesByField> {
  const rows = await database.query<{ readonly field: string; readonly code: string }>(
    sql`select 'indicator' as field, i.id as code from indicator i
          where ${at('i', position)} and ${visible(hubItself, 'indicator', 'i')}
        union all select 'region', r.id from region r
          where ${at('r', position)} and ${visible(hubItself, 'region', 'r')}
        union all select 'scheme', s.id from scheme s
          where ${at('s', position)} and ${visible(hubItself, 'scheme', 's')}
        union all select 'source', o.id from source o
          where ${at('o', position)} and ${visible(hubItself, 'source', 'o')}`,
  )
  const byField = Map.groupBy(rows, (row) => row.field)
  return new Map([...byField].map(([field, codes]) => [field, new Set(codes.map(({ code }) => code))]))
}
