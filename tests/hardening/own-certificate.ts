import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of a certificate that signs itself, for `localhost`, and its key: made anew for each test. */
export async function writeOwnCertificate(
  folder: string,
  name = 'own',
  days = 365,
): Promise<{ readonly TLS_CERT: string; readonly TLS_KEY: string }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const called = sequence(set(sequence(objectId(0x55, 0x04, 0x03), der(0x0c, Buffer.from('localhost')))))
  const signed = sequence(
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    called,
    sequence(time(now - 86_400_000), time(now + days * 86_400_000)),
    called,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]))
  const lines =
    sequence(signed, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  const files = { TLS_CERT: join(folder, `${name}.crt`), TLS_KEY: join(folder, `${name}.key`) }
  await writeFile(
    files.TLS_CERT,
    `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  )
  await writeFile(files.TLS_KEY, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return files
}

/** One value as DER writes it: what it is, how long, its bytes. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts))
}

function objectId(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}

const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
