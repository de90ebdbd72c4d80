import { HubError } from '../kernel/errors.ts'
import { holdsIdentityNumber, maskIdentityNumbers } from '../kernel/identity-numbers.ts'

/** How far a publisher's clock may be ahead of ours, in milliseconds. */
const clockSkew = 60_000

/** How far ahead an embargo may end, in milliseconds: a year. What is meant for later is a mistake of the date. */
const longestEmbargo = 366 * 24 * 60 * 60_000

/** Throws IDEMPOTENCY_KEY_MISSING where a key is none, and PERSONAL_IDEMPOTENCY_KEY where it holds a person's number. */
export function checkKey(key: string): void {
  if (holdsIdentityNumber(key))
    throw new HubError({
      code: 'PERSONAL_IDEMPOTENCY_KEY',
      message:
        'The idempotency key looks like the identity number of a person. Keys are kept: send one that says nothing of anybody.',
      expected: '1 to 200 characters, like a UUID',
      came: `${key.length} characters`,
    })
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return
  throw new HubError({
    code: 'IDEMPOTENCY_KEY_MISSING',
    message:
      'A delivery needs an idempotency key: 1 to 200 printable ASCII characters without blanks, the same again on a retry.',
    expected: '1 to 200 characters, like a UUID',
    came: key === '' ? 'nothing' : `${key.length} characters`,
  })
}

/**
 * Throws BAD_USER_INPUT where a release is dated after now, or after the end of its embargo: a release of the future
 * would win over every later one.
 */
export function checkPublished(publishedAt: Date | null, embargoUntil: Date | null, now: Date): void {
  const latest = Math.max(now.getTime() + clockSkew, embargoUntil?.getTime() ?? 0)
  if (publishedAt === null || publishedAt.getTime() <= latest) return
  const expected = `an instant up to ${embargoUntil === null ? 'now' : 'the end of the embargo'}, ${(embargoUntil ?? now).toISOString()}`
  throw refused('publishedAt lies in the future', expected, publishedAt)
}

/** Throws BAD_USER_INPUT where an embargo ends before it begins, or in more than a year. */
export function checkEmbargo(embargoUntil: Date, now: Date): void {
  const ahead = embargoUntil.getTime() - now.getTime()
  if (ahead > 0 && ahead <= longestEmbargo) return
  const last = new Date(now.getTime() + longestEmbargo)
  const wrong = ahead > 0 ? 'The embargo is longer than a year' : 'The embargo has ended already'
  throw refused(wrong, `an instant after ${now.toISOString()} and up to ${last.toISOString()}`, embargoUntil)
}

/** Throws FILE_EXPECTED where the facts of a source are not figures: posted rows have the fields of figures alone. */
export function checkPostable(source: { readonly code: string; readonly noun: string } | null): void {
  if (source === null || source.noun === 'observation') return
  throw new HubError({
    code: 'FILE_EXPECTED',
    message: `The source ${source.code} takes files: rows that are posted have the fields of figures alone. Send a CSV or JSON file by POST /ingest/${source.code}.`,
    expected: `a file, by POST /ingest/${source.code}`,
    came: 'posted rows',
  })
}

/** The name of a file as it may be kept: its last part, at most 200 characters. */
export function storedName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return (
    maskIdentityNumbers(last)
      .replace(/\p{Cc}/gu, '')
      .toWellFormed()
      .slice(0, 200) || 'unnamed'
  )
}

function refused(wrong: string, expected: string, instant: Date): HubError {
  const came = instant.toISOString()
  return new HubError({
    code: 'BAD_USER_INPUT',
    message: `${wrong}: expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}
