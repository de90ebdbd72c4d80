import { traceOf } from '../../kernel/error-trace.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { untoldRevocations } from './known-access-keys.ts'

/** What the sweep is wired with. */
export type RevocationSweepParts = {
  readonly database: Queryable
  readonly tell: (id: string) => Promise<void>
  readonly log: Log
}

/** How often the sweep looks, and how old a revocation must be for it: a younger one is being told. In milliseconds. */
const lookEvery = 30_000
const beingTold = 10_000

/** How many revocations are told at once. */
const atOnce = 100

/**
 * Tells the history of revocations whose commit did not come about, because a node died or a writer stood still. Looks
 * once before it resolves, whatever their age, and every half minute from then on. Ends when it is disposed of.
 */
export async function openRevocationSweep({
  database,
  tell,
  log,
}: RevocationSweepParts): Promise<AsyncDisposable> {
  let closed = false
  const sweep = async (age: number) => {
    try {
      for (const id of await untoldRevocations(database, age, atOnce)) if (!closed) await tell(id)
    } catch (error) {
      log.warn({ reason: traceOf(error) }, 'revocations cannot be told to the history; trying on')
    }
  }
  await sweep(0)
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= sweep(beingTold).finally(() => {
      running = null
    })
  }, lookEvery).unref()
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearInterval(timer)
      await running
    },
  }
}
