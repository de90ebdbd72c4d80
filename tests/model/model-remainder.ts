import { codesIn, found, translated, versionIn, versionsOf } from './model-catalogue.ts'
import type { ModelCell } from './model-cell.ts'
import { figureOf, type ModelWorld } from './model-resolve.ts'
import type { ModelInput, ModelRow } from './model-table.ts'

/**
 * What the codes of the version that held count and no exact figure of the version asked for does: a row per region,
 * period and source of the table and per code, where anything is known of it.
 */
export function remainderOf(
  world: ModelWorld,
  input: ModelInput,
  rows: readonly ModelRow[],
  sources: readonly string[],
): readonly ModelRow[] {
  const asked = input.codeListVersion
  if (asked === undefined) return []
  const remainder = new Map<string, ModelRow>()
  for (const { regions, period, source } of rows) {
    for (const one of source === null ? sources : [source]) {
      const { codeList } = found(world.catalogue.sources, one)
      const held = period === null ? null : versionIn(world.catalogue, one, period)
      if (period === null || codeList === null || held === null || held === asked) continue
      if (!versionsOf(world.catalogue, codeList).includes(asked)) continue
      const counted = codesIn(world.catalogue, codeList, asked).flatMap((code) => {
        const { codes, lost } = translated(world.catalogue, codeList, { version: asked, code }, held)
        return lost === null ? codes : []
      })
      for (const code of codesIn(world.catalogue, codeList, held)) {
        if (counted.includes(code)) continue
        const cells = input.indicators.map((indicator): ModelCell => {
          const target = { indicator, regions, schemes: [code], version: null }
          const { figure, period: of } = figureOf(world, { ...target, period, source: one })
          return { target, figure, source: one, period: of, asked: period }
        })
        if (cells.every(({ figure }) => figure.kind === 'UNAVAILABLE')) continue
        remainder.set([regions, code, period, one].join('/'), {
          regions,
          schemes: [code],
          period,
          source: one,
          cells,
        })
      }
    }
  }
  return [...remainder.values()]
}
