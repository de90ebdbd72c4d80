#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { nodeToUse, runningNodeFits } from './node-runtime.mjs'
import { explainFailure, prepare } from './prepare.mjs'
import { inProject } from './project-paths.mjs'

const command = inProject('build', 'src', 'cli', 'program.js')

try {
  // stdout belongs to the command: its output may be piped into a file.
  prepare('run', process.stderr)
  if (runningNodeFits()) await import(pathToFileURL(command).href)
  else runOnOurNode()
} catch (error) {
  process.exitCode = explainFailure(error)
}

/** The whole command on Node 24, as if it had been called there: same terminal, signals passed on, same exit. */
function runOnOurNode() {
  const child = spawn(nodeToUse(), [command, ...process.argv.slice(2)], { stdio: 'inherit' })
  const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
  for (const signal of passed) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    for (const each of passed) process.removeAllListeners(each)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}
