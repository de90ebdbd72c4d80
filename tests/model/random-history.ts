import { expect } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { publish } from '../subscriptions/figures.ts'
import { asAdministrator, type TestHub } from '../support/hub.ts'
import { certainSayings } from './certain-cells.ts'
import type { ClaimedFigure, SpokenRelease } from './model-claims.ts'
import { type RandomSaying, randomSaying } from './random-world.ts'

/** A release as it was taken in; `held` where it was under embargo at first. */
export type TakenRelease = SpokenRelease & { readonly code: string; readonly held: boolean }

/**
 * Publishes random releases, the certain figures first: some under embargo, which end while others come, and some taken
 * back later. Gives what was said, and between which positions.
 */
export async function randomHistory(
  hub: TestHub,
  random: () => number,
  count: number,
): Promise<readonly TakenRelease[]> {
  const releases: TakenRelease[] = []
  for (const saying of certainSayings)
    releases.push(...(await taken(hub, saying, `certain-${saying.source}`, false)))
  for (let step = 0; step < count; step += 1) {
    // So that each run has at least one release that spoke after an embargo and was taken back.
    const first = certainSayings.length
    const chosen =
      step === 3 || step === 6 ? first : first + Math.floor(random() * (releases.length - first + 1))
    const held = step === 0 || random() < 0.25
    releases.push(...(await taken(hub, randomSaying(random), `release-${step}`, held)))
    const act = random()
    const place = Math.min(chosen, releases.length - 1)
    const release = releases[place]
    if (release === undefined || release.withdrawnAt !== null) continue
    if (release.spokeAt === Infinity) releases[place] = await told(hub, releases, release, `end-${step}`)
    else if (act < 0.3 || step === 6)
      releases[place] = { ...release, withdrawnAt: await withdraw(hub, release) }
  }
  return releases
}

/** None where the release says nothing new. */
async function taken(
  hub: TestHub,
  { source, publishedAt, says }: RandomSaying,
  key: string,
  held: boolean,
): Promise<TakenRelease[]> {
  const embargoUntil = held ? new Date(Date.now() + 3_600_000).toISOString() : null
  const rows = says.map(({ value, ...figure }) => (value === null ? figure : { ...figure, value }))
  const report = await publish(hub.address, { key, rows, publishedAt, source, embargoUntil })
  expect(report.counts.quarantined, key).toBe(0)
  return report.releases.map(({ id, position }) => ({
    source,
    publishedAt: publishedAt === null ? null : Date.parse(publishedAt),
    spokeAt: held ? Infinity : position,
    withdrawnAt: null,
    held,
    says,
    code: id.split('/')[1] ?? '',
  }))
}

/** The time of a release has come: a commit of something else makes the hub look. */
async function told(
  hub: TestHub,
  releases: TakenRelease[],
  release: TakenRelease,
  key: string,
): Promise<TakenRelease> {
  const { source, code } = release
  const id = `${source}/${code}`
  await hub.database.query(sql`update release set embargo_until = clock_timestamp() where id = ${id}`)
  const nudge: ClaimedFigure = {
    indicator: 'certificates',
    region: '820000',
    scheme: 'TOTAL',
    period: '2021-10',
    value: key.replace('end-', ''),
    status: 'A',
  }
  const saying = { source: 'cnca-by-region', publishedAt: null, says: [nudge] }
  releases.push(...(await taken(hub, saying, key, false)))
  const ask = async () => {
    const { data } = await hub.ask(
      'query Told($source: String!, $code: String!) { release(source: $source, code: $code) { position publishedAt } }',
      { source, code },
    )
    return (data as { release: { position: number; publishedAt: string } | null }).release
  }
  await expect.poll(ask, { timeout: 20_000 }).not.toBeNull()
  const { position = 0, publishedAt = '' } = (await ask()) ?? {}
  return { ...release, spokeAt: position, publishedAt: Date.parse(publishedAt) }
}

async function withdraw(hub: TestHub, { source, code }: TakenRelease): Promise<number> {
  const { data, errors } = await hub.ask(
    'mutation Withdraw($input: WithdrawReleaseInput!) { withdrawRelease(input: $input) { position } }',
    { input: { source, code, reason: 'Fictional, for a test.' } },
    asAdministrator,
  )
  expect(errors).toBeUndefined()
  return (data as { withdrawRelease: { position: number } }).withdrawRelease.position
}
