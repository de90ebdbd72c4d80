import type { Announcer } from '../history/announce/announcer.ts'
import type { Intake } from '../intake/take-in.ts'
import type { GraphParts } from './graphql.ts'

/** What the server as a whole is wired with. */
export type ServerParts = GraphParts & {
  readonly intake: Intake
  readonly announcer: Announcer
  /** The largest delivery, in bytes. */
  readonly deliveryLimit: number
  /** The names of migrations that are still to be run. */
  readonly pendingSteps: () => Promise<readonly string[]>
}
