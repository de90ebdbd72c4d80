import { expect, test } from 'vitest'
import { commit } from '../../../src/history/commit.ts'
import { OPEN } from '../../../src/kernel/position.ts'
import { sql } from '../../../src/platform/sql.ts'
import { figure, publish } from '../../subscriptions/figures.ts'
import { openHubForTest, type TestHub } from '../../support/hub.ts'
import { codesOf, doors } from './both-doors.ts'

/** Ends a region as newer reference data would. */
async function endRegion({ database, tail }: TestHub, code: string): Promise<void> {
  await commit(database, {
    id: `end-${code}`,
    kind: 'REFERENCE',
    write: async (transaction, position) => {
      await transaction.query(
        sql`update region set to_position = ${position}::bigint where id = ${code} and to_position = ${sql.lit(OPEN)}`,
      )
      return { releaseId: null, counts: { region: 1 } }
    },
  })
  await tail.look()
}

test('a code that has ended can be asked for where it held, and nowhere else', async () => {
  const hub = await openHubForTest()
  await publish(hub.address, { key: 'one', rows: [figure('710000', '2024-01', '1')] })
  const then = hub.tail.position
  const page = await hub.ask(
    '{ hub { cursor } observations(filter: { region: { eq: "710000" } }) { pageInfo { endCursor } } }',
  )
  const { observations }: { observations: { pageInfo: { endCursor: string } } } = page.data
  await endRegion(hub, '710000')
  const list = 'observations(filter: { region: { eq: "710000" } }'
  const now = await hub.ask(`{ ${list}) { totalCount } }`)
  expect(codesOf(now as never)).toEqual(['UNKNOWN_CODE'])

  const earlier = await hub.ask(`query @asOf(position: ${then}) { ${list}) { totalCount } }`)
  expect(earlier).toMatchObject({ data: { observations: { totalCount: 1 } } })
  const nextPage = await hub.ask(`query($after: String) { ${list}, after: $after) { totalCount } }`, {
    after: observations.pageInfo.endCursor,
  })
  expect(nextPage).toMatchObject({ data: { observations: { totalCount: 1 } } })
  const never = await hub.ask(
    `query @asOf(position: ${then}) { observations(filter: { region: { eq: "719999" } }) { totalCount } }`,
  )
  expect(codesOf(never as never)).toEqual(['UNKNOWN_CODE'])

  const follow = `subscription($after: Cursor) { observationChanges(filter: { region: { eq: "710000" } }, after: $after)
    { kind } }`
  const socket = doors[1]
  const resumed = await socket.ask(hub, { query: follow, variables: { after: page.extensions.hub.cursor } })
  expect(resumed.errors).toBeUndefined()
  expect(codesOf(await socket.ask(hub, { query: follow }))).toEqual(['UNKNOWN_CODE'])
})
