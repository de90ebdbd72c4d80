import 'reflect-metadata'
import { expect, onTestFinished, test } from 'vitest'
import { renewReference } from '../discrepancies/third-source.ts'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { answerOf } from './model-answer.ts'
import type { Value } from './model-graph.ts'
import type { ModelWorld } from './model-world.ts'
import { type Asker, everybody, randomReleases } from './random-access.ts'
import { type Question, randomQuestion } from './random-question.ts'

/** How many releases there are, how many questions are asked, and by how many different ones each. */
const sizes = long
  ? { releases: 60, questions: 2_000, askers: 5 }
  : { releases: 25, questions: 80, askers: 5 }

/** How many questions are under way at once. */
const together = 16

describeOneGround('whatever is asked, by whomever', (ground) => {
  test(
    'is answered as a plain model of who may see what answers it',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      await renewReference(hub)
      const { releases, keys } = await randomReleases(hub, random, sizes.releases)
      const askers = await everybody(hub)
      const head = hub.tail.position
      const world: ModelWorld = { releases, keys: [...keys, ...askers.flatMap(({ key }) => key ?? [])] }
      const cases = Array.from({ length: sizes.questions }).flatMap((_, number) => {
        const asOf = random() < 0.4 ? 2 + Math.floor(random() * (head - 1)) : null
        const question = randomQuestion(random, world, asOf)
        return Array.from({ length: sizes.askers }, () => {
          const asker = askers[Math.floor(random() * askers.length)] as Asker
          return { number, question, asOf, asker, way: random() }
        })
      })
      // Shuffled, so that one document is asked by many at once and none has the answers of another.
      for (let place = cases.length - 1; place > 0; place -= 1) {
        const other = Math.floor(random() * (place + 1))
        const [left, right] = [cases[place], cases[other]]
        if (left !== undefined && right !== undefined) [cases[place], cases[other]] = [right, left]
      }
      let next = 0
      const differences: string[] = []
      const run = async () => {
        while (next < cases.length && differences.length < 5) {
          const { number, question, asOf, asker, way } = cases[next++] as (typeof cases)[number]
          const ask = { world, viewer: asker, position: asOf ?? head, pinned: asOf !== null }
          const expected = asker.role === 'nobody' ? refused : answerOf(question.selections, ask)
          const answer = await answered(hub, question, asker, way)
          if (!equal(answer, expected))
            differences.push(
              `seed ${seed}, question ${number} as ${asker.name}: ${question.text}\n${JSON.stringify(question.variables)}\ncame ${JSON.stringify(answer)}\nmeant ${JSON.stringify(expected)}`,
            )
        }
      }
      await Promise.all(Array.from({ length: together }, run))
      expect(differences).toEqual([])
      expect(next).toBe(cases.length)
    },
    long ? 30 * 60_000 : 120_000,
  )
})

/** What somebody whose credential holds no longer is told, whatever is asked. */
const refused: Value = { refused: 'whatever is asked' }

/** The codes of that: after many attempts with it, also that there were many. */
const refusals: ReadonlySet<unknown> = new Set(['UNAUTHENTICATED', 'RATE_LIMITED'])

/** Asks by POST, by GET or on a socket. */
async function answered(
  hub: TestHub,
  { text, variables }: Question,
  asker: Asker,
  way: number,
): Promise<unknown> {
  if (way < 0.7) {
    const { data, errors } = await hub.ask(text, variables, asker.headers)
    return errors === undefined ? data : refusal(errors)
  }
  if (way < 0.85) {
    const url = new URL('/graphql', hub.address)
    url.search = new URLSearchParams({ query: text, variables: JSON.stringify(variables) }).toString()
    const headers = { ...asker.headers, 'apollo-require-preflight': 'true' }
    const body = (await (await fetch(url, { headers })).json()) as { data: unknown; errors?: Errors }
    return body.errors === undefined ? body.data : refusal(body.errors)
  }
  const client = hub.client(asker.headers)
  try {
    for await (const { data, errors } of client.iterate({ query: text, variables }))
      return errors === undefined ? data : refusal(errors as Errors)
    return null
  } catch (error) {
    // A socket that shows a credential which does not hold is closed with a code.
    if (asker.role === 'nobody' && closeCode(error) !== undefined) return refused
    throw error
  } finally {
    await client.dispose()
  }
}

type Errors = readonly { readonly extensions: Readonly<Record<string, unknown>>; readonly message: string }[]

function refusal(errors: Errors): unknown {
  return errors.every(({ extensions }) => refusals.has(extensions['code'])) ? refused : { errors }
}

function closeCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** Equal as JSON, in whichever order the fields of an object come. */
function equal(left: unknown, right: Value): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((one, index) => equal(one, right[index] as Value))
  if (isRecord(left) && isRecord(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => name in right && equal(left[name], right[name] as Value))
    )
  }
  return left === right
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
