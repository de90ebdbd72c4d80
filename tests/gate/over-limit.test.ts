import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentLimits } from '../../src/api/documents/document-limits.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { doorsFor, everyDoor } from './every-door.ts'
import { type LimitName, overLimit } from './over-limit.ts'

const cases = overLimit.flatMap((one) => doorsFor(one.sent).map((door) => ({ ...one, door })))

describeOneGround('what is over a limit', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  test.for(cases)('$what is refused by $door in the same words', async ({ door, sent, limit, came }) => {
    const { errors, data } = await everyDoor[door].ask(hub, sent)
    const { most, of } = documentLimits[limit]
    const expected = `at most ${most.toLocaleString('en')} ${of}`
    expect(errors).toEqual([
      {
        message: `Expected ${expected}; came ${came}. Ask for less, or in several requests.`,
        extensions: { code: 'OPERATION_TOO_LARGE', expected, came },
      },
    ])
    expect(data ?? null).toBeNull()
    expect((await hub.ask('{ hub { name } }')).data).toEqual({ hub: { name: 'Baymark' } })
  })
})

describe('the table of what is over a limit', () => {
  test.for(Object.keys(documentLimits) as LimitName[])('has a request over the limit %s', (limit) => {
    expect(overLimit.map((one) => one.limit)).toContain(limit)
  })

  test.for(Object.keys(everyDoor))('has most limits at the door %s', (door) => {
    const limits = new Set(cases.filter((one) => one.door === door).map(({ limit }) => limit))
    // An address is shorter than a document or its variables may be.
    const tooLong: readonly string[] = door === 'GET' ? ['characters', 'tokens', 'variableValues'] : []
    for (const limit of Object.keys(documentLimits)) expect([...limits, ...tooLong]).toContain(limit)
  })
})
