import { expect, test } from 'vitest'
import { figure, publish } from '../../subscriptions/figures.ts'
import { describeGrounds, openHubForTest } from '../../support/hub.ts'
import { doors } from './both-doors.ts'

describeGrounds('the position of an answer', (ground) => {
  for (const { door, ask } of doors) {
    test(`is where its page was read, not where the hub is by now, over ${door}`, async () => {
      const hub = await openHubForTest({ ground })
      const first = figure('440000', '2024-01', '1')
      const second = figure('440000', '2024-02', '2')
      const one = await publish(hub.address, { key: 'one', rows: [first, second] })
      const then = one.releases[0]?.position
      const page = await hub.ask('{ observations(first: 1) { pageInfo { endCursor } } }')
      const { observations }: { observations: { pageInfo: { endCursor: string } } } = page.data
      const two = await publish(hub.address, { key: 'two', rows: [{ ...first, value: '10' }] })
      const now = two.releases[0]?.position

      const query = `query($after: String) { hub { position cursor }
        observations(first: 1, after: $after) { nodes { period value } } }`
      const answer = await ask(hub, { query, variables: { after: observations.pageInfo.endCursor } })

      expect(answer.data).toMatchObject({
        hub: { position: now },
        observations: { nodes: [{ period: '2024-01', value: '1' }] },
      })
      const told = (answer as unknown as typeof page).extensions.hub
      expect(told.position).toBe(then)
      expect(told.cursor).toBe(page.extensions.hub.cursor)
      const { data } = await hub.ask(
        'query($after: Cursor!) { changes(after: $after) { changes { node { ... on Observation { value } } } } }',
        { after: told.cursor },
      )
      expect(JSON.stringify(data)).toContain('"value":"10"')
    })
  }

  test('is told by the headers, and stays where `@asOf` or no page says nothing lower', async () => {
    const hub = await openHubForTest({ ground })
    const first = figure('440000', '2024-01', '1')
    await publish(hub.address, { key: 'one', rows: [first, figure('440000', '2024-02', '2')] })
    const page = await hub.ask('{ series(first: 1) { pageInfo { endCursor } } }')
    const { series }: { series: { pageInfo: { endCursor: string } } } = page.data
    await publish(hub.address, { key: 'two', rows: [{ ...first, value: '10' }] })
    const { headers } = await hub.ask('query($after: String) { series(after: $after) { totalCount } }', {
      after: series.pageInfo.endCursor,
    })
    expect(headers.get('baymark-position')).toBe(String(page.extensions.hub.position))
    expect(headers.get('baymark-cursor')).toBe(page.extensions.hub.cursor)
    const newest = await hub.ask('{ series { totalCount } }')
    expect(newest.extensions.hub.position).toBe(hub.tail.position)
    const earlier = await hub.ask('query @asOf(position: 1) { series { totalCount } }')
    expect(earlier.extensions.hub.position).toBe(1)
  })
})
