import type { ReadScope } from '../../access/read.ts'
import { positionAt } from '../../history/commit.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Vintage } from './terms.ts'
import type { VintageInput } from './types.ts'

/**
 * Which vintage is meant, as far as an answer of this scope can know it. Throws BAD_USER_INPUT where not exactly one of
 * the three is said, POSITION_AHEAD for a position after the answer's, TIME_BEFORE_HISTORY.
 */
export async function vintageAsked(
  { position, time, first }: VintageInput,
  scope: ReadScope,
): Promise<Vintage> {
  const said = [position != null, time != null, first === true].filter(Boolean).length
  if (said !== 1 || first === false) throw notOne(said)
  if (first === true) return { kind: 'first' }
  if (position != null) return { kind: 'at', position: upTo(position, scope.position) }
  const instant = time ?? new Date(0)
  const recorded = await positionAt(scope.database, instant)
  if (recorded === null) {
    throw new HubError({
      code: 'TIME_BEFORE_HISTORY',
      message: `The history of this hub begins after ${instant.toISOString()}. Ask for a later time.`,
      expected: 'a time at or after the first commit',
      came: instant.toISOString(),
    })
  }
  // What was recorded after the answer's position this answer does not show.
  return { kind: 'at', position: Math.min(recorded, scope.position) }
}

function upTo(position: number, last: number): number {
  if (position <= last) return position
  throw new HubError({
    code: 'POSITION_AHEAD',
    message: `This answer is read at position ${last}; a vintage at ${position} is not in it.`,
    expected: `a position up to ${last}`,
    came: String(position),
  })
}

function notOne(said: number): HubError {
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: 'A vintage is a position, a time, or `first: true`: say exactly one of them.',
    expected: '{ position: … }, { time: … } or { first: true }',
    came: said === 0 ? 'none of them' : `${said} of them, or first: false`,
  })
}
