import type { Period } from '../../kernel/period.ts'
import { ownPeriod } from './choose.ts'
import type { Membership } from './membership.ts'
import type { OutlineSource } from './outline.ts'
import { Ranks } from './rank.ts'
import { keyOf, type Place, partsEver, partsOver, rowsOf, sourcesOf, type Table } from './table.ts'
import type { TableRow } from './terms.ts'

/**
 * The table of what codes of the versions that held count and no exact figure of the version asked for does, per grouped
 * period; without rows where no version was asked for, or the latest periods. It stands in the codes that held, and so does
 * what is beside its figures.
 */
export async function remainderOf(table: Table): Promise<Table> {
  const { scope, outline, membership, rows, plan: asked } = table
  const { codeListVersion } = asked
  if (codeListVersion === null || asked.periods.frequency === null)
    return { ...table, rows: [], ranks: new Ranks([]) }
  const plan = { ...asked, codeListVersion: null }
  const parts = partsOver(scope, plan, outline, membership, table.periods)
  const everPeriods = partsEver(scope, plan, outline, membership, table.periods)
  const places = placesOf(rows, asked, membership, codeListVersion)
  const found = await rowsOf(parts, plan, () => true, places)
  const known = found.filter(({ cells }) => cells.some(({ kind }) => kind !== 'UNAVAILABLE'))
  return { ...table, plan, parts, everPeriods, rows: known, ranks: new Ranks(known) }
}

function placesOf(
  rows: readonly TableRow[],
  plan: Table['plan'],
  membership: Membership,
  asked: string,
): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { region, period, source: named } of rows) {
    for (const source of sourcesOf(plan, named)) {
      const own = period === null ? null : ownPeriod(membership, source, period)
      if (period === null || own === null) continue
      for (const scheme of unmappedCodes(membership, source, own, asked))
        places.set(keyOf(region, scheme, period, source.code), {
          region,
          scheme,
          period,
          source: source.code,
        })
    }
  }
  return [...places.values()]
}

function unmappedCodes(
  membership: Membership,
  source: OutlineSource,
  period: Period,
  asked: string,
): readonly string[] {
  const own = membership.versionIn(source, period)
  if (source.codeList === null || own === '' || own === asked) return []
  const { codes, remainder } = membership.translation(source.codeList, own, asked)
  const broken = [...codes.values()].filter(({ exactness }) => exactness === 'BROKEN')
  return [...remainder.map(({ code }) => code), ...broken.flatMap(({ members }) => members)].sort()
}
