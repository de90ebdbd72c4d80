import { expect, onTestFinished, test } from 'vitest'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { follow } from '../subscriptions/following.ts'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { askToWithdraw } from '../vintages/withdrawing.ts'
import { discrepanciesOf, discrepancyFields, type ReadDiscrepancy, say, settle } from './disagreeing.ts'
import { type Limits, ModelDiscrepancies, type Said, type Standing } from './model-discrepancies.ts'
import { renewReference, third } from './third-source.ts'

const steps = long ? 600 : 40
const sources = ['cnca-by-field', 'cnca-by-region', third]
const figures = ['certificates', 'organizations'].flatMap((indicator) =>
  ['ALL'].flatMap((region) => ['2020-01', '2020-02'].map((period) => `${indicator}/${region}/${period}`)),
)
const values = [0, 96, 98, 99, 100, null]

describeOneGround('random revisions, withdrawals, settlements and tolerances of three sources', (ground) => {
  test(
    'open, change and end discrepancies as a plain model does, at every position and for whoever follows',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const hub = await openTestHub({ ground })
      onTestFinished(() => hub.close())
      await renewReference(hub)
      const model = new ModelDiscrepancies((figure) => figure.split('/')[0] ?? '')
      model.limit({}, hub.tail.position)
      const begun = hub.tail.position
      const releases: { readonly source: string; readonly code: string }[] = []
      for (let step = 0; step < steps; step += 1) {
        await take(hub, model, random, releases, `step ${step}`)
        const position = hub.tail.position
        expect(await standingAt(hub), `after step ${step} at ${position}`).toEqual(
          plain(model.states.get(position)),
        )
      }
      expect([...model.states.keys()]).toHaveLength(hub.tail.position - begun + 1)
      expect([...model.states.values()].some((state) => state.size > 2)).toBe(true)
      for (const [position, state] of model.states)
        expect(await standingAt(hub, position), `at ${position}`).toEqual(plain(state))
      await checkFollower(hub, model)
    },
    long ? 30 * 60_000 : 120_000,
  )
})

async function take(
  hub: TestHub,
  model: ModelDiscrepancies,
  random: () => number,
  releases: { readonly source: string; readonly code: string }[],
  name: string,
): Promise<void> {
  const kind = random()
  const open = [...model.standing.keys()]
  if (kind < 0.1) return renew(hub, model, random)
  if (kind < 0.2 && releases.length > 0) {
    const [release] = releases.splice(Math.floor(random() * releases.length), 1)
    if (release === undefined) return
    const { errors } = await askToWithdraw(hub, release.code, { source: release.source })
    expect(errors, name).toBeUndefined()
    return model.withdraw(`${release.source}/${release.code}`, hub.tail.position)
  }
  if (kind < 0.5 && open.length > 0) {
    const key = pick(random, open)
    const before = hub.tail.position
    const note = `Note ${Math.floor(random() * 3)}.`
    const { errors } = await settle(hub, { id: idOf(key), note })
    expect(errors, name).toBeUndefined()
    const known = model.standing.get(key)
    const same = known?.status === 'SETTLED' && known.note === note
    expect(hub.tail.position, name).toBe(before + (same ? 0 : 1))
    if (!same) model.settle(key, note, hub.tail.position)
    return
  }
  const source = pick(random, sources)
  const said: Said[] = figures.flatMap((figure) =>
    random() < 0.4 ? [{ figure, value: pick(random, values) }] : [],
  )
  if (said.length === 0) return
  const report = await say(hub, source, said.map(posted))
  const [release] = report.releases
  if (release === undefined) return
  releases.push({ source, code: release.id.slice(source.length + 1) })
  model.say(source, release.id, said, release.position)
}

/** Renews the tolerances; where they are as they were, the hub does not move. */
async function renew(hub: TestHub, model: ModelDiscrepancies, random: () => number): Promise<void> {
  const limits: Record<string, Limits> = {}
  const tolerances: Record<string, { absolute: string; relative: string }> = {}
  for (const indicator of ['certificates', 'organizations']) {
    const [absolute, percent] = [pick(random, [0, 1, 2]), pick(random, [0, 1, 2, 100])]
    limits[indicator] = { absolute, percent }
    tolerances[indicator] = { absolute: String(absolute), relative: String(percent / 100) }
  }
  const before = hub.tail.position
  await renewReference(hub, tolerances)
  if (hub.tail.position > before) model.limit(limits, hub.tail.position)
}

function posted({ figure, value }: Said) {
  const [indicator = '', region = '', period = ''] = figure.split('/')
  const row = { indicator, region, period, scheme: 'TOTAL' }
  return value === null ? { ...row, status: 'O' } : { ...row, value: String(value) }
}

/** Whoever folds the stream from the beginning has, after each commit, what the model has. */
async function checkFollower(hub: TestHub, model: ModelDiscrepancies): Promise<void> {
  const stream = follow(
    hub.client(),
    `subscription { discrepancyChanges(after: "0") { kind cursor follows complete reason commit { position }
      changes { op id node { ${discrepancyFields} } } } }`,
  )
  const { extensions } = await hub.ask('{ hub { position } }')
  const frames = await stream.until(({ cursor }) => cursor === extensions.hub.cursor)
  await stream.leave()
  const state = new Map<string, Standing>()
  for (const { commit, complete, changes } of frames) {
    for (const { op, id, node } of changes) {
      if (op === 'LEFT') state.delete(keyOf(id))
      else state.set(keyOf(id), standingOf(node as unknown as ReadDiscrepancy))
    }
    const position = commit?.position ?? 0
    if (complete && model.states.has(position))
      expect(plain(state), `followed to ${position}`).toEqual(plain(model.states.get(position)))
  }
  expect(frames.some(({ changes }) => changes.length > 0)).toBe(true)
}

async function standingAt(hub: TestHub, at?: number) {
  const found = await discrepanciesOf(hub, null, at)
  return plain(new Map(found.map((one) => [keyOf(one.id), standingOf(one)])))
}

function standingOf({ sides, size, openedAt, status, note, earlierNote }: ReadDiscrepancy): Standing {
  return {
    values: sides.map(({ value }) => value).join(' '),
    size: Number(size.absolute),
    opened: openedAt.position,
    status,
    note,
    earlierNote,
  }
}

/** `discrepancy/certificates/ALL/TOTAL/M/certificate/2020-01/a/b@7` → `certificates/ALL/2020-01|a|b`. */
function keyOf(id: string): string {
  const [, indicator, region, , , , period, first, second = ''] = id.split('/')
  return `${indicator}/${region}/${period}|${first}|${second.split('@', 1)[0]}`
}

function idOf(key: string): string {
  const [figure = '', first, second] = key.split('|')
  const [indicator = '', region, period] = figure.split('/')
  return `discrepancy/${indicator}/${region}/TOTAL/M/${indicator.slice(0, -1)}/${period}/${first}/${second}`
}

function plain(state: ReadonlyMap<string, Standing> | undefined) {
  return Object.fromEntries([...(state ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}
