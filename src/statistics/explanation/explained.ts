import type { ReadScope } from '../../access/read.ts'
import { globalId } from '../../kernel/graph/global-id.ts'
import { noFigure, statedFigure } from '../table/combine.ts'
import type { ShownFigure } from '../table/show.ts'
import { codesTogether, type Member } from '../table/terms.ts'
import { type Observation, parseKeyText, seriesKeyText } from '../terms.ts'
import { arithmeticOf } from './arithmetic.ts'
import type { Explained, ExplainedMember, UsedCrosswalk } from './terms.ts'

/**
 * What there is to explain of an observation, by the key of its id; it may have stood before the position and stand no
 * more. Null where the key is none of an observation.
 */
export function explainedObservation(
  { position, pinned }: ReadScope,
  key: string,
  observation: Observation | null,
): Explained | null {
  const parts = parseKeyText(key)
  if (parts === null || parts.period === null) return null
  const { indicator, region, scheme, unit, source } = parts.key
  const { period } = parts
  const fact = { readAt: position, pinned }
  const figure = observation === null ? noFigure : statedFigure(observation.value, observation.status, null)
  return {
    ...plainFigure(figure),
    ...fact,
    explains: globalId('observation', key, fact),
    target: { indicator, region, scheme },
    period,
    asked: period,
    unit,
    source,
    members: [],
    arithmetic: null,
    crosswalk: null,
    counted: false,
    observationKey: key,
    figureKey: [indicator, region, scheme, period, '-', '-'].join('/'),
  }
}

/** What there is to explain of a figure of a table. */
export function explainedFigure(shown: ShownFigure): Explained {
  const { cell, table, id, readAt, pinned } = shown
  const { indicator, region, scheme, asked, period, unit } = cell
  const crosswalk = crosswalkOf(shown)
  const asking = asked ?? period
  return {
    ...plainFigure(cell),
    readAt,
    pinned,
    explains: id,
    target: { indicator, region, scheme },
    period,
    asked,
    unit,
    source: cell.source === '' ? null : cell.source,
    members: cell.members.map((member) => explainedMember(shown, member)),
    arithmetic: arithmeticOf(table, cell),
    crosswalk,
    counted: table.outline.measures.has(cell.source),
    observationKey: observationKeyOf(shown, crosswalk),
    figureKey:
      asking === null
        ? null
        : [indicator, region, scheme, asking, '-', table.plan.codeListVersion ?? '-'].join('/'),
  }
}

function plainFigure({ kind, value, lower, upper, status, reason }: Omit<Member['figure'], 'members'>) {
  return { kind, value, lower, upper, status, reason }
}

/** A member with the id of its own figure: of the same source, in the codes it is counted by. */
function explainedMember({ cell, table, readAt, pinned }: ShownFigure, member: Member): ExplainedMember {
  const { dimension, code } = member
  const { indicator, source } = cell
  const key = [
    indicator,
    dimension === 'REGION' ? code : cell.region,
    dimension === 'SCHEME' || dimension === 'CODE_LIST' ? code : cell.scheme,
    dimension === 'PERIOD' ? code : (cell.period ?? '-'),
    source || '-',
    dimension === 'CODE_LIST' ? '-' : (table.plan.codeListVersion ?? '-'),
  ].join('/')
  const figureId = globalId('figure', key, { readAt, pinned })
  return { ...plainFigure(member.figure), dimension, code, figureId }
}

/** How the figure came into the version of the code list that was asked for; null where it is in that which held. */
function crosswalkOf({ cell, table: { plan, membership } }: ShownFigure): UsedCrosswalk | null {
  const source = plan.sources.find(({ code }) => code === cell.source)
  if (source === undefined || source.codeList === null || cell.period === null) return null
  const held = membership.versionIn(source, cell.period)
  if (held === cell.version || codesTogether(cell.scheme).length > 1) return null
  const code = membership.translation(source.codeList, held, cell.version).codes.get(cell.scheme)
  const codes = code?.members ?? []
  const exact = code?.exactness === 'EXACT'
  return { codeList: source.codeList, fromVersion: held, toVersion: cell.version, codes, exact }
}

/** The one observation in which the source says this figure, or would say it. */
function observationKeyOf(
  { cell, table: { plan, membership, outline } }: ShownFigure,
  crosswalk: UsedCrosswalk | null,
): string | null {
  // What is counted when it is read is no observation, and lists nothing of what was counted.
  if (outline.measures.has(cell.source)) return null
  const source = plan.sources.find(({ code }) => code === cell.source)
  const { indicator, region, period, unit } = cell
  const [scheme, ...others] = crosswalk === null ? codesTogether(cell.scheme) : crosswalk.codes
  if (source === undefined || period === null || scheme === undefined || others.length > 0) return null
  if (codesTogether(region).length > 1 || crosswalk?.exact === false) return null
  const codeListVersion = membership.versionIn(source, period)
  const { frequency, code } = source
  const series = { indicator, region, scheme, frequency, source: code, unit, codeListVersion }
  return `${seriesKeyText(series)}/${period}`
}
