import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lendCompiler, type SmallProject, smallProject } from './small-project.ts'

const prepare = 'src/setup/prepare.mjs'

test('a first run builds, a second one does and says nothing, a third one follows the sources', async () => {
  using project = withSources()
  const first = await project.node(prepare)
  expect(first).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^set-up: hub \(build\/\) … done \([\d.]+ s\)\n$/),
  })
  expect(built(project, 'src/answer.js')).toContain('42')
  expect(built(project, 'src/feeds/one.json')).toBe('{"source":"one"}')

  expect(await project.node(prepare)).toEqual({ code: 0, output: '' })

  project.remove('src/old.ts')
  project.write('src/answer.ts', 'export const answer: number = 43')
  expect((await project.node(prepare)).output).toContain('hub')
  expect(built(project, 'src/answer.js')).toContain('43')
  expect(existsSync(join(project.folder, 'build/src/old.js'))).toBe(false)
})

test('a source that does not compile stops the set-up with the place, and the next run tries again', async () => {
  using project = withSources()
  project.write('src/answer.ts', 'export const answer: number = "no"')
  for (const _ of [1, 2]) {
    const run = await project.node(prepare)
    expect(run.code).toBe(1)
    expect(run.output).toMatch(/The hub does not compile:\nsrc\/answer.ts\(1,14\): error/)
    expect(run.output).not.toContain('prepare.mjs:')
  }
})

test('two set-ups at once build once', async () => {
  using project = withSources()
  const runs = await Promise.all([project.node(prepare), project.node(prepare)])
  expect(runs.map((run) => run.code)).toEqual([0, 0])
  expect(runs.filter((run) => run.output.includes('done')).length).toBe(1)
})

test('packages installed by hand stay when they are the locked ones, and only then', async () => {
  using project = smallProject()
  const look = [
    '-e',
    "import('./src/setup/dependencies.mjs').then((m) => console.log(m.dependencies.isDone()))",
  ]
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version },
        'node_modules/for-another-machine': { version, optional: true },
      },
    })
  project.write('package-lock.json', lock('1.0.0'))
  expect((await project.node(...look)).output).toBe('false\n')
  project.write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  )
  expect((await project.node(...look)).output).toBe('true\n')
  project.write('package-lock.json', lock('1.0.1'))
  expect((await project.node(...look)).output).toBe('false\n')
})

function withSources(): SmallProject {
  const project = smallProject()
  lendCompiler(project)
  const options = { module: 'NodeNext', rootDir: '.', outDir: 'build', sourceMap: true, types: [] }
  project.write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: options, include: ['src'], exclude: ['src/setup'] }),
  )
  project.write('src/answer.ts', 'export const answer: number = 42')
  project.write('src/old.ts', 'export const old = 1')
  project.write('src/feeds/one.json', '{"source":"one"}')
  return project
}

function built(project: SmallProject, path: string): string {
  return readFileSync(join(project.folder, 'build', path), 'utf8')
}
