import type { AuditedAct } from './chain.ts'

/** How many kinds of refusals are told apart at once: an attacker chooses the ids of keys. */
const kindsAtOnce = 100

/**
 * Refusals of whoever is not known, counted together until they are taken: somebody who tries a million keys makes a few
 * entries. Beyond a hundred kinds, the rest of an act is one kind without its subjects.
 */
export class Refusals {
  #counted = new Map<string, AuditedAct>()

  /** Counts one. */
  add(refusal: AuditedAct): void {
    const { actor, act, subjects, outcome } = refusal
    const own = JSON.stringify([actor, act, outcome, subjects])
    const known = this.#counted.has(own) || this.#counted.size < kindsAtOnce
    const kind = known ? own : JSON.stringify([actor, act, outcome])
    const counted = this.#counted.get(kind) ?? { ...refusal, subjects: known ? subjects : [], times: 0 }
    this.#counted.set(kind, { ...counted, times: counted.times + 1 })
  }

  /** What was counted since it was last taken, each with its number and the time of the first. */
  take(): readonly AuditedAct[] {
    const taken = [...this.#counted.values()]
    this.#counted = new Map()
    return taken
  }
}
