import { expect, onTestFinished, test } from 'vitest'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { randomPost } from '../model/random-releases.ts'
import { publish } from '../subscriptions/figures.ts'
import { describeOneGround, openTestHub } from '../support/hub.ts'
import { askToWithdraw } from '../vintages/withdrawing.ts'
import { explain, type ReadExplanation } from './explaining.ts'

const steps = long ? 200 : 16

const standing = `query($position: Position!) @asOf(position: $position) { observations(first: 1000) { nodes {
  id value status revision release { code } revisions { value } } } }`

type Standing = {
  readonly id: string
  readonly value: string | null
  readonly status: string
  readonly revision: number
  readonly release: { readonly code: string }
  readonly revisions: readonly object[]
}

describeOneGround('in a random history', (ground) => {
  test(
    'every observation is explained by one claim that says what it says, and by all its revisions',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      const codes: string[] = []
      for (let step = 0; step < steps; step += 1) {
        const { rows, publishedAt } = randomPost(random)
        const { releases } = await publish(hub.address, { key: `random-${step}`, rows, publishedAt })
        codes.push(...releases.map(({ id }) => id.split('/')[1] ?? ''))
        if (random() < 0.3 && codes.length > 0) {
          const [code = ''] = codes.splice(Math.floor(random() * codes.length), 1)
          expect((await askToWithdraw(hub, code)).errors).toBeUndefined()
        }
      }
      const head = hub.tail.position
      let checked = 0
      for (const position of [head, Math.ceil(random() * head), Math.ceil(random() * head)]) {
        const { data } = await hub.ask(standing, { position })
        const { nodes } = (data as { observations: { nodes: readonly Standing[] } }).observations
        for (const node of nodes) checked += checkOne(node, await explain(hub, node.id), `at ${position}`)
      }
      expect(checked).toBeGreaterThan(10)
    },
    long ? 30 * 60_000 : 120_000,
  )
})

function checkOne(observation: Standing, found: ReadExplanation | null, where: string): number {
  const { id, value, status, revision, release, revisions } = observation
  const what = `${id} ${where}`
  expect(found, what).toMatchObject({ explains: id, value, status, fact: { id } })
  const { claims, claim, revisions: told } = found?.provenance ?? {}
  expect(claim, what).toMatchObject({ value, status, release: { code: release.code } })
  const speaking = claims?.nodes.filter(({ standing: each }) => each === 'SPEAKS')
  expect(speaking, what).toEqual([claim])
  expect(claims?.nodes, what).toHaveLength(claims?.totalCount ?? -1)
  const confirming = claims?.nodes.filter(({ standing: each }) => each === 'CONFIRMS') ?? []
  for (const each of confirming) expect(each, what).toMatchObject({ value, status })
  for (const { standing: each, release: of } of claims?.nodes ?? [])
    expect(of.status === 'WITHDRAWN', what).toBe(each === 'WITHDRAWN')
  expect(told, what).toHaveLength(revision)
  expect(revisions, what).toHaveLength(revision)
  return 1
}
