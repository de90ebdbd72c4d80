import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { projectFolder } from '../platform/project.ts'

/** `baymark schema`: prints the schema, writes the generated files of schema/, or checks that they are true. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the GraphQL schema')
    .option('--write', 'write the generated files of schema/')
    .option('--check', 'say which generated files of schema/ are not as they would be written')
    .action(schema)
}

async function schema(options: { readonly write?: boolean; readonly check?: boolean }): Promise<void> {
  const { generatedFiles } = await import('./generated-files.ts')
  const files = await generatedFiles()
  if (!options.write && !options.check) process.stdout.write(files.get('hub.graphql') ?? '')
  const stale: string[] = []
  for (const [name, text] of files) {
    const path = join(projectFolder(), 'schema', name)
    const present = await readFile(path, 'utf8').catch(() => null)
    if (present === text) continue
    if (options.write) await writeFile(path, text)
    else if (options.check) stale.push(`schema/${name}`)
  }
  if (stale.length === 0) return
  process.stderr.write(
    `Not as the code would write them: ${stale.join(', ')}. Run \`npm run cli -- schema --write\`.\n`,
  )
  process.exitCode = 1
}
