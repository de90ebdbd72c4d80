import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { inProject } from './project-paths.mjs'

/** Where promtool is unpacked when the machine has none; below node_modules, so that no checkout carries it. */
export const promtoolCache = inProject('node_modules', '.cache', 'promtool')

/**
 * The programs that tests start as private processes. Each search answers an absolute path or undefined and starts
 * nothing. Postgres is a folder, because its programs must be of one version.
 */
export function findPostgresFolder() {
  const versions = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt'].flatMap(versionFolders)
  return [...versions, ...searchPath()].find(
    (folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres')),
  )
}

export function findRedis() {
  return findProgram(['redis-server', 'valkey-server'])
}

export function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return findProgram(names, ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'])
}

export function findPromtool() {
  return findProgram(['promtool'], [join(promtoolCache, 'usr', 'bin', 'promtool')])
}

function findProgram(names, elsewhere = []) {
  const candidates = [
    ...names.flatMap((name) => searchPath().map((folder) => join(folder, name))),
    ...elsewhere,
  ]
  return candidates.find(isProgram)
}

/** Newest version first. Debian keeps Postgres off PATH, one folder for each major version. */
function versionFolders(parent) {
  if (!existsSync(parent)) return []
  const versions = readdirSync(parent).filter((name) => /^(postgresql@)?\d+$/.test(name))
  const number = (name) => Number(name.replace('postgresql@', ''))
  return versions.sort((a, b) => number(b) - number(a)).map((name) => join(parent, name, 'bin'))
}

function searchPath() {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
