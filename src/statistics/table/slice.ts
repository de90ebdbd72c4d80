import type { HubFace } from '../../api/context.ts'
import { FigureResolver, StatisticsRowResolver } from './figure-resolvers.ts'
import { figureReads } from './reads.ts'
import { LiveStatisticsResolver, StatisticsResolver } from './resolvers.ts'

/** What the hub wires of tables. */
export const tableSlice = {
  entities: [],
  resolvers: [StatisticsResolver, LiveStatisticsResolver, StatisticsRowResolver, FigureResolver],
  streams: [],
  nodes: {},
} as const

/** How figures are read by their ids: with the measures that the hub was wired with. */
export const tableNodes = (kept: HubFace['kept']) => ({ figure: kept(figureReads) })
