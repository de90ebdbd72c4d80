import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHubProcess } from '../faults/hub-process.ts'
import { selfSigned } from './certificate.ts'

const openssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!openssl)('a hub that speaks HTTPS with a certificate of its own [needs openssl]', () => {
  test('is known again by the commands, and nobody with another certificate is sent the key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'baymark-tls-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const hub = await openHubProcess(await selfSigned(folder, 'hub.example', 20))
    onTestFinished(() => hub.close())
    const verified = await hub.command('audit', 'verify')
    expect(verified.said).toContain('through the hub at https://')
    expect(verified.code).toBe(0)
    const { said } = await hub.command('doctor')
    expect(said).toContain('the certificate ends in 19 days')
    expect(said).toContain('self-signed')

    const runFile = join(hub.folder, 'hub.json')
    const told = JSON.parse(await readFile(runFile, 'utf8'))
    // Another digit, whatever it begins with: one in 256 begins with any two.
    const another = told.certificate.replace(/^./, (digit: string) => (digit === '0' ? '1' : '0'))
    await writeFile(runFile, JSON.stringify({ ...told, certificate: another }))
    const deceived = await hub.command('audit', 'verify')
    expect(deceived.said).not.toContain('through the hub')
    expect(deceived.code).toBe(1)
  }, 60_000)
})
