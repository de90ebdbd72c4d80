import { expect, onTestFinished, test } from 'vitest'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { certainQuestions } from './certain-cells.ts'
import { expectSameByIds } from './cited-figures.ts'
import { expectSameTable, tableQuery } from './compare-table.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import { factsAt, type SpokenRelease } from './model-claims.ts'
import { tableOf } from './model-table.ts'
import { randomHistory } from './random-history.ts'
import { type RandomQuestion, randomQuestion } from './random-inputs.ts'
import { writeSmallWorld } from './random-world.ts'
import { readCatalogue } from './read-catalogue.ts'
import { Tally } from './tally.ts'

/** How many releases come, and how many tables are asked for. */
const steps = long ? { releases: 40, tables: 1500 } : { releases: 13, tables: 45 }

describeOneGround('random tables', (ground) => {
  test(
    'hold in each cell what a plain model of figures says, now and as of earlier positions',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      await writeSmallWorld(hub)
      const releases = await randomHistory(hub, random, steps.releases)
      const head = (await hub.ask('{ hub { position } }')).extensions.hub.position
      // No release changes the catalogue, so it is the same at every position after the first two.
      const catalogue = await readCatalogue(hub, head)
      const tally = new Tally()
      for (const { spokeAt, withdrawnAt, held } of releases) {
        tally.count('release', withdrawnAt === null ? 'standing' : 'withdrawn')
        if (held) tally.count('release', spokeAt === Infinity ? 'held' : 'told')
      }
      const asked = Array.from({ length: steps.tables }, () => randomQuestion(random))
      const certain = certainQuestions()
      const run = { hub, catalogue, releases, tally, random: randomOf(seed + 1) }
      for (const [turn, question] of [...certain, ...asked].entries()) {
        const earlier = turn >= certain.length && random() < 0.4
        const position = earlier ? 2 + Math.floor(random() * (head - 1)) : head
        await compare(run, question, position, `seed ${seed}, table ${turn}, at ${position}`)
      }
      console.log(tally.text())
      expect(tally.missing()).toEqual([])
    },
    long ? 30 * 60_000 : 300_000,
  )
})

/** What all comparisons of a run have in common. */
type Run = {
  readonly hub: TestHub
  readonly catalogue: ModelCatalogue
  readonly releases: readonly SpokenRelease[]
  readonly tally: Tally
  readonly random: () => number
}

async function compare(run: Run, question: RandomQuestion, position: number, name: string): Promise<void> {
  const { hub, catalogue, releases, tally } = run
  const world = { catalogue, facts: factsAt(releases, position) }
  const series = releases
    .filter(({ spokeAt }) => spokeAt <= position)
    .flatMap(({ source, says }) => says.map((said) => ({ ...said, source })))
  const expected = tableOf(world, series, question.input)
  const label = `${name}: ${JSON.stringify(inputOf(question))}`
  const ask = (totals: boolean) =>
    hub.ask(tableQuery(position, question.deep, totals), { input: inputOf(question) })
  const refused =
    'refused' in expected ? expected.refused : expected.totals === null ? 'OVERLAPPING_CODES' : null
  const answer = await ask(true)
  expect(answer.errors?.[0]?.extensions['code'] ?? null, label).toBe(refused)
  if (refused !== null) tally.count('refused', refused)
  if ('refused' in expected) return
  const { data } = refused === null ? answer : await ask(false)
  expectSameTable(world, question, expected, data, tally, label)
  await expectSameByIds(hub, run.random, data, tally, label)
}

/** The input as the graph takes it. */
function inputOf({ input, having, orderBy }: RandomQuestion): object {
  const indicator = (place: number) => input.indicators[place]
  return {
    ...input,
    ...(having === null
      ? {}
      : {
          having: [
            {
              indicator: indicator(having.place),
              column: having.column,
              ...(having.gt === null ? {} : { is: { gt: having.gt } }),
              ...(having.kinds === null ? {} : { kinds: having.kinds }),
            },
          ],
        }),
    orderBy: orderBy.map(({ column, place, descending }) => ({
      column,
      indicator: indicator(place),
      descending,
    })),
  }
}
