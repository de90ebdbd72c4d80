import { describe, expect, test } from 'vitest'
import { type PostedFigure, provinces, publish } from '../subscriptions/figures.ts'
import { ask } from '../support/hub.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'
import { Consumer } from './consumer.ts'
import { type HubProcess, openHubProcess } from './hub-process.ts'
import { killAfter, long, randomOf, seedOfRun } from './seeded.ts'

/** How many releases a run publishes; every other one meets a kill. */
const releases = long ? 80 : 6

/** A start takes seconds where the machine has much to do. */
const patience = long ? 30 * 60_000 : 120_000

describe('kill -9 during ingest and streaming on PGlite', () =>
  test('costs nothing', () => disturbedRun(''), patience))

describeWith(['Postgres'], 'kill -9 during ingest and streaming on Postgres', () =>
  test('costs nothing', async () => disturbedRun(await createTestDatabase()), patience),
)

async function disturbedRun(database: string): Promise<void> {
  const seed = seedOfRun()
  console.log(`seed ${seed}`)
  const random = randomOf(seed)
  const hub = await openHubProcess({ DATABASE_URL: database })
  const consumer = new Consumer(hub.address)
  const expected = new Map<string, { value: string; revision: number }>()
  let commits = 1
  try {
    for (let turn = 0; turn < releases; turn += 1) {
      const rows = randomRows(random)
      if (fold(expected, rows)) commits += 1
      const killing = turn % 2 === 1 ? killAfter(hub, random() * (long ? 400 : 150)) : Promise.resolve()
      if (random() < 0.3) consumer.cut()
      await untilPublished(hub, `kill-${turn}`, rows, killing)
    }
    const { extensions } = await ask(hub.address, '{ hub { position } }')
    expect(extensions.hub.position).toBe(commits)
    await consumer.knows(commits)
    expect(consumer.complaints).toEqual([])
    expect(consumer.connections).toBeGreaterThan(1)
    expect(figuresOf(consumer)).toEqual(Object.fromEntries(expected))
    expect(await figuresAsked(hub)).toEqual(Object.fromEntries(expected))
  } finally {
    consumer.close()
    await hub.close()
  }
}

/** Publishes under one key until an answer comes: what a publisher whose hub died does. */
async function untilPublished(
  hub: HubProcess,
  key: string,
  rows: readonly PostedFigure[],
  killing: Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const published = await publish(hub.address, { key, rows }).catch((error: Error) => error)
    await killing
    if (!(published instanceof Error)) return
    // Whoever was cut off has no answer of the graph; a refusal would be a failure of the hub.
    if (!(published instanceof TypeError)) throw published
  }
  throw new Error(`the release ${key} got no answer`)
}

function randomRows(random: () => number): readonly PostedFigure[] {
  const value = String(Math.floor(random() * 4))
  const periods = ['2011-01', '2011-02', '2011-03', '2011-04', '2011-05', '2011-06', '2011-07', '2011-08']
  return periods
    .flatMap((period) => provinces.map((region) => ({ period, region })))
    .filter(() => random() < 0.8)
    .map((key) => ({ ...key, indicator: 'certificates', scheme: 'TOTAL', value }))
}

/** What an undisturbed run would make of it; false where nothing changes. */
function fold(
  state: Map<string, { value: string; revision: number }>,
  rows: readonly PostedFigure[],
): boolean {
  let changed = false
  for (const { region, period, value = '' } of rows) {
    const known = state.get(`${region}/${period}`)
    if (known?.value === value) continue
    state.set(`${region}/${period}`, { value, revision: (known?.revision ?? 0) + 1 })
    changed = true
  }
  return changed
}

function figuresOf(consumer: Consumer) {
  return Object.fromEntries([...consumer.figures].map(([id, figure]) => [shortKey(id), figure]))
}

async function figuresAsked(hub: HubProcess) {
  const { data } = await ask(hub.address, '{ observations(first: 1000) { nodes { id value revision } } }')
  const { nodes } = (data as { observations: { nodes: { id: string; value: string; revision: number }[] } })
    .observations
  return Object.fromEntries(nodes.map(({ id, value, revision }) => [shortKey(id), { value, revision }]))
}

function shortKey(id: string): string {
  const parts = id.split('/')
  return `${parts[2]}/${parts.at(-1)}`
}
