import { Arg, Int } from 'type-graphql'
import { CursorScalar } from './scalars.ts'

/** The argument `first` of every list that is read in pages. */
export function First(): ReturnType<typeof Arg> {
  const description = 'Entries of a page: 50 by default, 1,000 at most.'
  return Arg('first', () => Int, { nullable: true, description })
}

/** The argument `after` of every list that is read in pages. */
export function After(): ReturnType<typeof Arg> {
  const description = 'The page cursor of the entry to go on after.'
  return Arg('after', () => String, { nullable: true, description })
}

/** The argument `after` of every stream that begins from now where it is told nothing. */
export function AfterCursor(): ReturnType<typeof Arg> {
  const description = 'Go on after this cursor; "0" is the beginning; without it, from now.'
  return Arg('after', () => CursorScalar, { nullable: true, description })
}

/** The argument `snapshot` of every stream that begins from now where it is told nothing. */
export function Snapshot(): ReturnType<typeof Arg> {
  const description = 'Begin with the present state. Not together with `after`.'
  return Arg('snapshot', () => Boolean, { nullable: true, description })
}
