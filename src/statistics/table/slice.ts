import { FigureResolver, StatisticsRowResolver } from './figure-resolvers.ts'
import { figuresByKey } from './reads.ts'
import { LiveStatisticsResolver, StatisticsResolver } from './resolvers.ts'

/** What the hub wires of tables. */
export const tableSlice = {
  entities: [],
  resolvers: [StatisticsResolver, LiveStatisticsResolver, StatisticsRowResolver, FigureResolver],
  streams: [],
  nodes: { figure: figuresByKey },
} as const
