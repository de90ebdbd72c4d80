import { type LoadResult, medianOf, runLoad } from './load.ts'
import { familySeconds, processSeconds } from './process-time.ts'
import { type Contender, contenders, type Verified } from './verify-answers.ts'

/** The servers under measurement. */
export type Servers = Readonly<Record<Contender, { readonly address: string; readonly pid: number }>> & {
  readonly postgresPid: number
}

/** One contender's medians over the rounds. Times in milliseconds, processor time in microseconds per request. */
export type Measured = {
  readonly contender: Contender
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly serverMicroseconds: number | null
  readonly postgresMicroseconds: number | null
  /** How far the rounds lie apart: (best − worst) / median of requests per second. */
  readonly spread: number
  readonly answerBytes: number
}

/** How a question is loaded. */
export type Rounds = { readonly rounds: number; readonly seconds: number; readonly connections: number }

/** How long both are asked before anything counts, in seconds. */
const warmUp = 1

type Round = LoadResult & { readonly server: number | null; readonly postgres: number | null }

/** Measures a question: raw, hub, raw, hub …, after a short warm-up of both. */
export async function measureQuestion(
  servers: Servers,
  verified: Verified,
  { rounds, seconds, connections }: Rounds,
): Promise<readonly Measured[]> {
  const done: Record<Contender, Round[]> = { raw: [], hub: [] }
  const run = async (contender: Contender, length: number): Promise<Round> => {
    const { address, pid } = servers[contender]
    const before = { server: processSeconds(pid), postgres: familySeconds(servers.postgresPid) }
    const result = await runLoad(address, verified[contender], connections, length)
    const used = (after: number | null, earlier: number | null) =>
      after === null || earlier === null ? null : ((after - earlier) * 1e6) / result.requests
    return {
      ...result,
      server: used(processSeconds(pid), before.server),
      postgres: used(familySeconds(servers.postgresPid), before.postgres),
    }
  }
  for (const contender of contenders) await run(contender, Math.min(warmUp, seconds))
  for (let round = 0; round < rounds; round += 1)
    for (const contender of contenders) done[contender].push(await run(contender, seconds))
  return contenders.map((contender) =>
    summaryOf(contender, done[contender], verified[contender][0]?.answer.length ?? 0),
  )
}

function summaryOf(contender: Contender, rounds: readonly Round[], answerBytes: number): Measured {
  const median = (of: (round: Round) => number | null) => {
    const values = rounds.map(of).filter((value) => value !== null)
    return values.length === 0 ? null : medianOf(values)
  }
  const rates = rounds.map((round) => round.perSecond)
  const perSecond = medianOf(rates)
  return {
    contender,
    perSecond,
    p50: medianOf(rounds.map((round) => round.p50)),
    p99: medianOf(rounds.map((round) => round.p99)),
    serverMicroseconds: median((round) => round.server),
    postgresMicroseconds: median((round) => round.postgres),
    spread: (Math.max(...rates) - Math.min(...rates)) / perSecond,
    answerBytes,
  }
}
