import { asAdministrator, type TestHub } from '../support/hub.ts'

/** By what somebody is known over HTTP, and in the payload of `connection_init`. */
export type CallerHeaders = Readonly<Record<string, string>>

/** Everybody who asks, by a name of their own. */
export type Callers = Readonly<Record<string, CallerHeaders>>

/** Who may see nothing of what the source cnca-by-region holds back. */
export const strangers = [
  'anonymous',
  'analyst',
  'partner',
  'publisher of another source',
  'supervisor',
] as const

/** One caller of each kind, and of publishers two: of cnca-by-region and of another source. */
export async function callersOf(hub: TestHub): Promise<Callers> {
  const [analyst, partner, other, own, supervisor] = await Promise.all([
    hub.keyFor({ role: 'ANALYST' }),
    hub.keyFor({ role: 'PARTNER', regions: ['820000'] }),
    hub.keyFor({ role: 'PUBLISHER', sources: ['cnca-by-field'] }),
    hub.keyFor({ role: 'PUBLISHER', sources: ['cnca-by-region'] }),
    hub.keyFor({ role: 'SUPERVISOR', regions: ['440000'] }),
  ])
  return {
    anonymous: {},
    analyst: analyst.headers,
    partner: partner.headers,
    'publisher of another source': other.headers,
    'publisher of the source': own.headers,
    supervisor: supervisor.headers,
    administrator: asAdministrator,
  }
}

/** An instant until which an embargo may run, and which no test waits for. */
export function inAMonth(): string {
  return new Date(Date.now() + 30 * 86_400_000).toISOString()
}
