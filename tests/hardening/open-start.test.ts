import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { readCertificate } from '../../src/platform/certificate.ts'
import { readConfig } from '../../src/platform/config.ts'
import { putEmbedded } from '../contract/embedded-template.ts'
import { type Started, start } from '../faults/hub-process.ts'
import { testKey } from '../support/hub.ts'
import { freePort } from '../support/services-port.ts'
import { writeOwnCertificate } from './own-certificate.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baymark-tls-'))
  await putEmbedded(join(folder, 'data/database'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const threeWays = ['TLS_CERT and TLS_KEY', 'TRUSTED_PROXIES', 'INSECURE_HTTP=allow']
const settings = () => ({ DATA_DIR: join(folder, 'data'), SAMPLES: 'none', ADMIN_KEY: testKey })

describe('a start on an address that others reach', () => {
  test('without TLS is refused with the three ways out, together with whatever else is wrong', async () => {
    const wrong = { HOST: '0.0.0.0', LOG_LEVEL: 'loud', TLS_KEY: '/none', CORS_ORIGINS: 'https://a.example/' }
    const { code, said } = await start('main.js', [], { ...settings(), ...wrong }).ended
    expect(code).toBe(2)
    for (const name of ['HOST', 'LOG_LEVEL', 'TLS_CERT', 'CORS_ORIGINS'])
      expect(said).toContain(`- ${name}: expected`)
    for (const way of threeWays) expect(said).toContain(way)
    expect(said).not.toMatch(/\n {4}at /)
  })

  test.each(['0.0.0.0', '::', '192.0.2.7', 'hub.example', '127.0.0.1.evil.example'])(
    'on %s without TLS is refused',
    (HOST) => {
      const read = () => readConfig({ ...settings(), HOST })
      for (const words of [HOST, ...threeWays]) expect(read).toThrow(words)
    },
  )

  test.each([{ INSECURE_HTTP: 'allow' }, { TRUSTED_PROXIES: '192.0.2.1' }])('is allowed with %o', (way) => {
    expect(readConfig({ ...settings(), HOST: '0.0.0.0', ...way }).HOST).toBe('0.0.0.0')
  })
})

describe('certificates that do not serve', () => {
  test('are told in words, and never shown', async () => {
    const one = await writeOwnCertificate(folder, 'one')
    const other = await writeOwnCertificate(folder, 'other')
    const broken = join(folder, 'broken.pem')
    await writeFile(broken, '-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n')
    const wrong = [
      [join(folder, 'none.crt'), one.TLS_KEY, /TLS_CERT names a file that cannot be read/],
      [one.TLS_CERT, folder, /TLS_KEY names a file that cannot be read/],
      [one.TLS_CERT, other.TLS_KEY, /TLS_CERT and TLS_KEY do not fit/],
      [one.TLS_CERT, broken, /TLS_CERT and TLS_KEY do not fit/],
    ] as const
    for (const [cert, key, says] of wrong) await expect(readCertificate(cert, key)).rejects.toThrow(says)
    const files = { TLS_CERT: one.TLS_CERT, TLS_KEY: broken }
    const { code, said } = await start('main.js', [], { ...settings(), PORT: '0', ...files }).ended
    expect([code, said]).toEqual([1, expect.stringMatching(/TLS_CERT and TLS_KEY do not fit/)])
    expect(said).not.toMatch(/secretsecret|BEGIN|\n {4}at /)
  })
})

describe('a hub that speaks TLS', () => {
  let hub: Started
  let port = 0
  let ca = ''
  beforeAll(async () => {
    const files = await writeOwnCertificate(folder, 'served', 7)
    ca = await readFile(files.TLS_CERT, 'utf8')
    port = await freePort()
    hub = start('main.js', [], { ...settings(), ...files, HOST: '0.0.0.0', PORT: String(port) })
    await hub.serves
  })
  afterAll(async () => {
    hub.process.kill('SIGTERM')
    const { said } = await hub.ended
    expect(said).toContain(`Baymark serves at https://`)
    expect(said).toContain('the certificate of TLS_CERT ends soon')
  })

  const ask = async (path: string): Promise<{ readonly answer: IncomingMessage; readonly body: string }> => {
    const sent = request({ host: '127.0.0.1', servername: 'localhost', port, path, ca, agent: false })
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve).on('error', reject).end()
    })
    return { answer, body: await text(answer) }
  }

  test('says that it always will', async () => {
    const { answer, body } = await ask('/health/live')
    expect(answer.statusCode).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ status: 'live' })
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}$/)
    expect((await ask('/')).answer.headers['strict-transport-security']).toBeDefined()
  })

  test('opens sockets over it', async () => {
    const over = { ca, servername: 'localhost', origin: `https://127.0.0.1:${port}` }
    const socket = new WebSocket(`wss://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', over)
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
    socket.close()
  })

  test('speaks nothing older than TLS 1.2, and no plain HTTP', async () => {
    const old = connect({
      host: '127.0.0.1',
      port,
      ca,
      servername: 'localhost',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    })
    const failed = await new Promise<Error>((resolve, reject) => {
      old.on('error', resolve).on('secureConnect', () => reject(new Error('spoke TLS 1.1')))
    })
    expect(failed.message).not.toBe('')
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
  })

  test('is reached by our own commands, which know its certificate', async () => {
    const file = join(folder, 'nothing.csv')
    await writeFile(file, 'x\n')
    const ingest = ['ingest', file, '--source', 'cnca-by-region']
    const { said } = await start('cli/program.js', ingest, settings()).ended
    expect(said).toContain('through the hub at https://')
    expect(said).toContain('refused; nothing was taken from it')
  })
})
