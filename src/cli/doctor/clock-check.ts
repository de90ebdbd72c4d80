import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('clock')

/** The clock of a server, compared with this machine's. */
export type ClockSeen = {
  readonly server: string
  /** How far it is ahead of this machine, in milliseconds; negative where it is behind. */
  readonly ahead: number
  /** How long the question took: half of it is not known of `ahead`. */
  readonly roundTrip: number
}

/** From here on a difference is worth a word, and from there on tokens and embargoes go wrong, in milliseconds. */
const limits = { warn: 1_000, fail: 30_000 }

const advice =
  'Let NTP (chrony, systemd-timesyncd) set the clocks of both machines; `timedatectl` shows whether it does.'

/** Whether this machine and the servers agree on the time. */
export function clockDiagnoses(clocks: readonly ClockSeen[]): readonly Diagnosis[] {
  if (clocks.length === 0) return [ok('is this machine’s alone: no server has another')]
  return clocks.map(({ server, ahead, roundTrip }) => {
    const sure = Math.max(0, Math.abs(ahead) - roundTrip / 2)
    const way = ahead > 0 ? 'ahead of' : 'behind'
    const says = `${server} is ${(Math.abs(ahead) / 1_000).toFixed(1)} s ${way} this machine`
    if (sure >= limits.fail) return fail(says, advice)
    if (sure > limits.warn) return warn(says, advice)
    return ok(`${server} agrees with this machine, to ${Math.ceil(Math.abs(ahead) + roundTrip / 2)} ms`)
  })
}

/** Compares a server's clock by asking it: all times in milliseconds since 1970. */
export function clockSeen(server: string, asked: number, told: number, answered: number): ClockSeen {
  return { server, ahead: told - (asked + answered) / 2, roundTrip: answered - asked }
}
