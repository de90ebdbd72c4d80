import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageProblems } from '../../src/setup/check-packages.mjs'
import { lockedPackages } from '../../src/setup/locked-packages.mjs'
import { isBefore } from '../../src/setup/versions.mjs'
import { lendCompiler, smallProject } from './small-project.ts'

const checkout = join(import.meta.dirname, '..', '..')
const read = (path: string) => JSON.parse(readFileSync(join(checkout, path), 'utf8'))
const holes = read('src/setup/known-holes.json')

test('no locked package has a known hole, and every hole says which and why', () => {
  expect(packageProblems(lockedPackages(), holes)).toEqual([])
  for (const { advisory, why } of [...holes.lowest, ...holes.refused]) {
    expect(advisory).toMatch(/^(CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}|measured here|house rule)$/)
    expect(why.length).toBeGreaterThan(20)
  }
})

test('an old version is told with its place, also where it lies below another package', () => {
  using project = smallProject()
  const packages = {
    '': {},
    'node_modules/ws': { version: '8.23.0' },
    'node_modules/old/node_modules/ws': { version: '8.17.0', dev: true },
    'node_modules/xlsx': { version: '0.18.5' },
    'node_modules/graphql': { version: '17.0.0-alpha.9' },
    'node_modules/tables': { name: 'xlsx', version: '0.18.5' },
  }
  project.write('package-lock.json', JSON.stringify({ packages }))
  const problems: string[] = packageProblems(lockedPackages(join(project.folder, 'package-lock.json')), holes)
  expect(problems).toContainEqual(
    expect.stringMatching(/^node_modules\/old\/node_modules\/ws is 8\.17\.0: .*CVE-2024-37890/),
  )
  expect(problems).toContainEqual(expect.stringMatching(/^node_modules\/xlsx 0\.18\.5 must not be here/))
  expect(problems).toContainEqual(expect.stringMatching(/^node_modules\/tables 0\.18\.5 must not be here/))
  expect(problems).toContainEqual(
    expect.stringMatching(/^node_modules\/graphql 17\.0\.0-alpha\.9 must not be here/),
  )
  expect(problems.filter((problem) => problem.startsWith('node_modules/ws '))).toEqual([])
})

test.each([
  ['1.2.3', '1.2.4'],
  ['1.2.9', '1.10.0'],
  ['9.0.0', '10.0.0'],
  ['1.0.0-alpha', '1.0.0'],
  ['1.0.0-alpha', '1.0.0-alpha.1'],
  ['1.0.0-alpha.2', '1.0.0-alpha.10'],
  ['1.0.0-alpha.1', '1.0.0-alpha.beta'],
  ['1.0.0-rc.1+build.5', '1.0.0'],
])('%s comes before %s, and not the other way', (left, right) => {
  expect([isBefore(left, right), isBefore(right, left), isBefore(left, left)]).toEqual([true, false, false])
})

test('a build lists what it runs with: every production package of the lock file, with version and licence', async () => {
  using project = smallProject()
  lendCompiler(project)
  project.write(
    'tsconfig.json',
    '{ "compilerOptions": { "outDir": "build", "rootDir": "." }, "include": ["src/*.ts"] }',
  )
  project.write('src/main.ts', 'export const main: number = 1')
  const lock = readFileSync(join(checkout, 'package-lock.json'), 'utf8')
  project.write('package-lock.json', lock)
  const write = "import('./src/setup/bill-of-materials.mjs').then((m) => m.writeBillOfMaterials())"
  expect(await project.node('-e', write)).toEqual({ code: 0, output: '' })
  const text = readFileSync(join(project.folder, 'build', 'sbom.cdx.json'), 'utf8')
  const bill = JSON.parse(text)
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { component: { name: 'small' } },
  })
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  type Locked = { readonly dev?: boolean; readonly version: string; readonly license: string }
  const entries = Object.entries(JSON.parse(lock).packages as Record<string, Locked>)
  const production = entries.filter(([path, { dev }]) => path !== '' && dev !== true)
  expect(production.length).toBeGreaterThan(100)
  type Component = {
    name: string
    version: string
    purl: string
    licenses: [{ license?: { id: string }; expression?: string }]
  }
  const listed = new Map((bill.components as Component[]).map((each) => [each.purl, each]))
  for (const [path, { version, license }] of production) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 13)
    const component = listed.get(`pkg:npm/${name.replace('@', '%40')}@${version}`)
    expect(component, path).toMatchObject({ name, version })
    expect(component?.licenses[0].license?.id ?? component?.licenses[0].expression).toBe(license)
  }
  expect(bill.components).toHaveLength(
    new Set(production.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)).size,
  )
  expect(text).not.toContain('vitest')
  const refs = new Set((bill.components as { 'bom-ref': string }[]).map((each) => each['bom-ref']))
  for (const { ref, dependsOn } of bill.dependencies as { ref: string; dependsOn: string[] }[])
    for (const each of [ref, ...dependsOn]) expect(refs.has(each), each).toBe(true)
  // The same lock file gives the same bytes.
  await project.node('-e', write)
  expect(readFileSync(join(project.folder, 'build', 'sbom.cdx.json'), 'utf8')).toBe(text)
})
