import { HubError } from '../../kernel/errors.ts'

/** One limit: the largest number allowed, of what, and why it is not larger. */
type Limit = { readonly most: number; readonly of: string; readonly because: string }

/**
 * What a document and its variables may hold, the same at every door. `schema/LIMITS.md` is generated from this table,
 * in the order in which the limits are checked.
 */
export const documentLimits = {
  characters: limit(
    50_000,
    'characters in a document',
    'What fits here fits into a message of a socket, too, so that every door takes the same documents.',
  ),
  tokens: limit(
    10_000,
    'tokens in a document',
    'Each becomes an object before anything else can be checked.',
  ),
  nesting: limit(
    50,
    'brackets open at one place of a document',
    'GraphQL’s parser calls itself for each bracket; a stack must not end.',
  ),
  operations: limit(50, 'operations in a document', 'Each is validated, and one is run.'),
  fragments: limit(
    100,
    'fragments in a document',
    'GraphQL’s own rules compare fragments with each other, pair by pair.',
  ),
  aliases: limit(200, 'aliases in a document', 'An alias asks for the same field once more.'),
  directives: limit(200, 'directives in a document', 'Each is looked at for every selection it stands on.'),
  directivesAtOnePlace: limit(10, 'directives at one place', 'No place has a use for more.'),
  listValues: limit(
    1_000,
    'values in one list',
    'A list in a filter is searched for each row. Lists of rows to publish hold objects and are not counted here.',
  ),
  inputDepth: limit(
    20,
    'levels of lists and objects in a value',
    'Conditions within conditions are walked by level.',
  ),
  selections: limit(
    2_000,
    'selections in a document, its fragments written out',
    'Fields that may be merged are compared pair by pair, and each field is resolved.',
  ),
  depth: limit(
    20,
    'levels of fields',
    'Introspection as tools ask for it has 15, a question about figures 8.',
  ),
  topFields: limit(
    50,
    'fields at the top of an operation',
    'Each is a read of its own, and the embedded store reads on the thread that answers everybody.',
  ),
  introspection: limit(
    300,
    'selections below __schema and __type',
    'The whole introspection of a tool has 240; several of them multiply a large answer.',
  ),
  sameField: limit(
    50,
    'selections of one name at one place',
    'GraphQL compares each with each, so that their number counts twice.',
  ),
  variableValues: limit(
    5_000,
    'values in the variables of a query or subscription',
    'Each is coerced, and made an object of its class, before a filter can be found too large. Rows to publish come in mutations.',
  ),
} as const satisfies Readonly<Record<string, Limit>>

/** Over a limit: what was allowed, and what came. */
export function overLimit(name: keyof typeof documentLimits, came: number): HubError {
  const { most, of } = documentLimits[name]
  const expected = `at most ${worded(most)} ${of}`
  const told = came > 1_000_000 ? 'more than 1,000,000' : worded(came)
  return new HubError({
    code: 'OPERATION_TOO_LARGE',
    message: `Expected ${expected}; came ${told}. Ask for less, or in several requests.`,
    expected,
    came: told,
  })
}

/** Throws where a count is over its limit. */
export function keepWithin(name: keyof typeof documentLimits, came: number): void {
  if (came > documentLimits[name].most) throw overLimit(name, came)
}

function worded(count: number): string {
  return count.toLocaleString('en')
}

function limit(most: number, of: string, because: string): Limit {
  return { most, of, because }
}
