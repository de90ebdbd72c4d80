import { type GraphQLField, getNamedType, isLeafType, isListType, isNonNullType } from 'graphql'
import { type Amount, type Asked, declaredCost, type FieldCost, type Told } from '../../kernel/graph/cost.ts'
import { defaultPageSize, largestPageSize } from '../../kernel/page.ts'

/** What a field costs, nothing left open. */
export type FullCost = {
  readonly own: Amount
  readonly size: Amount
  readonly tells: Partial<Readonly<Record<Told, Amount>>>
}

/** The size of a list that says none: a test refuses such a field, so this is for a schema that is being changed. */
const unknownSize = 100

/**
 * What a field costs: as it was declared; else a page by its argument `first` and one more row, by which it is known
 * whether another page follows; else a point for each object, and none for what is no object.
 */
export function costOf(field: GraphQLField<unknown, unknown>): FullCost {
  const declared: FieldCost = declaredCost(field) ?? {}
  if (isLeafType(getNamedType(field.type))) return { own: declared.own ?? 0, size: 0, tells: {} }
  const paged = field.args.some(({ name }) => name === 'first')
  const size = declared.size ?? (isList(field) ? unknownSize : 1)
  return {
    own: declared.own ?? (paged ? (asked) => pageOf(asked) + 1 : size),
    size,
    tells: declared.tells ?? (paged ? { page: pageOf } : {}),
  }
}

/** Says whether nobody says how long a list of objects is. */
export function lacksSize(field: GraphQLField<unknown, unknown>): boolean {
  return isList(field) && !isLeafType(getNamedType(field.type)) && declaredCost(field)?.size === undefined
}

/** The entries of a page that arguments ask for. What cannot be asked is refused later, in the words of the list. */
export function pageOf({ arg }: Asked): number {
  const first = arg('first') ?? defaultPageSize
  return typeof first === 'number' ? Math.min(Math.max(first, 0), largestPageSize) : defaultPageSize
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}
