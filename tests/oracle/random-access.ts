import { expect } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { third } from '../discrepancies/third-source.ts'
import { figure, publish } from '../subscriptions/figures.ts'
import { asAdministrator, type TestHub } from '../support/hub.ts'
import { askToWithdraw } from '../vintages/withdrawing.ts'
import type { ModelKey, ModelRelease, ModelViewer, ModelWorld } from './model-world.ts'

/** Somebody who asks: as the model knows them, and what they send. */
export type Asker = ModelViewer & { readonly headers: Readonly<Record<string, string>> }

const sources = ['cnca-by-region', third]
const regions = ['110000', '310000', '440000', '810000']
const reason = 'A mistake of the test.'

/** Publishes random releases: some speak at once, some are held, some are told or taken back later. */
export async function randomReleases(hub: TestHub, random: () => number, count: number): Promise<ModelWorld> {
  const releases: ModelRelease[] = []
  const keys: ModelKey[] = []
  for (let step = 0; step < count; step += 1) {
    releases.push(await taken(hub, random, step))
    const place = Math.floor(random() * releases.length)
    const release = releases[place] as ModelRelease
    if (release.withdrawnAt !== Infinity) continue
    const act = random()
    if (release.spokeAt === Infinity && act < 0.35) {
      // A commit of something else makes the hub look whose time has come.
      await hub.database.query(
        sql`update release set embargo_until = clock_timestamp() where id = ${`${release.source}/${release.code}`}`,
      )
      const { key } = await createKey(hub, { role: 'analyst', holder: `an analyst of ${release.code}` })
      keys.push(random() < 0.5 ? await revoked(hub, key) : key)
      releases[place] = await told(hub, release)
    } else if (act > 0.75) releases[place] = await withdrawn(hub, release)
  }
  return { releases, keys }
}

async function taken(hub: TestHub, random: () => number, step: number): Promise<ModelRelease> {
  const source = pick(random, sources)
  const period = `${2000 + Math.floor(step / 12)}-${String((step % 12) + 1).padStart(2, '0')}`
  const said = regions.filter((_, index) => index === 0 || random() < 0.5)
  const figures = said.map((region, index) => ({
    region,
    value: String(100 * step + index),
    line: index + 1,
  }))
  const held = random() < 0.5
  const rows = figures.map(({ region, value }) => figure(region, period, value))
  const embargoUntil = held ? new Date(Date.now() + 3_600_000).toISOString() : null
  const report = await publish(hub.address, {
    key: `${source}-${step}`,
    code: `r${step}`,
    rows,
    source,
    embargoUntil,
  })
  const takenAt = report.releases[0]?.position ?? Number.NaN
  return {
    ...{ source, code: `r${step}`, note: 'Fictional, for a test.', period, takenAt, reason, figures },
    spokeAt: held ? Infinity : takenAt,
    withdrawnAt: Infinity,
  }
}

/** A held release whose time has come, once the hub has told it. */
async function told(hub: TestHub, release: ModelRelease): Promise<ModelRelease> {
  const id = `${release.source}/${release.code}`
  const position = async () => {
    const [commit] = await hub.database.query<{ readonly position: number }>(
      sql`select position from commit where kind = 'EMBARGO' and release_id = ${id}`,
    )
    return commit?.position ?? 0
  }
  await expect.poll(position, { timeout: 20_000 }).toBeGreaterThan(0)
  await hub.tail.look()
  return { ...release, spokeAt: await position() }
}

async function revoked(hub: TestHub, key: ModelKey): Promise<ModelKey> {
  const { errors, extensions } = await hub.ask(
    'mutation($id: ID!) { revokeAccessKey(input: { id: $id, reason: "It was for a test." }) { keyId } }',
    { id: `access-key/${key.id}` },
    asAdministrator,
  )
  expect(errors).toBeUndefined()
  return { ...key, revokedAt: extensions.hub.position }
}

async function withdrawn(hub: TestHub, release: ModelRelease): Promise<ModelRelease> {
  const { data, errors } = await askToWithdraw(hub, release.code, { source: release.source, reason })
  expect(errors).toBeUndefined()
  return {
    ...release,
    withdrawnAt: (data as { withdrawRelease: { position: number } }).withdrawRelease.position,
  }
}

/** Everybody who asks: each role, publishers of each source and of both, and nobody in particular. */
export async function everybody(hub: TestHub): Promise<readonly Asker[]> {
  const wanted = [
    { role: 'administrator', holder: 'the second administrator' },
    { role: 'analyst', holder: 'an analyst' },
    { role: 'partner', holder: 'a partner', regions: ['810000'] },
    { role: 'partner', holder: 'a partner of two regions', regions: ['810000', '820000'] },
    { role: 'supervisor', holder: 'a supervisor', regions: ['440000'] },
    ...sources.map((source) => ({ role: 'publisher', holder: `feeds ${source}`, sources: [source] })),
    { role: 'publisher', holder: 'feeds both', sources },
  ]
  const askers: Asker[] = [{ name: 'anonymous', role: 'anonymous', key: null, headers: {} }]
  for (const one of wanted) {
    const { key, text } = await createKey(hub, one)
    const headers = { authorization: `Bearer ${text}` }
    askers.push({ name: one.holder, role: one.role, key, headers })
  }
  const lost = await createKey(hub, { role: 'administrator', holder: 'somebody who was one' })
  const headers = { authorization: `Bearer ${lost.text}` }
  askers.push({ name: 'lost', role: 'nobody', key: await revoked(hub, lost.key), headers })
  return askers
}

const creation = `mutation Create($input: CreateAccessKeyInput!) {
  createAccessKey(input: $input) { key accessKey { keyId } } }`

/** Creates a key as the administrator; gives it as the model knows it, and its text. */
export async function createKey(
  hub: TestHub,
  wanted: { role: string; holder: string; regions?: string[]; sources?: string[] },
): Promise<{ readonly key: ModelKey; readonly text: string }> {
  const input = { ...wanted, role: wanted.role.toUpperCase() }
  const { data, errors, extensions } = await hub.ask(creation, { input }, asAdministrator)
  expect(errors).toBeUndefined()
  const { key: text, accessKey } = (
    data as { createAccessKey: { key: string; accessKey: { keyId: string } } }
  ).createAccessKey
  const { role, holder, regions = [], sources: from = [] } = wanted
  const id = accessKey.keyId
  const bornAt = extensions.hub.position
  return { key: { id, role, holder, regions, sources: from, bornAt, revokedAt: Infinity }, text }
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}
