import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { projectFolder } from '../../../src/platform/project.ts'

/** A Relay application that was compiled against the published schema, in a folder of its own. */
export type RelayProject = AsyncDisposable & {
  /** The names of what the compiler made. */
  readonly artifacts: readonly string[]
  /** What the compiler made of an operation or fragment. */
  readonly artifact: (name: string) => Promise<never>
}

/** Compiles the documents of a source file with relay-compiler; rejects with what it said where it refuses them. */
export async function compileRelayProject(source: string): Promise<RelayProject> {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-relay-'))
  const made = join(folder, 'src/__generated__')
  await mkdir(made, { recursive: true })
  await cp(join(projectFolder(), 'schema/hub.graphql'), join(folder, 'hub.graphql'))
  await writeFile(join(folder, 'package.json'), '{"name":"a-relay-application","type":"module"}')
  await writeFile(join(folder, 'src/application.ts'), source)
  const config = {
    src: './src',
    schema: './hub.graphql',
    language: 'typescript',
    artifactDirectory: './src/__generated__',
    eagerEsModules: true,
    customScalarTypes: {
      Position: 'number',
      Decimal: 'string',
      Cursor: 'string',
      Period: 'string',
      DateTime: 'string',
    },
  }
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config))
  const compiler: unknown = createRequire(import.meta.url)('relay-compiler')
  try {
    await promisify(execFile)(String(compiler), ['relay.config.json'], { cwd: folder })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`relay-compiler refused the documents:\n${stdout}${stderr}`, { cause: error })
  }
  return {
    artifacts: (await readdir(made)).toSorted(),
    artifact: async (name) => {
      const module: { default: never } = await import(
        /* @vite-ignore */ pathToFileURL(join(made, `${name}.graphql.ts`)).href
      )
      return module.default
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
