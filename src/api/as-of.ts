import {
  DirectiveLocation,
  GraphQLDirective,
  type GraphQLSchema,
  getDirectiveValues,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql'
import { positionAt } from '../history/commit.ts'
import type { Tail } from '../history/tail.ts'
import { HubError } from '../kernel/errors.ts'
import { DateTimeScalar, PositionScalar } from '../kernel/graph/scalars.ts'
import type { Position } from '../kernel/position.ts'
import type { Queryable } from '../platform/database.ts'

/** `@asOf`: the whole operation is answered as it would have been answered then. */
export const asOfDirective = new GraphQLDirective({
  name: 'asOf',
  description:
    'Answers the whole query as of an earlier place in the history: a position, or the last position recorded at or before a time. Give one of the two.',
  locations: [DirectiveLocation.QUERY],
  args: {
    position: { type: PositionScalar, description: 'The position to read at.' },
    time: { type: DateTimeScalar, description: 'The instant to read at.' },
  },
})

/**
 * Where an operation asks to be read, or null where it does not say, or where its variables do not fit their types
 * (the execution then says so of all of them). Throws where that place is not there.
 */
export async function askedPosition(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  tail: Tail,
  database: Queryable,
): Promise<Position | null> {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (coerced === undefined) return null
  const values = getDirectiveValues(asOfDirective, operation, coerced)
  if (values === undefined) return null
  const { position, time } = values
  if ((position == null) === (time == null)) {
    throw new HubError({
      code: 'CURSOR_CONFLICT',
      message: '@asOf takes a position or a time, one of the two.',
      expected: '@asOf(position: …) or @asOf(time: …)',
      came: position == null ? 'neither' : 'both',
    })
  }
  return position == null
    ? positionOfTime(time instanceof Date ? time : DateTimeScalar.parseValue(time), tail, database)
    : knownPosition(PositionScalar.parseValue(position), tail)
}

/** How long this node may take to reach a position that another has recorded, in milliseconds. */
const patience = 2_000

/** The position itself, where this node knows it; throws POSITION_AHEAD where it does not. */
export function knownPosition(position: Position, tail: Tail): Position {
  if (position <= tail.position) return position
  throw new HubError({
    code: 'POSITION_AHEAD',
    message: `The hub is at position ${tail.position}; position ${position} has not been reached.`,
    expected: `a position up to ${tail.position}`,
    came: String(position),
  })
}

async function positionOfTime(instant: Date, tail: Tail, database: Queryable): Promise<Position> {
  const position = await positionAt(database, instant)
  if (position !== null) {
    // Another node committed it: an answer before it would not be what the time says.
    await tail.reach(position, patience)
    return position
  }
  throw new HubError({
    code: 'TIME_BEFORE_HISTORY',
    message: `The history of this hub begins after ${instant.toISOString()}. Ask for a later time.`,
    expected: 'a time at or after the first commit',
    came: instant.toISOString(),
  })
}
