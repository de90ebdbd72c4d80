import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { lockedPackages } from './locked-packages.mjs'
import { inProject } from './project-paths.mjs'

/**
 * Writes build/sbom.cdx.json: every package that the hub runs with, its version, licence and digest, and what it needs, as CycloneDX
 * 1.5. The same lock file gives the same bytes.
 */
export function writeBillOfMaterials() {
  const file = inProject('build', 'sbom.cdx.json')
  const { name, version = '0.0.0', license } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'))
  const packages = lockedPackages().filter(({ development }) => !development)
  const byPath = new Map(packages.map((each) => [each.path, each]))
  const own = { 'bom-ref': `${name}@${version}`, type: 'application', name, version, ...licensed(license) }
  const components = new Map(packages.map((each) => [refOf(each), componentOf(each)]))
  const needs = new Map()
  for (const each of packages) {
    const known = needs.get(refOf(each)) ?? []
    needs.set(refOf(each), [...known, ...each.needs.flatMap((need) => refOfNeed(each.path, need, byPath))])
  }
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(readFileSync(inProject('package-lock.json')))}`,
    version: 1,
    metadata: { component: own },
    components: [...components.values()],
    dependencies: [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn: [...new Set(dependsOn)].sort() })),
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)
}

const refOf = ({ name, version }) => `${name}@${version}`

function componentOf({ name, version, license, integrity }) {
  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...licensed(license),
    ...digestsOf(integrity),
  }
}

/** A single licence by its SPDX name, several of them as an expression. */
function licensed(license) {
  if (license === undefined) return {}
  return { licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }] }
}

function digestsOf(integrity) {
  const [, content] = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity ?? '') ?? []
  if (content === undefined) return {}
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }] }
}

/** Node looks for a package beside the one that needs it, then in every folder above. */
function refOfNeed(path, need, byPath) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const found = byPath.get(folder === '' ? `node_modules/${need}` : `${folder}/node_modules/${need}`)
    if (found !== undefined) return [refOf(found)]
    // Optional parts for other machines may be missing from the lock file.
    if (folder === '') return []
  }
}

function uuidOf(bytes) {
  const hex = createHash('sha256').update(bytes).digest('hex')
  const variant = 'ab89'[Number.parseInt(hex[16], 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
