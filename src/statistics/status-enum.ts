import { registerEnumType } from 'type-graphql'
import { enumOf } from '../kernel/graph/enum-of.ts'
import { observationStatuses } from './terms.ts'

/** The observation statuses as a GraphQL enum. */
export const ObservationStatusEnum = enumOf(observationStatuses)

registerEnumType(ObservationStatusEnum, {
  name: 'ObservationStatus',
  description: 'How sure a figure is, or in which way it is missing (SDMX CL_OBS_STATUS).',
  valuesConfig: {
    A: { description: 'Normal value.' },
    B: { description: 'Break in the series.' },
    D: { description: 'Definition differs.' },
    E: { description: 'Estimated.' },
    F: { description: 'Forecast.' },
    G: { description: 'Experimental.' },
    H: { description: 'Missing: holiday or weekend.' },
    I: { description: 'Imputed.' },
    J: { description: 'Derogation.' },
    K: { description: 'Included in another category.' },
    L: { description: 'Missing: exists but was not collected.' },
    M: { description: 'Missing: cannot exist.' },
    N: { description: 'Not significant.' },
    O: { description: 'Missing, for no reason given.' },
    P: { description: 'Provisional.' },
    Q: { description: 'Missing: suppressed.' },
    S: { description: 'Strike or other special event.' },
    U: { description: 'Low reliability.' },
    V: { description: 'Unvalidated.' },
    W: { description: 'Includes another category.' },
  },
})
