import { mkdir } from 'node:fs/promises'
import { openHub } from './hub.ts'
import { systemClock } from './kernel/clock.ts'
import { randomIds } from './kernel/ids.ts'
import { administratorKey } from './platform/admin-key.ts'
import { type Config, nearMisses } from './platform/config.ts'
import { openLog } from './platform/log.ts'
import { writeRunFile } from './platform/run-file.ts'
import { takeSamples } from './sample-files.ts'

/** Serves a hub until SIGINT or SIGTERM, then closes it in order. Throws what prevents it from starting. */
export async function serve(config: Config): Promise<void> {
  const log = openLog(config.LOG_LEVEL)
  for (const warning of nearMisses()) log.warn({}, warning)
  await mkdir(config.DATA_DIR, { recursive: true })
  const { key, created } = await administratorKey(config.DATA_DIR, config.ADMIN_KEY, randomIds.secret)
  const told = toldToEnd()
  await using hub = await openHub({ config, administratorKey: key, log })
  if (config.SAMPLES === 'load') await takeSamples(hub.intake, log)
  const address = await hub.http.listen({ port: config.PORT, host: config.HOST })
  await using _runFile = await writeRunFile(config.DATA_DIR, {
    address,
    pid: process.pid,
    startedAt: systemClock.now().toISOString(),
    instance: hub.instance,
  })
  process.stdout.write(welcome(address, hub.tail.position, created ? key : null))
  log.info({ address, position: hub.tail.position, store: hub.database.kind }, 'the hub serves')
  log.info({ signal: await told }, 'the hub ends')
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
