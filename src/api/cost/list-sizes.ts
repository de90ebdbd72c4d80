import type { ListSizes } from '../../kernel/graph/cost.ts'
import type { Position } from '../../kernel/position.ts'

/** The codes there are at a position, by the field that names them. */
type CodesAt = (position: Position) => Promise<ReadonlyMap<string, ReadonlySet<string>>>

/** What is reckoned with while the data cannot be asked. A read that needs it fails in its own words. */
const usual: ListSizes = { indicator: 10, region: 400, scheme: 100, source: 10 }

/** Makes the look-up of how long the code lists are at a position: at once while the position stays the same. Never fails. */
export function listSizesOf(codesAt: CodesAt): (position: Position) => ListSizes | Promise<ListSizes> {
  let kept: { readonly position: Position; readonly sizes: ListSizes } | null = null
  const read = async (position: Position): Promise<ListSizes> => {
    const codes = await codesAt(position)
    const sizeOf = (field: keyof ListSizes) => codes.get(field)?.size ?? 0
    const sizes = {
      indicator: sizeOf('indicator'),
      region: sizeOf('region'),
      scheme: sizeOf('scheme'),
      source: sizeOf('source'),
    }
    if (kept === null || kept.position < position) kept = { position, sizes }
    return sizes
  }
  return (position) =>
    kept?.position === position ? kept.sizes : read(position).catch(() => kept?.sizes ?? usual)
}
