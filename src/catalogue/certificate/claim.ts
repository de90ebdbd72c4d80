import type { StatedFact } from '../register/register.ts'
import type { CertificateStatus } from './terms.ts'

/** Whose number it is, as far as a row says: the code of the body, its name alone, or only the source. */
export type NumberedBy = { readonly ref: string } | { readonly name: string } | { readonly source: string }

/** Every field of a row about a certificate: what feeds write, and the checks read. */
export const certificateFields = [
  'number',
  'scheme',
  'holder',
  'holderScheme',
  'holderName',
  'body',
  'bodyScheme',
  'bodyName',
  'standard',
  'scope',
  'status',
  'statusSince',
  'validFrom',
  'validTo',
  'region',
  'evidence',
] as const

/** What one row says of a certificate, checked; organizations stand in it by `ref`. Equal claims say the same. */
export type CertificateClaim = StatedFact & {
  readonly body: {
    readonly number: string
    readonly scheme: string
    readonly holder: string | null
    readonly body: string | null
    readonly standard: string | null
    readonly scope: string | null
    readonly status: CertificateStatus
    readonly statusSince: string | null
    readonly validFrom: string | null
    readonly validTo: string | null
    readonly region: string | null
  }
}

/** The key of a certificate: numbers are unique within whoever gives them, and some give one number per scheme. */
export function certificateKey(by: NumberedBy, scheme: string, number: string): string {
  return `certificate/${numbererOf(by)}/${scheme}/${number}`
}

/** Whoever gives numbers as a part of a key: a name stands for a body only where it has no code. */
export function numbererOf(by: NumberedBy): string {
  if ('ref' in by) return by.ref
  return 'name' in by ? `name:${by.name}` : `source:${by.source}`
}
