import type { PageText } from '../page/text-en.ts'

/** Why a socket ended, from its close event or whatever else was thrown: what a reader may do about it. */
export function endingInWords(cause: unknown, text: PageText): string {
  if (cause instanceof Error) return cause.message
  const { code, reason } = closeOf(cause)
  switch (code) {
    case 4403:
      if (reason === 'ACCESS_ENDED: REVOKED') return text.streamRevoked
      return reason === 'ACCESS_ENDED: EXPIRED' ? text.streamExpired : text.streamRefused
    case 4429:
      return text.streamTooMany
    case 1013:
      return text.streamLater
    default:
      return text.streamLost(code === null ? '?' : String(code))
  }
}

function closeOf(cause: unknown): { readonly code: number | null; readonly reason: string } {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return { code: null, reason: '' }
  const reason = 'reason' in cause ? String(cause.reason) : ''
  return { code: typeof cause.code === 'number' ? cause.code : null, reason }
}
