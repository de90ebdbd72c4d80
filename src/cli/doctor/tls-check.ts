import { type Diagnosis, diagnosesOf } from './diagnosis.ts'

const { ok, warn, fail } = diagnosesOf('tls')

/** What was seen of how the hub is reached. */
export type TlsSeen = {
  readonly host: string
  /** Whether only this machine reaches that address. */
  readonly ownMachine: boolean
  readonly proxies: boolean
  readonly insecure: boolean
  /** null where TLS_CERT is not set. */
  readonly certificate: CertificateSeen | { readonly unfit: string } | null
  readonly now: Date
}

/** A certificate that fits its key. */
export type CertificateSeen = {
  readonly names: string
  readonly validFrom: Date
  readonly validTo: Date
  readonly selfSigned: boolean
  /** Each certificate of the file was issued by the next one. */
  readonly chainHolds: boolean
  /** How many certificates the file has. */
  readonly chainLength: number
  /** The permission bits of the file of the key. */
  readonly keyMode: number
}

/** How long before its end a certificate is worth a word, in milliseconds. */
const soon = 30 * 86_400_000

/** Whether keys and data travel safely between the hub and its callers. */
export function tlsDiagnoses(seen: TlsSeen): readonly Diagnosis[] {
  const { certificate } = seen
  if (certificate === null) return [withoutTls(seen)]
  if ('unfit' in certificate)
    return [
      fail(
        certificate.unfit,
        'Set TLS_CERT and TLS_KEY to the PEM files of one certificate; the hub does not start so.',
      ),
    ]
  const found = [...timeDiagnoses(certificate, seen.now), ...chainDiagnoses(certificate)]
  if ((certificate.keyMode & 0o077) !== 0)
    found.push(
      fail('other users of this machine may read the file of TLS_KEY', 'chmod 600 the file of TLS_KEY.'),
    )
  return found.length > 0 ? found : [ok(`certificate for ${certificate.names}, ${until(certificate)}`)]
}

function withoutTls({ host, ownMachine, proxies, insecure }: TlsSeen): Diagnosis {
  if (ownMachine) return ok(`none, and none needed: only this machine reaches ${host}`)
  if (proxies) return ok(`none here: TRUSTED_PROXIES speak HTTPS for ${host}`)
  if (insecure)
    return warn(
      `none: keys and data travel in the clear to ${host}, because INSECURE_HTTP is allow`,
      'Set TLS_CERT and TLS_KEY, or put a proxy before the hub and name it in TRUSTED_PROXIES.',
    )
  return fail(
    `none on ${host}, which other machines reach: the hub refuses to start`,
    'Set TLS_CERT and TLS_KEY; or TRUSTED_PROXIES; or HOST=127.0.0.1.',
  )
}

function timeDiagnoses({ validFrom, validTo }: CertificateSeen, now: Date): readonly Diagnosis[] {
  const renew = 'Renew it, and restart the hub.'
  if (validTo <= now) return [fail(`the certificate ended on ${dayIn(validTo)}: clients refuse it`, renew)]
  if (validFrom > now)
    return [
      fail(
        `the certificate begins on ${dayIn(validFrom)}: clients refuse it`,
        'Look at this machine’s clock.',
      ),
    ]
  const left = validTo.getTime() - now.getTime()
  if (left > soon) return []
  return [warn(`the certificate ends in ${Math.floor(left / 86_400_000)} days, on ${dayIn(validTo)}`, renew)]
}

function chainDiagnoses({ selfSigned, chainHolds, chainLength }: CertificateSeen): readonly Diagnosis[] {
  if (!chainHolds)
    return [
      fail(
        'the certificates in TLS_CERT do not follow on each other',
        'Put the hub’s own certificate first, then each issuer after what it issued.',
      ),
    ]
  if (selfSigned)
    return [
      warn(
        'the certificate is self-signed: clients refuse it unless they are told to trust it',
        'Use one of an authority that your clients trust.',
      ),
    ]
  if (chainLength > 1) return []
  return [
    warn(
      'TLS_CERT holds no intermediate certificate: many clients cannot follow it to its authority',
      'Use the file with the full chain (fullchain.pem).',
    ),
  ]
}

function until({ validTo }: CertificateSeen): string {
  return `until ${dayIn(validTo)}`
}

function dayIn(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}
