import type { ModelFact } from './model-facts.ts'

/** A frame as far as a consumer that folds it needs it. */
export type FoldedFrame = {
  readonly cursor: string
  readonly complete: boolean
  readonly commit: { readonly position: number } | null
  readonly changes: readonly {
    readonly op: string
    readonly id: string
    readonly node?: (ModelFact & { readonly id: string }) | null
  }[]
}

/**
 * A consumer's state: whole commits only, and whatever it has already (up to the position it stands at) is dropped.
 * Gives the state after each position it came to.
 */
export function foldedStates(
  from: { readonly position: number; readonly state: ReadonlyMap<string, ModelFact> },
  frames: readonly FoldedFrame[],
  keyOf: (id: string) => string,
): ReadonlyMap<number, ReadonlyMap<string, ModelFact>> {
  const states = new Map([[from.position, from.state]])
  let state = from.state
  let held: FoldedFrame['changes'][number][] = []
  for (const { complete, commit, changes } of frames) {
    const position = commit?.position ?? 0
    if (position <= from.position) continue
    held.push(...changes)
    if (!complete) continue
    const next = new Map(state)
    for (const { op, id, node } of held) {
      if (op === 'LEFT') next.delete(keyOf(id))
      else if (node) next.set(keyOf(id), { value: node.value, status: node.status, revision: node.revision })
    }
    held = []
    state = next
    states.set(position, state)
  }
  return states
}
