import type { Config } from '../../platform/config.ts'
import { databaseName, type RunningHub } from '../../platform/run-file.ts'
import { lineTo } from '../hub-line.ts'
import type { HubSeen } from './hub-check.ts'

/** How long the hub may take to say how it is, in milliseconds: it asks its own services first. */
const patience = 8_000

/** Looks at the hub that runs on the data folder, by its own account. */
export async function lookAtHub(running: RunningHub, config: Config, head: number | null): Promise<HubSeen> {
  const { address, certificate, database } = running
  try {
    const signal = AbortSignal.timeout(patience)
    const { text } = await lineTo(address, certificate)({ method: 'GET', path: '/health/ready', signal })
    const told = JSON.parse(text) as Ready
    return {
      state: 'runs',
      address,
      status: told.status,
      position: told.position,
      head,
      troubles: told.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `its ${name}: ${detail}`),
      sameDatabase: database === undefined || database === databaseName(config.DATABASE_URL),
    }
  } catch {
    return { state: 'silent', reason: `the hub at ${address} lives, but does not say how it is` }
  }
}

type Ready = {
  readonly status: string
  readonly position: number
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
}
