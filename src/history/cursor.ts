import { HubError } from '../kernel/errors.ts'
import { isPosition, type Position } from '../kernel/position.ts'
import { isStorable, shown } from '../kernel/text.ts'

/** A place among the changes of one commit, or among the rows of a snapshot: which noun, and after which fact. */
export type Place = { readonly noun: string; readonly key: string }

/** What a stream has told up to here. `tag` names the commit at the position, so that another history is noticed. */
export type StreamPoint = {
  readonly epoch: string
  readonly position: Position
  readonly tag: string
  /** Null: the commit (or snapshot) is told whole. */
  readonly place: Place | null
  /** A snapshot read at the position is being told; `place` says how far. */
  readonly snapshot: boolean
}

/** The cursor that stands for the beginning of every history. */
export const beginning = '0'

/** How many characters of a commit's random id a cursor carries. */
const tagLength = 8

/** The tag of a commit's id; position 0 has no commit, and the tag of the epoch. */
export function tagOf(id: string): string {
  return id.replaceAll('-', '').slice(-tagLength)
}

/** A stream's point as an opaque text; the same point gives the same text for everybody. */
export function streamCursor(point: StreamPoint): string {
  const place = point.place === null ? [] : [point.place.noun, point.place.key]
  const parts = [version, point.epoch, point.position, point.tag, point.snapshot ? 1 : 0, ...place]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The point a cursor stands for; null for `"0"`, the beginning. Throws INVALID_CURSOR where it cannot be read. */
export function parseStreamCursor(cursor: string): StreamPoint | null {
  if (cursor === beginning) return null
  const parts = decoded(cursor)
  if (parts !== null && (parts.length === 5 || parts.length === 7)) {
    const [form, epoch, position, tag, snapshot, noun, key] = parts
    const placed = typeof noun === 'string' && typeof key === 'string'
    const texts = [epoch, tag, noun ?? '', key ?? ''].every(
      (text) => typeof text === 'string' && isStorable(text),
    )
    if (
      form === version &&
      isPosition(position) &&
      isFlag(snapshot) &&
      texts &&
      (parts.length === 5 || placed)
    ) {
      const place = placed ? { noun, key } : null
      return { epoch: String(epoch), position, tag: String(tag), snapshot: snapshot === 1, place }
    }
  }
  throw new HubError({
    code: 'INVALID_CURSOR',
    message:
      'The cursor cannot be read. Use the `cursor` of the last whole frame exactly as it was given, `"0"` for the ' +
      'beginning, or no cursor for changes from now on.',
    expected: 'a cursor of a frame, or "0"',
    came: shown(cursor),
  })
}

const version = 1

function isFlag(value: unknown): boolean {
  return value === 0 || value === 1
}

function decoded(cursor: string): readonly unknown[] | null {
  if (cursor.length > 1_000 || !/^[\w-]+$/.test(cursor)) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
