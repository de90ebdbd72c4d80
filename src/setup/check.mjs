import { existsSync } from 'node:fs'
import { nodeToUse } from './node-runtime.mjs'
import { inProject } from './project-paths.mjs'
import { runCommand } from './run-command.mjs'

const tool = (...path) => inProject('node_modules', ...path)
const tsc = tool('typescript', 'bin', 'tsc')
const types = (project) => ({
  name: `types of ${project}`,
  args: [tsc, '--noEmit', '--pretty', 'false', '-p', project],
  fits: existsSync(inProject(project)),
})

/** Everything but the tests. Each one runs, whatever became of the one before: one run shows all that is wrong. */
const checks = [
  types('tsconfig.json'),
  types('tests/tsconfig.json'),
  types('src/web/tsconfig.json'),
  {
    name: 'format and lint rules (to repair: npx biome check --write)',
    args: [
      tool('@biomejs', 'biome', 'bin', 'biome'),
      'ci',
      '--colors=off',
      '--error-on-warnings',
      '--max-diagnostics=50',
      '.',
    ],
    fits: true,
  },
  {
    name: 'import rule, house rules and documents',
    args: [tool('vitest', 'vitest.mjs'), 'run', '--project', 'alone', 'tests/architecture'],
    fits: true,
  },
  {
    name: 'packages without known holes',
    args: [inProject('src', 'setup', 'check-packages.mjs')],
    fits: true,
  },
  {
    name: 'schema drift (to repair: npx baymark schema --write)',
    args: [inProject('build', 'src', 'cli', 'program.js'), 'schema', '--check'],
    fits: true,
  },
]

let failures = 0
for (const check of checks.filter((each) => each.fits)) {
  const start = Date.now()
  const { ok, output } = runCommand(nodeToUse(), check.args, { cwd: inProject() })
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${check.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  if (ok) continue
  failures += 1
  console.log(`${output.replace(/^/gm, '  ')}\n`)
}
if (failures > 0) {
  console.log(`${failures} of the checks failed.`)
  process.exitCode = 1
}
