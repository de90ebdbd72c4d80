import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inProject } from './project-paths.mjs'
import { runCommand } from './run-command.mjs'
import {
  findChromium,
  findPostgresFolder,
  findPromtool,
  findRedis,
  promtoolCache,
} from './system-binaries.mjs'

const programs = [
  { name: 'Postgres', find: findPostgresFolder, package: 'postgresql' },
  { name: 'Redis', find: findRedis, package: 'redis-server' },
  { name: 'Chromium', find: findChromium, package: 'chromium' },
  { name: 'promtool', find: findPromtool, package: 'prometheus', unpack: promtoolCache },
]

const failedMark = inProject('node_modules', '.cache', 'test-programs-failed')
const retryAfterMs = 60 * 60_000
const aptTimeoutMs = 4 * 60_000

/**
 * The programs that the tests start as private processes. What is missing is installed from Debian's packages where
 * this process may do that; otherwise it is said aloud and the tests skip, and count, what they cannot run. Never an
 * error: a machine without Postgres can still test most of the hub.
 */
export const testPrograms = {
  name: 'programs for the tests',
  isDone() {
    return missing().length === 0
  },
  /** @param {(line: string) => void} say */
  run(say) {
    const obstacle = whyNotInstall()
    if (!obstacle) install(missing())
    const left = missing()
    if (left.length === 0) return
    if (!obstacle) markFailure()
    const names = left.map((program) => program.name).join(', ')
    const packages = left.map((program) => program.package).join(' ')
    say(
      `MISSING for the tests: ${names} (${obstacle ?? `installing failed: ${lastOutput}`}). Tests that need them are skipped`,
    )
    say(`and counted. What to do: install Debian's packages ${packages}, or put the programs on PATH.`)
  },
}

let lastOutput = ''

function missing() {
  return programs.filter((program) => program.find() === undefined)
}

function whyNotInstall() {
  if (process.env.INSTALL_TEST_PROGRAMS === 'no') return 'INSTALL_TEST_PROGRAMS=no forbids installing them'
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get here'
  if (process.getuid?.() !== 0) return 'only root may install them'
  const failed = statSync(failedMark, { throwIfNoEntry: false })
  if (failed && Date.now() - failed.mtimeMs < retryAfterMs) {
    return `installing failed less than an hour ago; remove ${failedMark} to try again at once`
  }
  return undefined
}

function markFailure() {
  mkdirSync(inProject('node_modules', '.cache'), { recursive: true })
  writeFileSync(failedMark, lastOutput)
}

function install(wanted) {
  apt(['update', '-qq'])
  const system = wanted.filter((program) => !program.unpack)
  if (system.length > 0) {
    withoutStarting(() =>
      apt(['install', '-y', '-qq', '--no-install-recommends', ...system.map((program) => program.package)]),
    )
  }
  for (const program of wanted.filter((each) => each.unpack)) unpack(program)
}

function apt(args, cwd) {
  const run = runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    cwd,
    timeoutMs: aptTimeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (!run.ok) lastOutput = run.output.split('\n').slice(-3).join(' ')
  return run.ok
}

/** Debian starts a server as soon as it is installed, unless this file says that it may not. */
function withoutStarting(work) {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return work()
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return work()
  } finally {
    unlinkSync(policy)
  }
}

/** Takes one program out of a package whose server the tests have no use for. */
function unpack(program) {
  const folder = mkdtempSync(join(tmpdir(), 'baymark-package-'))
  try {
    if (!apt(['download', '-qq', program.package], folder)) return
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (!file) return
    mkdirSync(program.unpack, { recursive: true })
    const run = runCommand('dpkg', ['-x', join(folder, file), program.unpack])
    if (!run.ok) lastOutput = run.output
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
