import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'

/** What the hub shows over TLS: its certificate with the chain, and the key to it, as PEM. */
export type Certificate = {
  readonly cert: string
  readonly key: string
  /** The SHA-256 of the certificate itself, by which our own commands know the hub again. */
  readonly fingerprint: string
  readonly validTo: Date
}

/** Reads a certificate and its key; throws in words where a file cannot be read or the two do not fit. */
export async function readCertificate(certFile: string, keyFile: string): Promise<Certificate> {
  const cert = await textOf('TLS_CERT', certFile)
  const key = await textOf('TLS_KEY', keyFile)
  try {
    createSecureContext({ cert, key })
    const { fingerprint256, validTo } = new X509Certificate(cert)
    return { cert, key, fingerprint: fingerprint256, validTo: new Date(validTo) }
  } catch (cause) {
    // What the library says of a key may quote it.
    throw new Error(
      'TLS_CERT and TLS_KEY do not fit: expected a certificate (with its chain) and its own key without a password, both as PEM. Set both to the files of one certificate.',
      { cause },
    )
  }
}

async function textOf(setting: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${setting} names a file that cannot be read (${error.code ?? error.name}). Set it to a PEM file that this user may read.`,
      { cause: error },
    )
  })
}
