import { expect, test } from 'vitest'
import { commit } from '../../../src/history/commit.ts'
import { OPEN } from '../../../src/kernel/position.ts'
import { sql } from '../../../src/platform/sql.ts'
import { figure, publish } from '../../subscriptions/figures.ts'
import { asAdministrator, describeGrounds, openHubForTest, type TestHub } from '../../support/hub.ts'

type Freshness = {
  readonly source: { readonly code: string }
  readonly quarantinedCount: number
  readonly observationCount: number
  readonly latestPeriod: string | null
  readonly lastRecordedAt: string | null
  readonly lastRelease: Release | null
}
type Release = { readonly code: string; readonly position: number; readonly recordedAt: string }

const fields = 'code position recordedAt'
const freshnessOf = async (hub: TestHub, at: number): Promise<Freshness | undefined> => {
  const { data } = await hub.ask(`query @asOf(position: ${at}) { hub { freshness { source { code }
    quarantinedCount observationCount latestPeriod lastRecordedAt lastRelease { ${fields} } } } }`)
  const { freshness } = (data as { hub: { freshness: readonly Freshness[] } }).hub
  return freshness.find(({ source }) => source.code === 'cnca-by-region')
}
const good = (period: string) => figure('440000', period, '1')
const bad = figure('999999', '2024-01', '1')

describeGrounds('the freshness of a source', (ground) => {
  test('says the same of the rows held back whenever it is asked at one position', async () => {
    const hub = await openHubForTest({ ground })
    await publish(hub.address, { key: 'one', rows: [good('2024-01')] })
    const one = hub.tail.position
    const before = await freshnessOf(hub, one)
    await publish(hub.address, { key: 'two', rows: [good('2024-02'), bad] })
    const two = hub.tail.position
    expect(await freshnessOf(hub, two)).toMatchObject({ quarantinedCount: 1 })
    await publish(hub.address, { key: 'three', rows: [bad, { ...bad, period: '2024-02' }] })
    expect(hub.tail.position).toBe(two)
    expect(await freshnessOf(hub, two)).toMatchObject({ quarantinedCount: 1 })
    await publish(hub.address, { key: 'four', rows: [good('2024-03')] })
    expect(await freshnessOf(hub, hub.tail.position)).toMatchObject({ quarantinedCount: 3 })
    expect(await freshnessOf(hub, one)).toEqual(before)
  })

  test('a release of several periods brings the latest of them, until it is taken back', async () => {
    const hub = await openHubForTest({ ground })
    await publish(hub.address, { key: 'one', rows: [good('2024-01')] })
    const latest = async () => (await freshnessOf(hub, hub.tail.position))?.latestPeriod
    await publish(hub.address, { key: 'both', code: 'both', rows: [good('2024-02'), good('2024-03')] })
    expect(await latest()).toBe('2024-03')
    expect((await freshnessOf(hub, hub.tail.position - 1))?.latestPeriod).toBe('2024-01')
    const { errors } = await hub.ask(
      `mutation { withdrawRelease(input: { source: "cnca-by-region", code: "both", reason: "Fictional, for a test." }) { position } }`,
      {},
      asAdministrator,
    )
    expect(errors).toBeUndefined()
    expect(await latest()).toBe('2024-01')
  })

  test('and its releases stand where they came, also when one of them is taken back later', async () => {
    const hub = await openHubForTest({ ground })
    for (const month of ['2024-01', '2024-02'])
      await publish(hub.address, { key: month, rows: [good(month)] })
    const releases = async () => {
      const { data } = await hub.ask(`{ releases { nodes { ${fields} status } } }`)
      return (data as { releases: { nodes: readonly (Release & { status: string })[] } }).releases.nodes
    }
    const came = await releases()
    const fresh = await freshnessOf(hub, hub.tail.position)
    const first = came[1]?.code ?? ''
    await commit(hub.database, {
      id: 'taken back',
      kind: 'WITHDRAWAL',
      write: async (transaction, position) => {
        await transaction.query(
          sql`with ended as (update release set to_position = ${position}::bigint
                where code = ${first} and to_position = ${sql.lit(OPEN)} returning *)
              insert into release select (jsonb_populate_record(null::release, to_jsonb(e) || jsonb_build_object('from_position', ${position}::bigint,
                'to_position', ${OPEN}::bigint, 'status', 'WITHDRAWN'))).* from ended e`,
        )
        return { releaseId: null, counts: {} }
      },
    })
    await hub.tail.look()
    expect(await releases()).toEqual([came[0], { ...came[1], status: 'WITHDRAWN' }])
    expect(await freshnessOf(hub, hub.tail.position)).toEqual(fresh)
  })
})
