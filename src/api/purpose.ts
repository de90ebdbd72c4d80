import { HubError } from '../kernel/errors.ts'
import { shown } from '../kernel/text.ts'

/** The longest purpose, in characters. */
const longest = 200

/**
 * Why somebody asks, for the audit: the header `Baymark-Purpose` (UTF-8, percent-encoded where it is not ASCII, and % as %25). Null where
 * it was not sent; throws BAD_REQUEST where it is none.
 */
export function purposeOfHeader(header: string | readonly string[] | undefined): string | null {
  return header === undefined ? null : purposeOf(decoded(String(header)))
}

/** The same from the payload of `connection_init`, where it is a JSON text. */
export function purposeOf(said: unknown): string | null {
  if (said === undefined || said === null) return null
  const purpose = typeof said === 'string' ? said.trim() : ''
  if (purpose !== '' && purpose.length <= longest && purpose.isWellFormed() && !/\p{Cc}/u.test(purpose))
    return purpose
  const came = typeof said === 'string' ? (said === '' ? 'nothing' : shown(said)) : 'no text'
  throw notPurpose(came)
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    throw notPurpose(shown(header), 'A header is read as percent-encoded UTF-8, so write % as %25. ')
  }
}

function notPurpose(came: string, hint = ''): HubError {
  const expected = `a purpose of 1 to ${longest} characters, without control characters`
  return new HubError({
    code: 'BAD_REQUEST',
    message: `The purpose cannot be read. ${hint}Expected ${expected}, in a header percent-encoded where it is not ASCII; came ${came}.`,
    expected,
    came,
  })
}
