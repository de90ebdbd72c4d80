import { Extensions } from 'type-graphql'

/** Code lists whose sizes the hub knows from its data. */
export type SizedList = 'indicator' | 'region' | 'scheme' | 'source'

/** How many codes each of them has. */
export type ListSizes = Readonly<Record<SizedList, number>>

/** What a field may tell of all that lies below it: the entries of a page, the columns of a table. */
export type Told = 'page' | 'columns'

/** What an amount may be made of. */
export type Asked = {
  /** The value of an argument as it came, not coerced; undefined where there is none. */
  readonly arg: (name: string) => unknown
  readonly sizes: ListSizes
}

/** A number, the size of a code list, what a field above told, or what is worked out of the arguments. */
export type Amount = number | SizedList | Told | ((asked: Asked) => number)

/**
 * What a field costs. `own` are the points of each time it is resolved: the rows that it reads. `size` is for how many
 * objects its selection is resolved. A field of objects costs a point for each of them where it does not say otherwise.
 */
export type FieldCost = {
  readonly own?: Amount
  readonly size?: Amount
  readonly tells?: Partial<Readonly<Record<Told, Amount>>>
}

/** Says what a field costs, beside the field. A list of objects must say so, or have the argument `first`. */
export function Costs(cost: FieldCost) {
  return Extensions({ cost })
}

/** The cost that a field of the schema was declared with; null where it was declared with none. */
export function declaredCost({ extensions }: { readonly extensions: object }): FieldCost | null {
  return 'cost' in extensions ? (extensions.cost as FieldCost) : null
}

/** How many things a value is as a list of GraphQL: one that is no list stands for a list of it. */
export function lengthOf(value: unknown): number | null {
  if (value == null) return null
  return Array.isArray(value) ? value.length : 1
}

/** Points of a count: it looks at every row that matches, however few are shown. */
export const countCost = 100

/** Points of a change of the hub, beside its rows: one writer at a time takes them in, for all. */
export const writeCost = 100

/** A list of codes: those that an argument names, each once, or the whole list. */
export function namedOrAll(argument: string, list: SizedList): Amount {
  return ({ arg, sizes }) => Math.min(lengthOf(arg(argument)) ?? sizes[list], sizes[list])
}
