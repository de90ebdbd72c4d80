import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Makes a certificate that signs itself, and its key, in a folder; gives the settings that name them. */
export async function selfSigned(folder: string, name: string, days = 90) {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
  const made = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    String(days),
  ]
  const named = [
    '-subj',
    `/CN=${name}`,
    '-addext',
    `subjectAltName=DNS:${name}`,
    '-out',
    cert,
    '-keyout',
    key,
  ]
  await promisify(execFile)('openssl', ['req', ...made, ...named])
  return { TLS_CERT: cert, TLS_KEY: key }
}
