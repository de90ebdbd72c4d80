import { expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { openHubForTest } from '../../support/hub.ts'
import { describeWith } from '../../support/services-needed.ts'

describeWith(['Postgres'], 'a node that lags behind another', () => {
  test('answers a time after waiting for the position of that time', async () => {
    const ground = 'Postgres and Redis' as const
    // Without Redis, the other node notices by its own look, about a second later.
    const one = await openHubForTest({ ground, environment: { REDIS_URL: '' } })
    const other = await openHubForTest({ ground, beside: one, environment: { REDIS_URL: '' } })
    await publish(one.address, { key: 'one', rows: [figure('440000', '2024-01', '1')] })
    const { data } = await one.ask('{ hub { position recordedAt } }')
    const { hub }: { hub: { position: number; recordedAt: string } } = data
    const answer = await other.ask(
      'query($time: DateTime) @asOf(time: $time) { hub { position } observations { totalCount } }',
      { time: hub.recordedAt },
    )
    expect(answer.data).toEqual({ hub: { position: hub.position }, observations: { totalCount: 1 } })
  })
})
