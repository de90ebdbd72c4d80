/** An observation as far as rules of preference ask. */
export type Heard = {
  readonly id: string
  readonly value: string | null
  readonly source: { readonly code: string; readonly priority: number }
  readonly release: { readonly publishedAt: string | null }
}

/** The ids of the preferred of each figure, sorted: whatever another observation of the figure beats is struck out. */
export function preferredIds(
  heard: readonly Heard[],
  figureOf: (id: string) => string,
  byDate: boolean,
): readonly string[] {
  return heard
    .filter(
      (one) => !heard.some((other) => figureOf(other.id) === figureOf(one.id) && beats(other, one, byDate)),
    )
    .map(({ id }) => id)
    .toSorted()
}

function beats(left: Heard, right: Heard, byDate: boolean): boolean {
  if (left.id === right.id) return false
  if ((left.value === null) !== (right.value === null)) return right.value === null
  const [mine, others] = [left.release.publishedAt, right.release.publishedAt]
  if (byDate && mine !== others)
    return others === null || (mine !== null && Date.parse(mine) > Date.parse(others))
  return left.source.priority < right.source.priority
}
