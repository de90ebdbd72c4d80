import { X509Certificate } from 'node:crypto'
import { systemClock } from '../../kernel/clock.ts'
import { readCertificate } from '../../platform/certificate.ts'
import type { Config } from '../../platform/config.ts'
import { isOwnMachine } from '../../platform/open-address.ts'
import { modeOf } from './look-files.ts'
import type { CertificateSeen, TlsSeen } from './tls-check.ts'

/** Looks at how the hub of the settings would be reached, and at its certificate. */
export async function lookAtTls(config: Config): Promise<TlsSeen> {
  return {
    host: config.HOST,
    ownMachine: isOwnMachine(config.HOST),
    proxies: config.TRUSTED_PROXIES.length > 0,
    insecure: config.INSECURE_HTTP === 'allow',
    certificate: config.TLS_CERT === '' ? null : await certificateOf(config),
    now: systemClock.now(),
  }
}

async function certificateOf({
  TLS_CERT,
  TLS_KEY,
}: Config): Promise<CertificateSeen | { readonly unfit: string }> {
  try {
    const { cert } = await readCertificate(TLS_CERT, TLS_KEY)
    const chain = certificatesIn(cert)
    const [own] = chain
    if (own === undefined) return { unfit: 'TLS_CERT holds no certificate' }
    return {
      names: own.subjectAltName?.replaceAll('DNS:', '') ?? own.subject.replaceAll('\n', ', '),
      validFrom: new Date(own.validFrom),
      validTo: new Date(own.validTo),
      selfSigned: own.checkIssued(own),
      chainHolds: chain.every(
        (each, index) => chain[index + 1] === undefined || issued(each, chain[index + 1]),
      ),
      chainLength: chain.length,
      keyMode: (await modeOf(TLS_KEY)) ?? 0,
    }
  } catch (error) {
    return { unfit: error instanceof Error ? error.message : String(error) }
  }
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return found.map((each) => new X509Certificate(each))
}

function issued(certificate: X509Certificate, by: X509Certificate | undefined): boolean {
  return by !== undefined && certificate.checkIssued(by) && certificate.verify(by.publicKey)
}
