import type { AnswerByKey, Counting, Fact, ReadByKey, ReadScope } from '../../access/read.ts'
import type { Queryable } from '../../platform/database.ts'
import { cellIn } from '../table/choose.ts'
import { type Outline, readOutline } from '../table/outline.ts'
import { inputOfFigure, tagsOfFigures } from '../table/reads.ts'
import { type ShownFigure, shownFigure } from '../table/show.ts'
import { readTable } from '../table/table.ts'

/** What every source says of one figure, and which of them the rule SOURCE_PRIORITY takes it from. */
export type FigureBySource = Fact & {
  /** Of sources that say something of it: a value, bounds, or in which way it is missing; the preferred source first. */
  readonly figures: readonly ShownFigure[]
  readonly preferred: string | null
}

/** Makes the read of what every source says of figures, by their keys without a source. */
export function figureBySourceReads(_: Queryable, counting: readonly Counting[]): ReadByKey<FigureBySource> {
  return (scope, keys) => sourcesByFigure(scope, keys, counting)
}

async function sourcesByFigure(
  scope: ReadScope,
  keys: readonly string[],
  counting: readonly Counting[],
): Promise<AnswerByKey<FigureBySource>> {
  const outline = await readOutline(scope, counting)
  const rows = new Map<string, FigureBySource>()
  for (const key of keys) {
    const found = await figureBySource(scope, key, outline)
    if (found !== null) rows.set(key, found)
  }
  return { rows, tags: tagsOfFigures(keys.flatMap((key) => key.split('/')[0] ?? [])) }
}

async function figureBySource(
  scope: ReadScope,
  key: string,
  outline: Outline,
): Promise<FigureBySource | null> {
  const input = inputOfFigure(key, outline)
  const period = input?.where?.period?.eq
  if (input === null || period == null) return null
  const sources = speaking(outline, input.codeListVersion ?? null)
  const where = { ...input.where, source: { in: sources } }
  const groupBy = [...(input.groupBy ?? []), 'SOURCE' as const]
  const table = await readTable(scope, { ...input, where, groupBy }, outline)
  const figures = table.rows.flatMap((row) => row.cells.map((cell) => shownFigure(table, row, cell)))
  const said = figures.filter(({ kind, status }) => kind !== 'UNAVAILABLE' || status !== null)
  const [first] = table.rows
  const [cell] = first?.cells ?? []
  const { parts, plan } = table
  const chosen =
    cell === undefined || said.length === 0
      ? null
      : await parts.stated.settled(() => cellIn(parts, plan.sources, cell, period))
  return {
    figures: said,
    preferred: chosen?.source ?? null,
    readAt: scope.position,
    pinned: scope.pinned,
  }
}

/** The sources that can be asked in a version: those in no code list, and those whose list has it. */
function speaking({ sources, lists }: Outline, version: string | null): readonly string[] {
  const can = (codeList: string | null) =>
    version === null ||
    codeList === null ||
    lists.some((list) => list.code === codeList && list.version === version)
  return sources.filter(({ codeList }) => can(codeList)).map(({ code }) => code)
}
