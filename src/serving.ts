import { access, constants, mkdir } from 'node:fs/promises'
import { type Hub, openHub } from './hub.ts'
import { systemClock } from './kernel/clock.ts'
import { traceOf } from './kernel/error-trace.ts'
import { randomIds } from './kernel/ids.ts'
import { administratorKey } from './platform/admin-key.ts'
import { type Config, nearMisses } from './platform/config.ts'
import { type Log, openLog } from './platform/log.ts'
import { databaseName, writeRunFile } from './platform/run-file.ts'
import { takeFictionalSamples, takeSamples } from './sample-files.ts'

/** Serves a hub until SIGINT or SIGTERM, then closes it in order. Throws what prevents it from starting. */
export async function serve(config: Config): Promise<void> {
  const log = openLog(config.LOG_LEVEL)
  using _uncaught = endOnUncaught(log)
  for (const warning of nearMisses()) log.warn({}, warning)
  await makeFolder(config.DATA_DIR)
  const { key, created } = await administratorKey(config.DATA_DIR, config.ADMIN_KEY, randomIds.secret)
  const told = toldToEnd()
  await using hub = await openHub({ config, administratorKey: key, log })
  if (config.SAMPLES === 'load') {
    await takeSamples(hub.intake)
    await takeFictionalSamples(hub.intake)
  }
  const address = await listen(hub.http, config)
  warnOfEnd(hub.certificate, log)
  await using _runFile = await writeRunFile(config.DATA_DIR, {
    address,
    pid: process.pid,
    startedAt: systemClock.now().toISOString(),
    instance: hub.instance,
    database: databaseName(config.DATABASE_URL),
    certificate: hub.certificate?.fingerprint,
  })
  process.stdout.write(welcome(address, hub.tail.position, created ? key : null))
  log.info({ address, position: hub.tail.position, store: hub.database.kind }, 'the hub serves')
  log.info({ signal: await told }, 'the hub ends')
}

/** Listens as the settings say; an address that cannot be taken is told with the setting to change. */
async function listen(http: Hub['http'], { PORT, HOST }: Config): Promise<string> {
  try {
    return await http.listen({ port: PORT, host: HOST })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${PORT} of ${HOST} is taken by another program. Set PORT to a free one, or 0.`, {
        cause: error,
      })
    if (code === 'EACCES')
      throw new Error(`Port ${PORT} may not be taken by this user. Set PORT to one above 1023.`, {
        cause: error,
      })
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new Error(`HOST ${HOST} is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.`, {
        cause: error,
      })
    throw error
  }
}

/** What nobody catches ends the process, as it would without us; but it is told without the values in its message. */
function endOnUncaught(log: Log): Disposable {
  const end = (error: unknown): never => {
    log.error({ error: traceOf(error) }, 'nobody caught this mistake of the hub, which ends')
    process.exit(1)
  }
  process.on('uncaughtException', end)
  return { [Symbol.dispose]: () => void process.off('uncaughtException', end) }
}

/** How long before its end a certificate is told of, in milliseconds: two weeks. */
const shortlyBefore = 14 * 86_400_000

function warnOfEnd(certificate: Hub['certificate'], log: Log): void {
  if (certificate === null) return
  const left = certificate.validTo.getTime() - systemClock.now().getTime()
  if (left > shortlyBefore) return
  const ends = { validTo: certificate.validTo.toISOString() }
  log.warn(ends, left > 0 ? 'the certificate of TLS_CERT ends soon' : 'the certificate of TLS_CERT has ended')
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `DATA_DIR ${folder} is no folder that this user may read and write: ${reason}. Set DATA_DIR to another, or give it to this user.`,
      { cause },
    )
  }
}

function toldToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}

function welcome(address: string, position: number, newKey: string | null): string {
  const lines = [
    '',
    `  Baymark serves at ${address}  (position ${position})`,
    '',
    `    start page   ${address}/`,
    `    playground   ${address}/playground`,
    `    graph        ${address}/graphql  (HTTP and WebSocket)`,
    `    health       ${address}/health/ready`,
  ]
  if (newKey !== null) {
    lines.push('', `  Administrator’s key, shown this once (kept in DATA_DIR):`, '', `    ${newKey}`)
  }
  return `${lines.join('\n')}\n\n`
}
