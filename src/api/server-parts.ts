import type { Announcer } from '../history/announce/announcer.ts'
import type { Intake } from '../intake/take-in.ts'
import type { GraphParts } from './graphql.ts'

/** What the server as a whole is wired with. */
export type ServerParts = GraphParts & {
  readonly intake: Intake
  readonly announcer: Announcer
  /** The largest delivery, in bytes. */
  readonly deliveryLimit: number
  /** Names this opening of the hub, so that whoever finds its address can tell it from another. */
  readonly instance: string
  /** The names of migrations that are still to be run. */
  readonly pendingSteps: () => Promise<readonly string[]>
}
