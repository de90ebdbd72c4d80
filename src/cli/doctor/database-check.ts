import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('database')

/** What was seen of the way to the database. */
export type DatabaseReached =
  | { readonly state: 'embedded'; readonly seen: 'opened' | 'the running hub has it' | 'not made yet' }
  | { readonly state: 'reached'; readonly roundTrip: number }
  | { readonly state: 'away'; readonly embedded: boolean; readonly reason: string }

/** A server that is slower makes every answer slow, in milliseconds. */
const slow = 20

/** Whether the database can be reached, and how fast. */
export function databaseDiagnoses(reached: DatabaseReached): readonly Diagnosis[] {
  if (reached.state === 'embedded') return [ok(`embedded, in DATA_DIR: ${reached.seen}`)]
  if (reached.state === 'reached') {
    const says = `Postgres answers in ${reached.roundTrip < 10 ? reached.roundTrip.toFixed(1) : Math.round(reached.roundTrip)} ms`
    if (reached.roundTrip <= slow) return [ok(says)]
    return [warn(says, 'Put the nodes near the database: an answer takes several round trips.')]
  }
  const { embedded, reason } = reached
  const advice = embedded
    ? 'Stop the process that holds it, or restore DATA_DIR from a backup.'
    : 'Start the server or mend DATABASE_URL; the hub does not start without it.'
  return [fail(reason, advice)]
}
