import { describe, expect, test } from 'vitest'
import {
  certificateLifeCycle,
  endingStatuses,
  finalStatuses,
  statusAfter,
  statusOn,
} from '../../../src/catalogue/certificate/life-cycle.ts'
import { type CertificateStatus, certificateStatuses } from '../../../src/catalogue/certificate/terms.ts'

/** Written down apart from the code, cell by cell: a state, what happens, what it is then. */
const cells = `
  VALID      says VALID → VALID       says SUSPENDED → SUSPENDED  says WITHDRAWN → WITHDRAWN  says CANCELLED → CANCELLED  says EXPIRED → EXPIRED  end passes → EXPIRED
  SUSPENDED  says VALID → VALID       says SUSPENDED → SUSPENDED  says WITHDRAWN → WITHDRAWN  says CANCELLED → CANCELLED  says EXPIRED → EXPIRED  end passes → EXPIRED
  EXPIRED    says VALID → VALID       says SUSPENDED → SUSPENDED  says WITHDRAWN → WITHDRAWN  says CANCELLED → CANCELLED  says EXPIRED → EXPIRED  end passes → EXPIRED
  WITHDRAWN  says VALID → refused     says SUSPENDED → refused    says WITHDRAWN → WITHDRAWN  says CANCELLED → refused    says EXPIRED → refused  end passes → WITHDRAWN
  CANCELLED  says VALID → refused     says SUSPENDED → refused    says WITHDRAWN → refused    says CANCELLED → CANCELLED  says EXPIRED → refused  end passes → CANCELLED
`
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [state = '', ...rest] = line.trim().split(/\s{2,}/)
    return rest.map((cell) => {
      const [event = '', after = ''] = cell.split(' → ')
      return { state: state as CertificateStatus, event, after }
    })
  })

describe('the life-cycle of certificates and qualifications', () => {
  test.each(cells)('$state, $event: $after', ({ state, event, after }) => {
    const name = event.toUpperCase().replace(' ', '_') as keyof (typeof certificateLifeCycle)['VALID']
    expect(certificateLifeCycle[state][name]).toBe(after === 'refused' ? 'REFUSED' : after)
    if (event.startsWith('says '))
      expect(statusAfter(state, event.slice(5) as CertificateStatus)).toBe(
        after === 'refused' ? 'REFUSED' : after,
      )
    else expect(statusOn(state, '2026-11-22', '2026-11-23')).toBe(after)
  })

  test('has a cell for each state and event, and no other', () => {
    const written = Object.entries(certificateLifeCycle).flatMap(([state, events]) =>
      Object.keys(events).map((event) => `${state} ${event.toLowerCase().replace('_', ' ')}`),
    )
    expect(written.toSorted()).toEqual(
      cells.map(({ state, event }) => `${state} ${event.toLowerCase()}`).toSorted(),
    )
    expect(Object.keys(certificateLifeCycle).toSorted()).toEqual(certificateStatuses.toSorted())
  })

  test('the last day still counts, and no end never passes', () => {
    for (const state of certificateStatuses) {
      expect(statusOn(state, '2026-11-23', '2026-11-23')).toBe(state)
      expect(statusOn(state, null, '9999-12-31')).toBe(state)
    }
  })

  test('what ends by its date and what is final', () => {
    expect(endingStatuses).toEqual(['VALID', 'SUSPENDED'])
    expect(finalStatuses).toEqual(['WITHDRAWN', 'CANCELLED'])
  })
})
