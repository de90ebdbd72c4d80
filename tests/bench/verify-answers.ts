import { isDeepStrictEqual } from 'node:util'
import { openKeepAlive, postOf } from './keep-alive.ts'
import type { Ask } from './load.ts'
import type { Question } from './questions.ts'

/** The two that are compared. */
export const contenders = ['raw', 'hub'] as const
export type Contender = (typeof contenders)[number]

/** The verified requests and answers of a question, for each contender. */
export type Verified = Readonly<Record<Contender, readonly Ask[]>>

/**
 * Asks both servers every request of a question once and compares: with each other, and with what the data set says
 * where `expect` is given. Throws at the first difference; gives the exact answers for the load to compare with.
 */
export async function verifyAnswers(
  addresses: Readonly<Record<Contender, string>>,
  question: Question,
  expected: Question['expected'],
): Promise<Verified> {
  using hub = await openKeepAlive(addresses.hub)
  using raw = await openKeepAlive(addresses.raw)
  const verified = { hub: [] as Ask[], raw: [] as Ask[] }
  for (const variables of question.requests) {
    const { document: query, name } = question
    const hubRequest = postOf(addresses.hub, '/graphql', { query, variables })
    const rawRequest = postOf(addresses.raw, '/', { question: name, variables })
    const hubAnswer = await hub.ask(hubRequest)
    const rawAnswer = await raw.ask(rawRequest)
    const difference = differenceOf(hubAnswer, rawAnswer, expected?.(variables))
    if (difference !== null)
      throw new Error(`The answers to "${name}" with ${JSON.stringify(variables)} differ.\n${difference}`)
    verified.hub.push({ request: hubRequest, answer: hubAnswer })
    verified.raw.push({ request: rawRequest, answer: rawAnswer })
  }
  return verified
}

/** What two answers do not agree on, or null: errors, no data, an empty list, or other data than expected. */
export function differenceOf(hub: Buffer, raw: Buffer, expected?: unknown): string | null {
  const answer = dataOf(hub)
  const limit = dataOf(raw)
  const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 400)
  if (answer === undefined || limit === undefined)
    return `an answer has errors or no data\nhub: ${hub.toString().slice(0, 400)}\nraw: ${raw.toString().slice(0, 400)}`
  if (!isDeepStrictEqual(answer, limit)) return `hub: ${shown(answer)}\nraw: ${shown(limit)}`
  if (expected !== undefined && !isDeepStrictEqual(answer, expected))
    return `both:     ${shown(answer)}\nexpected: ${shown(expected)}`
  if (JSON.stringify(answer).includes('"nodes":[]')) return 'both found nothing'
  return null
}

function dataOf(body: Buffer): unknown {
  const { data, errors } = JSON.parse(body.toString()) as {
    readonly data?: unknown
    readonly errors?: unknown
  }
  return errors === undefined && data !== null ? data : undefined
}
