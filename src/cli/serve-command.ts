import type { Command } from 'commander'
import { processConfig } from '../platform/config.ts'
import { serve } from '../serving.ts'

/** `baymark serve`: the same as `npm start`, without the set-up. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the hub until it is told to end')
    .action(() => serve(processConfig()))
}
