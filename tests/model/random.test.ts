import { expect, onTestFinished, test } from 'vitest'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { publish } from '../subscriptions/figures.ts'
import { follow, type ReadFrame } from '../subscriptions/following.ts'
import { describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'
import { type ModelFact, ModelFacts } from './model-facts.ts'
import { type FoldedFrame, foldedStates } from './model-fold.ts'
import { type RandomDelivery, randomDelivery, randomPost } from './random-releases.ts'

/** How many deliveries come one by one, and how many groups of them come at once. */
const steps = long ? { alone: 400, together: 60 } : { alone: 30, together: 5 }

const stream = `subscription Followed($after: Cursor, $filter: ObservationFilter) {
  observationChanges(after: $after, filter: $filter) { kind cursor follows complete reason commit { position }
    changes { op id node { id value status revision } } } }`

describeGrounds('random releases', (ground) => {
  test(
    'make of the facts what a plain model makes of them, at every position and for every consumer',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      const model = new ModelFacts()
      model.take([], null, 1)
      for (let step = 0; step < steps.alone; step += 1) await takeAlone(hub, model, random, `alone-${step}`)
      for (let step = 0; step < steps.together; step += 1)
        await takeTogether(hub, model, random, `together-${step}`)
      const positions = [...model.states.keys()]
      const { extensions } = await hub.ask('{ hub { position } }')
      expect(extensions.hub.position).toBe(positions.length)
      for (const position of positions)
        expect(await stateAt(hub, position), `at ${position}`).toEqual(plain(model.states.get(position)))
      await checkConsumers(hub, model, random, extensions.hub.cursor)
    },
    long ? 30 * 60_000 : 120_000,
  )
})

async function takeAlone(hub: TestHub, model: ModelFacts, random: () => number, key: string): Promise<void> {
  const delivery = randomDelivery(random)
  const report = await deliver(hub, delivery, key)
  const totals = { added: 0, revised: 0, confirmed: 0, stale: 0 }
  let made = 0
  const date = dateOf(delivery)
  for (const { sayings } of delivery.releases) {
    const outcome = model.outcomeOf(sayings, date)
    for (const verdict of Object.keys(totals) as (keyof typeof totals)[]) totals[verdict] += outcome[verdict]
    if (!outcome.commits) continue
    model.take(sayings, date, report.releases[made]?.position ?? -1)
    made += 1
  }
  expect(report.releases, key).toHaveLength(made)
  expect(report.counts, key).toMatchObject({ ...totals, quarantined: delivery.held })
}

/** Posts that come at once: their positions say in which order, and one without a position said nothing new somewhere. */
async function takeTogether(
  hub: TestHub,
  model: ModelFacts,
  random: () => number,
  key: string,
): Promise<void> {
  const posts = Array.from({ length: 4 }, () => randomPost(random))
  const done = await Promise.all(
    posts.map(async (post, index) => ({ post, report: await deliver(hub, post, `${key}-${index}`) })),
  )
  const quiet = new Set(done.filter(({ report }) => report.releases.length === 0).map(({ post }) => post))
  const hush = () => {
    for (const post of quiet) {
      const saying = post.releases.some(({ sayings }) => model.outcomeOf(sayings, dateOf(post)).commits)
      if (!saying) quiet.delete(post)
    }
  }
  hush()
  const inOrder = done
    .flatMap(({ post, report }) => report.releases.map(({ position }) => ({ post, report, position })))
    .toSorted((left, right) => left.position - right.position)
  for (const { post, report, position } of inOrder) {
    const { commits, ...counts } = model.take(post.releases[0]?.sayings ?? [], dateOf(post), position)
    expect(commits, `${key} at ${position}`).toBe(true)
    expect(report.counts, `${key} at ${position}`).toMatchObject(counts)
    hush()
  }
  expect(quiet.size, `${key}: releases without a position that would have said something`).toBe(0)
}

async function deliver(hub: TestHub, { form, rows, file, publishedAt }: RandomDelivery, key: string) {
  if (form === 'post') return publish(hub.address, { key, rows, publishedAt })
  const { report } = await hub.deliver('cnca-by-region', file, key)
  return report as unknown as Awaited<ReturnType<typeof publish>>
}

/** Consumers that begin anywhere with the state of some position, also with frames they have already. */
async function checkConsumers(
  hub: TestHub,
  model: ModelFacts,
  random: () => number,
  head: string,
): Promise<void> {
  const last = Math.max(...model.states.keys())
  const all = await framesAfter(hub, '0', head)
  const cursors = ['0', ...all.map(({ cursor }) => cursor)]
  for (let turn = 0; turn < (long ? 60 : 8); turn += 1) {
    const cursor = cursors[Math.floor(random() * cursors.length)] ?? '0'
    const known = positionOf(all, cursor)
    const from = known + Math.floor(random() * (last - known + 1))
    const frames = await framesAfter(hub, cursor, head)
    const start = { position: from, state: model.states.get(from) ?? new Map<string, ModelFact>() }
    const states = foldedStates(start, frames, keyOf)
    for (const [position, state] of states)
      expect(plain(state), `from ${from}, at ${position}`).toEqual(plain(model.states.get(position)))
  }
}

async function framesAfter(hub: TestHub, after: string, head: string): Promise<readonly FoldedFrame[]> {
  const client = hub.client()
  const following = follow(client, stream, { after })
  const frames = await following.until(({ cursor }: ReadFrame) => cursor === head)
  await following.leave()
  return frames as unknown as readonly FoldedFrame[]
}

function positionOf(frames: readonly FoldedFrame[], cursor: string): number {
  return frames.find((frame) => frame.cursor === cursor)?.commit?.position ?? 0
}

async function stateAt(hub: TestHub, position: number) {
  const { data } = await hub.ask(
    `query At @asOf(position: ${position}) { observations(first: 1000) { nodes { id value status revision } } }`,
  )
  const { nodes } = (data as { observations: { nodes: (ModelFact & { id: string })[] } }).observations
  return Object.fromEntries(
    nodes.map(({ id, value, status, revision }) => [keyOf(id), { value, status, revision }]),
  )
}

/** `observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2019-01@7` → `certificates/440000/TOTAL/2019-01`. */
function keyOf(id: string): string {
  const [, indicator, region, scheme, , , , , period = ''] = id.split('/')
  return `${indicator}/${region}/${scheme}/${period.split('@', 1)[0]}`
}

function plain(state: ReadonlyMap<string, ModelFact> | undefined) {
  return Object.fromEntries(state ?? [])
}

function dateOf({ publishedAt }: RandomDelivery): number | null {
  return publishedAt === null ? null : Date.parse(publishedAt)
}
