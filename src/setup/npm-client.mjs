import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/**
 * Installs exactly what a folder's lock file says, development and optional parts included, without install scripts
 * (nothing that is locked needs one).
 *
 * @param {string} folder absolute path of a folder with package.json and package-lock.json
 */
export function installLocked(folder) {
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--prefer-offline']
  const args = ['ci', '--prefix', folder, ...flags, '--no-audit', '--no-fund']
  const [command, ...before] = npmCommand()
  const run = runCommand(command, [...before, '--loglevel=error', ...args], {
    cwd: folder,
    env: cleanEnvironment(process.env),
  })
  return { ok: run.ok, output: withoutNoise(run.output), tried: `npm ${args.join(' ')}` }
}

/** npm prints warnings before an error, its own stack within it and its whole manual after it. */
function withoutNoise(output) {
  const lines = output.split('\n').filter((line) => !/^npm (warn|error {5}at )/i.test(line))
  const manual = lines.findIndex((line) => /^npm error Usage:/i.test(line))
  return lines.slice(0, manual < 0 ? undefined : manual).join('\n')
}

function npmCommand() {
  const { npm_execpath: client, npm_node_execpath: node } = process.env
  if (client?.endsWith('.js') && existsSync(client)) {
    // The Node that runs npm, not ours: ours may lie in the node_modules that npm is about to replace.
    return [node && existsSync(node) ? node : process.execPath, client]
  }
  return ['npm']
}

/** How to reach a registry; everything else that an outer npm hands down would bend the inner one. */
const keptSettings = new Set(
  [
    'registry',
    'cache',
    'userconfig',
    'globalconfig',
    'cafile',
    'proxy',
    'https_proxy',
    'noproxy',
    'strict_ssl',
  ].map((name) => `npm_config_${name}`),
)

function cleanEnvironment(env) {
  const kept = Object.entries(env).filter(
    ([name]) => !/^npm_/i.test(name) || keptSettings.has(name.toLowerCase()),
  )
  return { ...Object.fromEntries(kept), NODE_ENV: undefined, NODE_OPTIONS: undefined }
}
