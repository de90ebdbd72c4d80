import { expect, onTestFinished, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { figure, publish } from '../subscriptions/figures.ts'
import { follow } from '../subscriptions/following.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { withdraw } from '../vintages/withdrawing.ts'
import { type FoldedFrame, foldedStates } from './model-fold.ts'
import { type CitedFact, ModelVintages, type Said } from './model-vintages.ts'

const steps = long ? 400 : 40
const regions = ['110000', '310000', '440000']
const periods = ['2019-01', '2019-02']

const stream = `subscription Followed($after: Cursor, $filter: ObservationFilter) {
  observationChanges(after: $after, filter: $filter) { kind cursor follows complete reason commit { position }
    changes { op id node { id value status revision } } } }`

/** The figures of the model; what wakes the sweep of embargoes is of another region. */
const filter = { region: { in: regions } }

describeOneGround('random releases, embargoes and withdrawals', (ground) => {
  test(
    'make of the facts what a plain model makes of them, at every position and between any two',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      const model = new ModelVintages()
      model.settle(1)
      for (let step = 0; step < steps; step += 1) await act(hub, model, random, `step-${step}`)
      const { extensions } = await hub.ask('{ hub { position } }')
      expect(extensions.hub.position).toBe(model.states.size)
      for (const position of model.states.keys())
        expect(await stateAt(hub, position), `at ${position}`).toEqual(plain(model.states.get(position)))
      await checkRevisions(hub, model)
      for (let turn = 0; turn < (long ? 100 : 15); turn += 1) await checkVintages(hub, model, random)
      await checkReplay(hub, model, extensions.hub.cursor)
    },
    long ? 30 * 60_000 : 180_000,
  )
})

async function act(hub: TestHub, model: ModelVintages, random: () => number, key: string): Promise<void> {
  const kind = random()
  const { standing, held } = model
  if (kind < 0.25 && standing.length > 0) {
    const code = pick(random, standing)
    const { position, counts } = await withdraw(hub, code)
    expect(model.withdraw(code, position), `${key} withdraws ${code}`).toEqual(counts)
  } else if (kind < 0.4 && held.length > 0) await tell(hub, model, pick(random, held), key)
  else await say(hub, model, random, kind > 0.8, key)
}

async function say(hub: TestHub, model: ModelVintages, random: () => number, isHeld: boolean, key: string) {
  const sayings = new Map<string, Said>()
  for (const region of regions)
    for (const period of periods)
      if (random() < 0.5)
        sayings.set(`${region}/${period}`, { value: pick(random, ['1', '2', '3']), status: 'A' })
  const rows = [...sayings].map(([place, { value }]) => {
    const [region = '', period = ''] = place.split('/')
    return figure(region, period, value ?? '')
  })
  if (rows.length === 0) return
  const day = 1 + Math.floor(random() * 28)
  const publishedAt = random() < 0.6 ? new Date(Date.UTC(2019, 4, day)).toISOString() : null
  const embargoUntil = isHeld ? new Date(Date.now() + 3_600_000).toISOString() : null
  const report = await publish(hub.address, { key, rows, publishedAt, embargoUntil })
  const date = publishedAt === null ? null : Date.parse(publishedAt)
  const asked = isHeld && date === null ? Date.parse(embargoUntil ?? '') : date
  const { verdicts, commits } = model.outcomeOf(sayings, asked)
  expect(report.counts, key).toMatchObject(verdicts)
  expect(report.releases, key).toHaveLength(commits || isHeld ? 1 : 0)
  const [release] = report.releases
  if (release !== undefined)
    model.take(release.id.split('/')[1] ?? '', sayings, date, release.position, isHeld)
}

/** The time of a held release has come: a commit of something else makes the hub look, before or after it is told. */
async function tell(hub: TestHub, model: ModelVintages, code: string, key: string): Promise<void> {
  const id = `cnca-by-region/${code}`
  await hub.database.query(sql`update release set embargo_until = clock_timestamp() where id = ${id}`)
  const nudge = await publish(hub.address, {
    key,
    rows: [figure('820000', '2019-01', key.replace('step-', ''))],
  })
  const told = async () => {
    const { data } = await hub.ask(
      'query($code: String!) { release(source: "cnca-by-region", code: $code) { position embargoUntil } }',
      { code },
    )
    return (data as { release: { position: number; embargoUntil: string } | null }).release
  }
  await expect.poll(told, { timeout: 20_000 }).not.toBeNull()
  const { position = 0, embargoUntil = '' } = (await told()) ?? {}
  const nudged = nudge.releases[0]?.position ?? 0
  if (nudged < position) model.settle(nudged)
  model.tell(code, position, Date.parse(embargoUntil))
  if (nudged > position) model.settle(nudged)
}

async function stateAt(hub: TestHub, position: number) {
  const { data } = await hub.ask(
    `query($filter: ObservationFilter) @asOf(position: ${position}) { observations(filter: $filter, first: 1000) {
      nodes { region { code } period value status revision release { code } } } }`,
    { filter },
  )
  type Node = CitedFact & { region: { code: string }; period: string; release: { code: string } }
  const { nodes } = (data as { observations: { nodes: Node[] } }).observations
  return Object.fromEntries(
    nodes.map(({ region, period, value, status, revision, release }) => [
      `${region.code}/${period}`,
      { value, status, revision, release: release.code },
    ]),
  )
}

/** The revisions of each figure are the states it went through, with the gaps in which it was not there. */
async function checkRevisions(hub: TestHub, model: ModelVintages): Promise<void> {
  const { data } = await hub.ask(
    `query($filter: ObservationFilter) { observations(filter: $filter, first: 1000) { nodes { region { code } period
      revisions { revision value previousValue position endedAt release { code } } } } }`,
    { filter },
  )
  type Node = { region: { code: string }; period: string; revisions: object[] }
  const { nodes } = (data as { observations: { nodes: Node[] } }).observations
  expect(nodes).toHaveLength(model.states.get(model.states.size)?.size ?? 0)
  for (const { region, period, revisions } of nodes) {
    const key = `${region.code}/${period}`
    const expected: { revision: number; endedAt: number | null }[] = []
    let before: CitedFact | undefined
    for (const [position, state] of [...model.states].toSorted(([left], [right]) => left - right)) {
      const fact = state.get(key)
      if (fact === before) continue
      const last = expected.at(-1)
      if (before !== undefined && last !== undefined) last.endedAt = position
      if (fact !== undefined) {
        const { value, revision, release } = fact
        const previousValue = before?.value ?? null
        expected.push({
          ...{ revision, value, previousValue, position },
          endedAt: null,
          ...{ release: { code: release } },
        })
      }
      before = fact
    }
    expect(revisions, key).toEqual(expected)
  }
}

async function checkVintages(hub: TestHub, model: ModelVintages, random: () => number): Promise<void> {
  const [from, to] = [1, 1].map(() => 1 + Math.floor(random() * model.states.size)) as [number, number]
  const changedOnly = random() < 0.5
  const { data } = await hub.ask(
    `query($from: Position!, $to: Position!, $changedOnly: Boolean, $filter: ObservationFilter) {
      vintages(from: { position: $from }, to: { position: $to }, changedOnly: $changedOnly, filter: $filter, first: 1000) {
        totalCount nodes { region { code } period op change before { value release { code } } after { value release { code } } } } }`,
    { from, to, changedOnly, filter },
  )
  type Node = { region: { code: string }; period: string; op: string }
  const { nodes, totalCount } = (data as { vintages: { nodes: Node[]; totalCount: number } }).vintages
  const found = Object.fromEntries(
    nodes.map(({ region, period, ...rest }) => [`${region.code}/${period}`, rest]),
  )
  const [older, newer] = [model.states.get(from), model.states.get(to)]
  const expected = [...new Set([...(older?.keys() ?? []), ...(newer?.keys() ?? [])])].flatMap((key) => {
    const [before, after] = [older?.get(key), newer?.get(key)]
    const same = before?.value === after?.value
    if (changedOnly && same) return []
    const op = before === undefined ? 'ADDED' : after === undefined ? 'REMOVED' : same ? 'SAME' : 'REVISED'
    const both = before !== undefined && after !== undefined
    const change = both ? String(Number(after.value) - Number(before.value)) : null
    return [[key, { op, change, before: side(before), after: side(after) }] as const]
  })
  expect(found, `from ${from} to ${to}`).toEqual(Object.fromEntries(expected))
  expect(totalCount).toBe(expected.length)
}

function side(fact: CitedFact | undefined) {
  return fact === undefined ? null : { value: fact.value, release: { code: fact.release } }
}

/** Whoever reads everything from the beginning stands, at every position, where the model does. */
async function checkReplay(hub: TestHub, model: ModelVintages, head: string): Promise<void> {
  const following = follow(hub.client(), stream, { after: '0', filter })
  const frames = await following.until(({ cursor }) => cursor === head)
  await following.leave()
  const keyOf = (id: string) => `${id.split('/')[2]}/${id.split('/')[8]}`
  const start = { position: 0, state: new Map() }
  for (const [position, state] of foldedStates(start, frames as unknown as FoldedFrame[], keyOf)) {
    if (position === 0) continue
    const known = [...(model.states.get(position) ?? [])].map(([key, { release: _, ...fact }]) => [key, fact])
    expect(plain(state), `replayed to ${position}`).toEqual(Object.fromEntries(known))
  }
}

function plain(state: ReadonlyMap<string, object> | undefined) {
  return Object.fromEntries(state ?? [])
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}
