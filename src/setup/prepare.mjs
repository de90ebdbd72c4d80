#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dependencies } from './dependencies.mjs'
import { hubBuild } from './hub-build.mjs'
import { nodeRuntime } from './node-runtime.mjs'
import { pagesBuild } from './pages-build.mjs'
import { withLock } from './prepare-lock.mjs'
import { inProject } from './project-paths.mjs'
import { SetupProblem } from './setup-problem.mjs'
import { testPrograms } from './test-programs.mjs'

/** In this order: installing the dependencies empties node_modules, and both builds run on the Node of step two. */
const always = [dependencies, nodeRuntime, hubBuild, pagesBuild]

/**
 * Brings the checkout to where its npm scripts can run. Steps whose inputs did not change are skipped; with nothing to
 * do it prints nothing. Throws SetupProblem when a step could not be done for a reason outside this program.
 *
 * @param {'run' | 'test'} purpose `test` also looks for the programs that tests start
 * @param {NodeJS.WritableStream} out one line for each step that was done
 */
export function prepare(purpose, out) {
  const steps = purpose === 'test' ? [...always, testPrograms] : always
  if (steps.every((step) => step.isDone())) return
  const lock = inProject('build', '.set-up-lock')
  withLock(
    lock,
    () => {
      for (const step of steps) if (!step.isDone()) perform(step, out)
    },
    (pid) => out.write(`set-up: waiting for another set-up (process ${pid})\n`),
  )
}

/** Prints a step's failure and returns the exit code; a mistake of ours is thrown on. */
export function explainFailure(error) {
  if (!(error instanceof SetupProblem)) throw error
  process.stderr.write(`\nset-up: ${error.message}\n`)
  return 1
}

function perform(step, out) {
  const start = Date.now()
  const said = []
  out.write(`set-up: ${step.name} … `)
  try {
    step.run((line) => said.push(line))
  } catch (error) {
    out.write('failed\n')
    throw error
  }
  out.write(
    `${said.length === 0 ? 'done' : 'not complete'} (${((Date.now() - start) / 1000).toFixed(1)} s)\n`,
  )
  for (const line of said) out.write(`set-up: ${line}\n`)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    prepare(process.argv[2] === 'test' ? 'test' : 'run', process.stdout)
  } catch (error) {
    process.exitCode = explainFailure(error)
  }
}
