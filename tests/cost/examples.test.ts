import 'reflect-metadata'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOperationAST, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../../src/platform/project.ts'
import { openTestHub, type TestHub } from '../support/hub.ts'

const folder = join(projectFolder(), 'schema/documents')
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => ({ name: file.replace('.graphql', ''), query: readFileSync(join(folder, file), 'utf8') }))
  .filter(({ query }) => getOperationAST(parse(query))?.operation === 'query')

describe('the examples', () => {
  let hub: TestHub
  let id: string
  const estimates: Record<string, number> = {}
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
    const { data } = await hub.ask('{ observations(first: 1) { nodes { id } } }')
    id = (data as { observations: { nodes: [{ id: string }] } }).observations.nodes[0].id
  })
  afterAll(() => hub.close())

  test.each(examples)('$name costs no more than was estimated', async ({ name, query }) => {
    const { data, extensions } = await hub.ask(query, { id })
    expect(data).not.toBeNull()
    const { estimated, actual, limit } = extensions.cost
    estimates[name] = estimated
    expect(actual).toBeGreaterThan(0)
    expect(actual).toBeLessThanOrEqual(estimated)
    expect(estimated * 4, 'ample room').toBeLessThanOrEqual(limit)
  })

  test('are estimated as they were', () => {
    expect(estimates).toMatchInlineSnapshot(`
      {
        "CitedFigure": 5,
        "CursorAt": 2,
        "ExplainFigure": 688,
        "FieldsAndTotals": 401,
        "FieldsOfAnotherVersion": 23003,
        "FieldsOfOneMonth": 302,
        "FigureAsOf": 53,
        "FirstAgainstLatest": 182,
        "LatestChanges": 7021,
        "NewestFigures": 1022,
        "OrganizationCredit": 965,
        "PreferredTotals": 1102,
        "PublishedFigure": 152,
        "RecentDecisions": 42,
        "RegionsOfOneMonth": 202,
        "RegionsWithBounds": 53,
        "RevisionsOfAFigure": 2052,
        "SourceFreshness": 35,
        "StartPage": 535,
      }
    `)
  })
})
