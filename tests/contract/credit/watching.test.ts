import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow, type ReadFrame } from '../../subscriptions/following.ts'
import { describeOneGround, openTestHub, type TestHub } from '../../support/hub.ts'
import { endRows, writeRows } from './written-records.ts'

const stream = `subscription Watch($filter: CreditRecordFilter, $after: Cursor, $snapshot: Boolean) {
  creditRecordChanges(filter: $filter, after: $after, snapshot: $snapshot) { kind cursor follows complete reason
    commit { position } changes { op id before { decisionNumber severity } node { decisionNumber severity } } } }`

const everything = `subscription Everything($filter: ChangeFilter, $after: Cursor) {
  changes(filter: $filter, after: $after) { kind cursor follows complete reason commit { position } changes { op id } } }`

/** What frames told, one line per change. */
function toldBy(frames: readonly ReadFrame[]): readonly string[] {
  return frames.flatMap(({ changes }) =>
    changes.map(({ op, id }) => `${op} ${id.replace('credit-record/', '')}`),
  )
}

describeOneGround('Credit records are watched', (ground) => {
  let hub: TestHub
  let beginning: string
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    const { extensions } = await hub.ask('{ hub { position } }')
    beginning = extensions.hub.cursor
  })
  afterAll(() => hub.close())

  const watching = (filter: object, after = beginning) =>
    follow(hub.client(), stream, { filter, after, snapshot: undefined })
  const of = (...ids: readonly string[]) => ({ organization: { in: ids.map((id) => `organization/${id}`) } })

  test('by organizations and all that is merged into them', async () => {
    const watched = watching(of('wa', 'wb'))
    await writeRows(hub, 'credit_record', [
      { id: 'w1', organization_id: 'wa', severity: 'MINOR', decision_number: 'w1' },
      { id: 'w2', organization_id: 'wc', decision_number: 'w2' },
    ])
    expect(toldBy(await watched.whole())).toEqual(['ENTERED w1'])
    await writeRows(hub, 'credit_record', [
      { id: 'w1', organization_id: 'wa', severity: 'GENERAL', decision_number: 'w1', revision: 2 },
    ])
    const revised = await watched.whole()
    expect(toldBy(revised)).toEqual(['REVISED w1'])
    expect(revised[0]?.changes[0]).toMatchObject({
      before: { severity: 'MINOR' },
      node: { severity: 'GENERAL' },
    })
    await writeRows(hub, 'organization_link', [{ id: 'wc', into_id: 'wb' }])
    expect(toldBy(await watched.whole())).toEqual(['ENTERED w2'])
    await writeRows(hub, 'organization_link', [{ id: 'wb', into_id: 'wd' }])
    await endRows(hub, 'organization_link', ['wc'])
    const split = await watched.whole()
    expect(toldBy(split).filter((line) => line.startsWith('LEFT'))).toEqual([])
    expect(toldBy(await watched.whole())).toEqual(['LEFT w2'])
    await watched.leave()
  })

  test('by region, scheme, kind, severity and whatever else filters test', async () => {
    const filters: Readonly<Record<string, object>> = {
      region: { region: { eq: '440300' } },
      scheme: { scheme: { in: ['QMS'] } },
      kind: { kind: { ne: 'ADMINISTRATIVE_PENALTY' } },
      severity: { severity: { eq: 'SERIOUS' } },
      fine: { fine: { gte: '1000' } },
      disputed: { disputed: { eq: true } },
      either: { or: [{ kind: { eq: 'COMMENDATION' } }, { region: { eq: '440300' } }] },
    }
    const all = { decisionNumber: { startsWith: 'k' } }
    const streams = Object.entries(filters).map(
      ([name, filter]) => [name, watching({ and: [all, filter] })] as const,
    )
    await writeRows(hub, 'credit_record', [
      { id: 'k1', decision_number: 'k1', region: '440300', fine: '1000.00' },
      { id: 'k2', decision_number: 'k2', scheme: 'QMS', severity: 'SERIOUS' },
      { id: 'k3', decision_number: 'k3', kind: 'COMMENDATION', fine: '999.99', disputed: true },
    ])
    const told = await Promise.all(
      streams.map(async ([name, each]) => {
        const lines = toldBy(await each.whole())
        await each.leave()
        return [name, lines.map((line) => line.replace('ENTERED ', '')).join(' ')]
      }),
    )
    expect(Object.fromEntries(told)).toEqual({
      region: 'k1',
      scheme: 'k2',
      kind: 'k3',
      severity: 'k2',
      fine: 'k1',
      disputed: 'k3',
      either: 'k1 k3',
    })
  })

  test('from their present state on, and among all changes', async () => {
    await writeRows(hub, 'credit_record', [
      { id: 'x1', decision_number: 'x1' },
      { id: 'x2', decision_number: 'x2', status: 'RECEIVED', shown_from: null, shown_until: null },
    ])
    const filter = { decisionNumber: { startsWith: 'x' } }
    const snapshot = follow(hub.client(), stream, { filter, snapshot: true })
    expect(toldBy(await snapshot.whole())).toEqual(['ENTERED x1'])
    await snapshot.leave()
    const changes = follow(hub.client(), everything, {
      filter: { type: { eq: 'CreditRecord' } },
      after: beginning,
    })
    const ids = toldBy(await changes.until(({ commit }) => commit?.position === hub.tail.position))
    expect(ids).toContain('ENTERED x1')
    expect(ids).not.toContain('ENTERED x2')
    await changes.leave()
  })

  test('not by words and ids that nothing has', async () => {
    const refused = (filter: object) =>
      watching(filter)
        .next()
        .then(
          () => 'told',
          (error) => error.codes,
        )
    expect(await refused({ severity: { eq: 'SERIUS' } })).toEqual(['UNKNOWN_CODE'])
    expect(await refused({ region: { eq: '449999' } })).toEqual(['UNKNOWN_CODE'])
    expect(await refused({ organization: { eq: 'scheme/QMS' } })).toEqual(['INVALID_ID'])
  })
})
