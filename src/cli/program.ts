import { Command } from 'commander'
import { InvalidSettings } from '../platform/config.ts'
import { masked } from '../platform/masked.ts'
import { projectVersion } from '../platform/project.ts'
import { addAudit } from './audit-command.ts'
import { addDoctor } from './doctor-command.ts'
import { addIngest } from './ingest-command.ts'
import { addKeys } from './keys-command.ts'
import { addMigrate } from './migrate-command.ts'
import { addSchema } from './schema-command.ts'
import { addServe } from './serve-command.ts'

/** The `baymark` command. Settings come from the environment; see schema/SETTINGS.md. */
const program = new Command('baymark')
  .description(
    'A data hub for certification statistics, credit records and mutual recognition.\nSettings come from the environment: see schema/SETTINGS.md.',
  )
  .version(projectVersion())
  .showHelpAfterError()

for (const add of [addServe, addIngest, addKeys, addAudit, addDoctor, addMigrate, addSchema]) add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${masked(error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = error instanceof InvalidSettings ? 2 : 1
}
