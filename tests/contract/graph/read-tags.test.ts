import 'reflect-metadata'
import { expect, test } from 'vitest'
import { lasting } from '../../../src/access/access.ts'
import { hubItself } from '../../../src/access/view.ts'
import type { HubFace } from '../../../src/api/context.ts'
import { Bill } from '../../../src/api/cost/bill.ts'
import { Request, type RequestParts } from '../../../src/api/request.ts'
import { regionReads } from '../../../src/catalogue/region/reads.ts'
import { type Sql, statementOf } from '../../../src/platform/sql.ts'
import { observationsByKey, seriesByKey } from '../../../src/statistics/reads.ts'
import { figure, publish } from '../../subscriptions/figures.ts'
import { openHubForTest, type TestHub } from '../../support/hub.ts'

function requestOn({ tail, database }: TestHub): Request {
  const bill = new Bill({ name: 'hub', limit: 0 })
  const parts = { hub: { tail } as HubFace, database, access: lasting(hubItself), language: 'en', bill }
  return new Request(parts as unknown as RequestParts)
}

test('what is read by its key adds its cache tags to the answer, found or not', async () => {
  const hub = await openHubForTest()
  const request = requestOn(hub)
  const { scope } = request
  const region = await request.load(regionReads.byKey, { readAt: scope.position, pinned: false }, '440000')
  expect(region?.code).toBe('440000')
  expect([...request.tags]).toEqual(['region'])
  await request.loadAt(observationsByKey, scope, 'certificates/440000/TOTAL/M/a/b/-/2024-01', 'all')
  await request.loadAt(seriesByKey, scope, 'organizations/440000/TOTAL/M/a/b/-', 'all')
  await request.loadAt(seriesByKey, scope, 'no key', 'all')
  expect([...request.tags]).toEqual([
    'region',
    'observation:indicator=certificates',
    'series:indicator=organizations',
  ])
})

test('a figure read by its id costs only the fields that are asked for', async () => {
  const hub = await openHubForTest()
  await publish(hub.address, { key: 'one', rows: [figure('440000', '2024-01', '1')] })
  const listed = await hub.ask('{ observations { nodes { id } } }')
  const { observations }: { observations: { nodes: readonly { id: string }[] } } = listed.data
  const statements: string[] = []
  const query = hub.database.query
  Object.assign(hub.database, {
    query: (statement: Sql, ...rest: readonly unknown[]) => {
      statements.push(statementOf(statement).text)
      return query(statement as never, ...(rest as []))
    },
  })
  const ask = async (fields: string) => {
    statements.length = 0
    const { data } = await hub.ask(`query($id: ID!) { node(id: $id) { ... on Observation { ${fields} } } }`, {
      id: observations.nodes[0]?.id,
    })
    return {
      node: (data as { node: object }).node,
      text: statements.find((text) => /observation/.test(text)),
    }
  }
  const value = await ask('value')
  expect(value.node).toEqual({ value: '1' })
  expect(value.text).not.toMatch(/recorded_at|o\.status|o\.revision/)
  const recorded = await ask('recordedAt revision status')
  expect(recorded.node).toMatchObject({ recordedAt: expect.any(String), revision: 1, status: 'A' })
  expect(recorded.text).toMatch(/recorded_at/)
})
