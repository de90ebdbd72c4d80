import type { Ids } from '../../kernel/ids.ts'
import { type Identifier, organizationOrigins, type StatedParty } from '../organization/terms.ts'

/** A party as a claim says it, or as a claim that was kept says it: then the whole name of a person is elsewhere. */
export type SaidParty = Omit<StatedParty, 'personalName'> & {
  readonly personalName?: string | null
  /** Where the whole name of a person is kept, or will be. */
  readonly personId?: string | null
}

/** One organization as far as the rows of a delivery go: its numbers, and the best that is said of it. */
export type PartyGroup = {
  /** The first of them names the group. */
  readonly identifiers: readonly Identifier[]
  readonly said: SaidParty
  readonly freshId: string
  readonly personId: string | null
}

/** The groups of a delivery, and in which of them each number stands. */
export type PartyGroups = {
  readonly groups: readonly PartyGroup[]
  readonly groupOf: ReadonlyMap<string, PartyGroup>
}

type Growing = { -readonly [Field in keyof PartyGroup]: PartyGroup[Field] } & {
  identifiers: Identifier[]
  readonly schemes: Set<string>
}

/** A number as it names an organization. */
export function refOf({ scheme, value }: Identifier): string {
  return `${scheme}:${value}`
}

/**
 * Which parties of a delivery are one organization: those with the same first number; and one whose first number is new
 * belongs to whoever has another of its numbers, unless that one has a different number of the same scheme already. A
 * number that a group has stays there, so two that are known apart are never made one.
 */
export function groupsOf(parties: Iterable<SaidParty>, ids: Ids): PartyGroups {
  const groupOf = new Map<string, Growing>()
  const groups: Growing[] = []
  for (const party of parties) {
    const home = homeOf(party, groupOf) ?? begun(party, groups, ids)
    home.said = better(home.said, party)
    home.personId ??= personIdOf(party, ids)
    for (const identifier of party.identifiers) {
      const ref = refOf(identifier)
      if (groupOf.has(ref)) continue
      groupOf.set(ref, home)
      home.identifiers.push(identifier)
      home.schemes.add(identifier.scheme)
    }
  }
  return { groups, groupOf }
}

function homeOf({ identifiers }: SaidParty, groupOf: ReadonlyMap<string, Growing>): Growing | null {
  const [first, ...others] = identifiers
  if (first === undefined) throw new Error('a party without any number cannot be found or made')
  const own = groupOf.get(refOf(first))
  if (own !== undefined) return own
  for (const other of others) {
    const group = groupOf.get(refOf(other))
    if (group !== undefined && !group.schemes.has(first.scheme)) return group
  }
  return null
}

function begun(party: SaidParty, groups: Growing[], ids: Ids): Growing {
  const group: Growing = {
    identifiers: [],
    schemes: new Set(),
    said: party,
    freshId: ids.next(),
    personId: null,
  }
  groups.push(group)
  return group
}

function personIdOf({ personalName, personId }: SaidParty, ids: Ids): string | null {
  return personId ?? (personalName === null || personalName === undefined ? null : ids.next())
}

/** The first of the best origin speaks; what it leaves open the others say; whoever knows of a person wins by that. */
function better(left: SaidParty, right: SaidParty): SaidParty {
  if (left === right) return left
  const later = left.person === right.person ? rank(right) < rank(left) : right.person
  const [best, other] = later ? [right, left] : [left, right]
  return {
    ...best,
    names: best.person ? null : (best.names ?? other.names),
    personalName: best.personalName ?? (best.person ? other.personalName : null) ?? null,
    region: best.region ?? other.region,
    roles: [...new Set([...left.roles, ...right.roles])],
    origin: rank(left) <= rank(right) ? left.origin : right.origin,
  }
}

function rank({ origin }: SaidParty): number {
  return organizationOrigins.indexOf(origin)
}
