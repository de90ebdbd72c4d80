import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import { writeBillOfMaterials } from './bill-of-materials.mjs'
import { digestOf, stampHolds, writeStamp } from './input-digest.mjs'
import { nodeToUse } from './node-runtime.mjs'
import { inProject } from './project-paths.mjs'
import { runCommand } from './run-command.mjs'
import { SetupProblem } from './setup-problem.mjs'

const sources = ['src', 'migrations']
const notOfTheHub = new Set([join('src', 'web'), join('src', 'setup')])
const stamp = inProject('build', '.hub-inputs')

/** src/ and migrations/ as JavaScript in build/, with the data files beside the code and the list of what it runs with. */
export const hubBuild = {
  name: 'hub (build/)',
  isDone() {
    return stampHolds(stamp, inputs())
  },
  run() {
    // Read before the compiler runs: an edit made meanwhile must count as new.
    const digest = inputs()
    const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc')
    const { ok, output } = runCommand(nodeToUse(), [compiler, '-p', 'tsconfig.json', '--pretty', 'false'], {
      cwd: inProject(),
    })
    if (!ok) throw new SetupProblem(`The hub does not compile:\n${output}`)
    copyData()
    removeOrphans()
    writeBillOfMaterials()
    writeStamp(stamp, digest)
  },
}

function inputs() {
  return digestOf([...sources, 'tsconfig.json', 'package-lock.json'], isOfTheHub)
}

function isOfTheHub(path) {
  return !notOfTheHub.has(path) && extname(path) !== '.md'
}

function copyData() {
  for (const path of sources.flatMap(filesBelow)) {
    if (isCompiled(path)) continue
    const copy = inProject('build', path)
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(inProject(path), copy)
  }
}

/** Output whose source is gone would still be found by whoever lists a folder, as the migrations do. */
function removeOrphans() {
  const wanted = new Set(sources.flatMap(filesBelow).flatMap(outputsOf))
  for (const folder of sources) {
    for (const path of allFilesBelow(join('build', folder))) {
      if (!wanted.has(relative('build', path))) rmSync(inProject(path))
    }
  }
}

function outputsOf(path) {
  if (!isCompiled(path)) return [path]
  const script = path.replace(/\.ts$/, '.js')
  return [script, `${script}.map`]
}

function isCompiled(path) {
  return extname(path) === '.ts'
}

function filesBelow(folder) {
  return allFilesBelow(folder).filter((path) => {
    const parts = path.split(sep)
    return isOfTheHub(path) && !notOfTheHub.has(parts.slice(0, 2).join(sep))
  })
}

function allFilesBelow(folder) {
  if (!existsSync(inProject(folder))) return []
  return readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(relative(inProject(), entry.parentPath), entry.name))
}
