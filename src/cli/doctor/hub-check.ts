import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('hub')

/** What was seen of the hub on DATA_DIR. */
export type HubSeen =
  | { readonly state: 'none' }
  /** Something holds the data or a process lives, but nothing answers as the hub. */
  | { readonly state: 'silent'; readonly reason: string }
  | {
      readonly state: 'runs'
      readonly address: string
      readonly status: string
      readonly position: number
      /** The position in the database; null where it was not reached. */
      readonly head: number | null
      /** What is not well, in the hub's own words. */
      readonly troubles: readonly string[]
      /** Whether its database is the one of the settings. */
      readonly sameDatabase: boolean
    }

/** A node that is so many positions behind the history is late. */
const late = 5

/** Whether a hub runs, is ready, and follows the history. */
export function hubDiagnoses(seen: HubSeen): readonly Diagnosis[] {
  if (seen.state === 'none') return [ok('none runs on DATA_DIR')]
  if (seen.state === 'silent')
    return [
      fail(seen.reason, 'Look at its log; end that process if it stands still, and start the hub anew.'),
    ]
  const { address, status, position, head, troubles, sameDatabase } = seen
  const found = troubles.map((trouble) =>
    (status === 'not ready' ? fail : warn)(trouble, `Look at its log, and at ${address}/health/ready.`),
  )
  if (!sameDatabase)
    found.push(
      fail(
        `the hub at ${address} keeps another database than DATABASE_URL names`,
        'Set DATABASE_URL as it was at its start, or DATA_DIR to the folder of the hub you mean.',
      ),
    )
  const behind = head === null || !sameDatabase ? 0 : head - position
  if (behind > late)
    found.push(
      warn(
        `it is ${behind} positions behind the history (${position} of ${head})`,
        'Look at the load of this machine and the way to the database.',
      ),
    )
  return found.length > 0 ? found : [ok(`serves at ${address}, ready, at position ${position}`)]
}
