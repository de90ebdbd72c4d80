import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { digestOf, stampHolds, writeStamp } from './input-digest.mjs'
import { nodeToUse } from './node-runtime.mjs'
import { inProject } from './project-paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupProblem } from './setup-problem.mjs'

const config = 'src/web/vite.config.ts'
const stamp = inProject('build', '.pages-inputs')

/** The pages of src/web as static files in build/web. */
export const pagesBuild = {
  name: 'pages (build/web/)',
  isDone() {
    return !existsSync(inProject(config)) || stampHolds(stamp, inputs())
  },
  run() {
    const digest = inputs()
    const vite = inProject('node_modules', 'vite', 'bin', 'vite.js')
    const { ok, output } = runCommand(
      nodeToUse(),
      [vite, 'build', '--config', config, '--logLevel', 'warn'],
      {
        cwd: inProject(),
      },
    )
    if (!ok) throw new SetupProblem(`The pages could not be built:\n${output}`)
    writeStamp(stamp, digest)
  },
}

function inputs() {
  return digestOf(['src/web', 'schema/documents', 'package-lock.json'], (path) => extname(path) !== '.md')
}
