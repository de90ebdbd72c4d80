import { describe, expect, test } from 'vitest'
import {
  creditLifeCycle,
  creditStatusOn,
  disputeMarks,
  endedStatuses,
  lifeCycleRefusals,
  markEvents,
  standingAfter,
  stateEvents,
} from '../../../src/credit/life-cycle.ts'
import { type CreditStatus, creditStatuses } from '../../../src/credit/terms.ts'

/** Written down apart from the code, cell by cell: what a record is after each event, or in small letters why not. */
const table = `
                        RECEIVED         PENDING          PUBLISHED        NOT_PUBLISHABLE  EXPIRED       REPAIRED      WITHDRAWN
DECIDE_PUBLISHABLE      PENDING          PENDING          PENDING          PENDING          record_ended  record_ended  record_ended
DECIDE_NOT_PUBLISHABLE  NOT_PUBLISHABLE  NOT_PUBLISHABLE  NOT_PUBLISHABLE  NOT_PUBLISHABLE  record_ended  record_ended  record_ended
DECIDE_UNDECIDABLE      RECEIVED         RECEIVED         RECEIVED         RECEIVED         record_ended  record_ended  record_ended
BEGIN                   record_without_days  PUBLISHED    record_begun     record_without_days  record_ended  record_ended  record_ended
EXPIRE                  record_without_days  EXPIRED      EXPIRED          record_without_days  record_ended  record_ended  record_ended
REPAIR                  record_not_public  record_not_public  REPAIRED     record_not_public  record_ended  record_ended  record_ended
WITHDRAW                WITHDRAWN        WITHDRAWN        WITHDRAWN        WITHDRAWN        record_ended  record_ended  record_ended
CORRECT                 RECEIVED         PENDING          PUBLISHED        NOT_PUBLISHABLE  record_ended  record_ended  record_ended
`

/** The mark after each event, from not disputed and from disputed. */
const marks = `
                 RECEIVED                      PENDING                  PUBLISHED                NOT_PUBLISHABLE               EXPIRED                    REPAIRED                   WITHDRAWN
DISPUTE          record_not_public/already_disputed  on/already_disputed  on/already_disputed  record_not_public/already_disputed  record_ended/record_ended  record_ended/record_ended  record_ended/record_ended
RESOLVE_DISPUTE  not_disputed/off              not_disputed/off         not_disputed/off         not_disputed/off              record_ended/record_ended  record_ended/record_ended  record_ended/record_ended
`

function cellsOf(text: string) {
  const [head = '', ...lines] = text.trim().split('\n')
  const states = head.trim().split(/\s+/) as CreditStatus[]
  return lines.flatMap((line) => {
    const [event = '', ...after] = line.trim().split(/\s+/)
    return states.map((state, place) => ({ state, event, after: after[place] ?? '' }))
  })
}

const cells = cellsOf(table)
const markCells = cellsOf(marks)

describe('the life-cycle of a credit record', () => {
  test.each(cells)('$state, $event: $after', ({ state, event, after }) => {
    const known = stateEvents.find((one) => one === event)
    if (known === undefined) throw new Error(`${event} is no event.`)
    for (const disputed of [false, true]) {
      const refused = after === after.toLowerCase()
      expect(standingAfter({ status: state, disputed }, known)).toEqual(
        refused ? { refused: after.toUpperCase() } : { status: after, disputed },
      )
    }
  })

  test.each(markCells)('the mark in $state, $event: $after', ({ state, event, after }) => {
    const known = markEvents.find((one) => one === event)
    if (known === undefined) throw new Error(`${event} is no event.`)
    const expected = after
      .split('/')
      .map((word) =>
        word === 'on' || word === 'off'
          ? { status: state, disputed: word === 'on' }
          : { refused: word.toUpperCase() },
      )
    const came = [false, true].map((disputed) => standingAfter({ status: state, disputed }, known))
    expect(came).toEqual(expected)
  })

  test('has a cell for each state and event, and no other', () => {
    const written = Object.entries(creditLifeCycle).flatMap(([state, events]) =>
      Object.keys(events).map((event) => `${state} ${event}`),
    )
    expect(written.toSorted()).toEqual(cells.map(({ state, event }) => `${state} ${event}`).toSorted())
    expect(cells).toHaveLength(creditStatuses.length * stateEvents.length)
    expect(Object.keys(creditLifeCycle).toSorted()).toEqual(creditStatuses.toSorted())
    expect(Object.keys(disputeMarks).toSorted()).toEqual(creditStatuses.toSorted())
    expect(markCells).toHaveLength(creditStatuses.length * markEvents.length)
  })

  test('every refusal is reached, and the ended states are those that nothing changes', () => {
    const words = [...cells, ...markCells].flatMap(({ after }) => after.split('/'))
    const refusals = new Set(
      words.map((word) => word.toUpperCase()).filter((_, at) => words[at]?.includes('_')),
    )
    for (const refusal of lifeCycleRefusals) expect(refusals).toContain(refusal)
    const stuck = creditStatuses.filter((status) =>
      stateEvents.every((event) => typeof creditLifeCycle[status][event] !== 'string'),
    )
    expect(stuck).toEqual(
      endedStatuses.toSorted((one, other) => creditStatuses.indexOf(one) - creditStatuses.indexOf(other)),
    )
  })

  test.each([
    ['PENDING', '2026-11-24', '2027-11-24', '2026-11-23', 'PENDING'],
    ['PENDING', '2026-11-23', '2027-11-23', '2026-11-23', 'PUBLISHED'],
    ['PENDING', '2023-11-23', '2026-11-23', '2026-11-23', 'EXPIRED'],
    ['PUBLISHED', '2023-11-24', '2026-11-24', '2026-11-23', 'PUBLISHED'],
    ['PUBLISHED', '2023-11-23', '2026-11-23', '2026-11-23', 'EXPIRED'],
    ['PUBLISHED', '2023-11-23', null, '9999-12-31', 'PUBLISHED'],
    ['RECEIVED', '2000-01-01', '2001-01-01', '2026-11-23', 'RECEIVED'],
    ['NOT_PUBLISHABLE', '2000-01-01', '2001-01-01', '2026-11-23', 'NOT_PUBLISHABLE'],
    ['REPAIRED', '2000-01-01', '2001-01-01', '2026-11-23', 'REPAIRED'],
    ['WITHDRAWN', '2000-01-01', '2001-01-01', '2026-11-23', 'WITHDRAWN'],
  ] as const)('%s from %s until %s is on %s %s', (status, from, until, day, expected) => {
    expect(creditStatusOn(status, from, until, day)).toBe(expected)
  })
})
