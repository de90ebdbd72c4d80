import 'reflect-metadata'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { seededRandom } from '../contract/history/seeded-random.ts'
import { asAdministrator, openHubForTest } from '../support/hub.ts'
import { type KnownValues, randomQuestion } from './random-questions.ts'

const count = import.meta.env.MODE === 'long' ? 3_000 : 80

test('no random question costs more than was estimated', async () => {
  const below = seededRandom()
  const hub = await openHubForTest({ samples: true, environment: { COST_LIMIT: '1000000000' } })
  const schema = buildSchema(await (await fetch(`${hub.address}/schema.graphql`)).text())
  const known: KnownValues = await knownValues()
  let priced = 0
  let answered = 0
  for (let turn = 0; turn < count; turn += 1) {
    const question = randomQuestion(schema, known, { below })
    const { extensions, data } = await hub.ask(question, {}, below(2) === 0 ? asAdministrator : {})
    if (extensions?.cost === undefined) continue
    priced += 1
    if (data !== null) answered += 1
    expect(extensions.cost.actual, question).toBeLessThanOrEqual(extensions.cost.estimated)
  }
  expect(priced, 'most questions are ones that the hub takes').toBeGreaterThan(count * 0.8)
  expect(answered).toBeGreaterThan(count * 0.3)

  async function knownValues(): Promise<KnownValues> {
    const answer =
      await hub.ask(`{ observations(first: 20) { nodes { id series { id } } } regions(codes: ["440000"]) { id }
      releases(first: 3) { nodes { id } } discrepancies(first: 3) { nodes { id } } codeLists { id }
      statistics(input: { indicators: ["certificates"], groupBy: [FIELD] }) { rows(first: 5) { nodes { cells { id } } } }
      hub { cursor(at: 1) } }`)
    const ids = JSON.stringify(answer.data).matchAll(/"id":"([^"]+)"/g)
    const { hub: told } = answer.data as { hub: { cursor: string } }
    return { ids: [...[...ids].map(([, id = '']) => id), 'observation/none'], cursor: told.cursor }
  }
})
