import type { Counting, ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import type { CodeListEntry } from '../../catalogue/code-list/terms.ts'
import { crosswalkReads } from '../../catalogue/crosswalk/reads.ts'
import type { CrosswalkLines } from '../../catalogue/crosswalk/terms.ts'
import type { Additivity } from '../../catalogue/indicator/terms.ts'
import { type Measure, measuresOf } from '../../catalogue/measure/measure.ts'
import type { RegionLevel } from '../../catalogue/region/terms.ts'
import { at } from '../../history/at.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Frequency } from '../../kernel/period.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'

/** A region as sums need it. */
export type OutlineRegion = {
  readonly code: string
  readonly level: RegionLevel
  readonly parent: string | null
  readonly members: readonly string[] | null
}

/** A version of a code list as sums need it. */
export type OutlineList = {
  readonly code: string
  readonly version: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly entries: readonly Pick<CodeListEntry, 'code' | 'parent' | 'order'>[]
}

/** An indicator as sums need it. */
export type OutlineIndicator = {
  readonly code: string
  readonly unit: string
  readonly minimum: Decimal | null
  readonly additivity: Readonly<Record<'scheme' | 'region' | 'period' | 'source', Additivity>>
}

/** A source as sums need it. */
export type OutlineSource = {
  readonly code: string
  readonly frequency: Frequency
  readonly codeList: string | null
}

/** What the catalogue said at a position, as far as a table is made by it. */
export type Outline = {
  readonly regions: ReadonlyMap<string, OutlineRegion>
  readonly lists: readonly OutlineList[]
  readonly crosswalks: readonly CrosswalkLines[]
  readonly indicators: ReadonlyMap<string, OutlineIndicator>
  /** The preferred first. */
  readonly sources: readonly OutlineSource[]
  /** Each scheme with the one it lies in, whatever a code list says of it. */
  readonly schemes: ReadonlyMap<string, string | null>
  /** What counts figures when they are read, by the code of its source. */
  readonly measures: ReadonlyMap<string, Measure>
}

/** Gives the outline of the catalogue at a position, with what counts figures itself. */
export type OutlineReader = (position: Position) => Promise<Outline>

/** How many outlines are kept: the catalogue changes with a new version of the program, not with figures. */
const kept = 8

/** Makes a reader of outlines that reads once per state of the catalogue. Codes are public, so one serves everybody. */
export function outlinesOf(database: Queryable, counting: readonly Counting[]): OutlineReader {
  const outlines = new Map<Position, Promise<Outline>>()
  return async (position) => {
    const state = await catalogueState(database, position)
    const known = outlines.get(state)
    if (known !== undefined) return known
    const reading = readOutline({ database, view: hubItself, position, pinned: false }, counting)
    outlines.set(state, reading)
    reading.catch(() => outlines.delete(state))
    const [oldest] = outlines.keys()
    if (outlines.size > kept && oldest !== undefined) outlines.delete(oldest)
    return reading
  }
}

/** The last position up to one at which the catalogue changed. */
async function catalogueState(database: Queryable, position: Position): Promise<Position> {
  const [last] = await database.query<{ readonly position: Position }>(
    sql`select c.position from commit c where c.kind = 'REFERENCE' and c.position <= ${position}::bigint
        order by c.position desc limit 1`,
  )
  return last?.position ?? 0
}

/** Reads the outline of the catalogue at a scope's position. */
export async function readOutline(scope: ReadScope, counting: readonly Counting[]): Promise<Outline> {
  const { database, view, position } = scope
  const regions = await database.query<OutlineRegion>(
    sql`select r.id as code, r.level, r.parent, r.members from region r
        where ${at('r', position)} and ${visible(view, 'region', 'r')} order by r.id`,
  )
  const lists = await database.query<OutlineList>(
    sql`select l.code, l.version, l.valid_from::text as "validFrom", l.valid_to::text as "validTo", l.entries
        from code_list l where ${at('l', position)} and ${visible(view, 'code_list', 'l')} order by l.id`,
  )
  const indicators = await database.query<OutlineIndicator>(
    sql`select i.id as code, i.unit, i.minimum::text as minimum, i.additivity from indicator i
        where ${at('i', position)} and ${visible(view, 'indicator', 'i')}`,
  )
  const sources = await database.query<OutlineSource>(
    sql`select o.id as code, o.frequency, o.code_list as "codeList" from source o
        where ${at('o', position)} and ${visible(view, 'source', 'o')} and o.noun in ('observation', 'measure')
        order by o.priority nulls last, o.id`,
  )
  const schemes = await database.query<{ readonly code: string; readonly parent: string | null }>(
    sql`select s.id as code, s.parent from scheme s
        where ${at('s', position)} and ${visible(view, 'scheme', 's')}`,
  )
  const crosswalks = await crosswalkReads.list(scope, { keys: null }, new Set())
  return {
    regions: new Map(regions.map((region) => [region.code, region])),
    lists,
    crosswalks: crosswalks.rows,
    indicators: new Map(indicators.map((indicator) => [indicator.code, indicator])),
    sources,
    schemes: new Map(schemes.map(({ code, parent }) => [code, parent])),
    measures: new Map(measuresOf(counting).map((measure) => [measure.source, measure])),
  }
}
