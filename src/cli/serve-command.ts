import type { Command } from 'commander'
import { processConfig } from '../platform/config.ts'

/** `baymark serve`: the same as `npm start`, without the set-up. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the hub until it is told to end')
    .action(async () => {
      const config = processConfig()
      const { serve } = await import('../serving.ts')
      await serve(config)
    })
}
