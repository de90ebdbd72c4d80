import { join } from 'node:path'
import { openKeepAlive, postOf } from './keep-alive.ts'
import { type Ask, medianOf, runLoad } from './load.ts'
import { type NodeProcess, startNode } from './node-process.ts'
import { processSeconds } from './process-time.ts'
import type { Question } from './questions.ts'

/** What the gates cost: processor time per answer with them and without, in microseconds. */
export type GateResult = {
  readonly what: string
  readonly gated: number
  readonly open: number
  /** The median over the rounds of what one is to the other in the same round: 1.00 costs nothing. */
  readonly ratio: number
  /** What is wanted of it; null where that is not said. */
  readonly goal: number | null
}

/** How many documents that were never asked before a round has at most. */
const newDocuments = 12_000

type Kind = 'gated' | 'open'

/** What is asked of both, and how its requests are made: of the same documents, or of one that is new each time. */
type Load = {
  readonly what: string
  readonly question: Question
  readonly known: boolean
  readonly goal: number | null
}

/**
 * Measures the same hub with its gates and with gates that let everything through, in turn: a document that is known and
 * one that is new each time, with an access key. Null where the machine does not tell processor time.
 */
export async function measureGate(
  environment: Readonly<Record<string, string>>,
  key: string,
  questions: Readonly<Record<'floor' | 'series', Question>>,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<readonly GateResult[] | null> {
  await using open = new AsyncDisposableStack()
  const start = async (kind: Kind) =>
    open.use(await startNode([join(import.meta.dirname, 'gate-hub.ts'), kind], environment))
  const hubs = { gated: await start('gated'), open: await start('open') }
  if (processSeconds(hubs.gated.pid) === null) return null
  const loads: readonly Load[] = [
    { what: 'floor, known', question: questions.floor, known: true, goal: 1.1 },
    { what: 'series, known', question: questions.series, known: true, goal: 1.05 },
    { what: 'floor, new documents', question: questions.floor, known: false, goal: null },
    { what: 'series, new documents', question: questions.series, known: false, goal: null },
  ]
  const results: GateResult[] = []
  for (const load of loads) results.push(await measured(load, hubs, key, rounds, seconds))
  return results
}

async function measured(
  load: Load,
  hubs: Readonly<Record<Kind, NodeProcess>>,
  key: string,
  rounds: number,
  seconds: number,
): Promise<GateResult> {
  const times: Record<Kind, number[]> = { gated: [], open: [] }
  let made = 0
  const run = async (kind: Kind) => {
    const hub = hubs[kind]
    const asks = load.known
      ? await knownAsks(hub.address, load.question, key)
      : await newAsks(hub.address, load.question, key, made)
    made += newDocuments
    const before = processSeconds(hub.pid) ?? 0
    const { requests } = await runLoad(hub.address, asks, 4, seconds)
    if (!load.known && requests > newDocuments) throw new Error('a round asked a new document twice')
    return (((processSeconds(hub.pid) ?? 0) - before) * 1e6) / requests
  }
  for (const kind of ['gated', 'open'] as const) await run(kind)
  for (let round = 0; round < rounds; round += 1) {
    // Which comes first changes, so that neither always has the warmer processor.
    const order = round % 2 === 0 ? (['gated', 'open'] as const) : (['open', 'gated'] as const)
    for (const kind of order) times[kind].push(await run(kind))
  }
  const ratios = times.gated.map((gated, round) => gated / (times.open[round] ?? Number.NaN))
  const { what, goal } = load
  return { what, gated: medianOf(times.gated), open: medianOf(times.open), ratio: medianOf(ratios), goal }
}

/** Every request of a question, asked once for its exact answer. */
async function knownAsks(address: string, question: Question, key: string): Promise<readonly Ask[]> {
  using client = await openKeepAlive(address)
  const asks: Ask[] = []
  for (const variables of question.requests) {
    const request = postOf(address, '/graphql', { query: question.document, variables }, key)
    asks.push({ request, answer: await wellAsked(client, request) })
  }
  return asks
}

/** The first request of a question in documents of other names: the answers are the same. */
async function newAsks(
  address: string,
  question: Question,
  key: string,
  from: number,
): Promise<readonly Ask[]> {
  using client = await openKeepAlive(address)
  const [variables = {}] = question.requests
  const named = (name: string) => {
    const query = question.document.replace(/query \w+/, `query ${name}`)
    return postOf(address, '/graphql', { query, variables }, key)
  }
  const answer = await wellAsked(client, named(`New${from}`))
  return Array.from({ length: newDocuments }, (_, index) => ({
    request: named(`New${from + index + 1}x`),
    answer,
  }))
}

async function wellAsked(
  client: Awaited<ReturnType<typeof openKeepAlive>>,
  request: Buffer,
): Promise<Buffer> {
  const answer = await client.ask(request)
  if (answer.toString().includes('"errors"'))
    throw new Error(`a question was refused: ${answer.toString('utf8', 0, 300)}`)
  return answer
}
