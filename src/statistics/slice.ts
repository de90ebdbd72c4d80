import type { Clock } from '../kernel/clock.ts'
import { BreakResolver, ObservationBreaksResolver, SeriesBreaksResolver } from './breaks-resolvers.ts'
import { observationIntake } from './intake.ts'
import { observationsByKey, seriesByKey } from './reads.ts'
import { ObservationResolver, SeriesResolver } from './resolvers.ts'
import { observationTable, seriesTable } from './storage.ts'
import { observationStream, seriesStream } from './streams.ts'

/** What the hub wires of statistics. */
export const statisticsSlice = {
  entities: [seriesTable, observationTable],
  resolvers: [
    SeriesResolver,
    ObservationResolver,
    SeriesBreaksResolver,
    ObservationBreaksResolver,
    BreakResolver,
  ],
  streams: [observationStream, seriesStream],
  nodes: { observation: observationsByKey, series: seriesByKey },
  intake: (clock: Clock) => observationIntake(clock),
} as const
