import { mkdir } from 'node:fs/promises'
import type { Command } from 'commander'
import { processConfig } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'

/** `baymark migrate`: brings the database to the layout of this code and ends. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the layout of this version (a hub does so by itself at start)')
    .action(async () => {
      const config = processConfig()
      const { layout, openStore } = await import('../hub.ts')
      const { migrate } = await import('../platform/migrate.ts')
      await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
      await using store = await openStore(config, openLog('warn'))
      const done = await migrate(
        store.database,
        layout.steps.map((step) => step.name),
      )
      process.stdout.write(
        done.length === 0 ? 'Nothing to do: the database is up to date.\n' : `Done: ${done.join(', ')}.\n`,
      )
    })
}
