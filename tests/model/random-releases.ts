import type { PostedFigure } from '../subscriptions/figures.ts'
import type { Saying } from './model-facts.ts'

/** One commit's worth of a delivery, as the model is told of it. */
export type RandomRelease = { readonly name: string; readonly sayings: readonly Saying[] }

/** A delivery for the hub, and what the model shall make of it. */
export type RandomDelivery = {
  readonly form: 'post' | 'file'
  readonly rows: readonly PostedFigure[]
  readonly file: string
  readonly publishedAt: string | null
  readonly releases: readonly RandomRelease[]
  readonly held: number
}

const regions = ['110000', '310000', '440000', '810000']
const periods = ['2019-01', '2019-02', '2019-03']
const indicators = ['certificates', 'organizations']
const values = ['0', '1', '2', '3']

/** A random delivery: a post of one release, or a file with a release per period; some rows are bad. */
export function randomDelivery(random: () => number): RandomDelivery {
  return random() < 0.4 ? randomFile(random) : randomPost(random)
}

/** A post: equal rows come once, contradicting ones and bad ones are held back. */
export function randomPost(random: () => number): RandomDelivery {
  const rows: PostedFigure[] = []
  const good = new Map<string, Saying[]>()
  let held = 0
  for (let count = 1 + Math.floor(random() * 10); count > 0; count -= 1) {
    const row = {
      indicator: pick(random, indicators),
      region: pick(random, regions),
      scheme: pick(random, ['TOTAL', 'QMS']),
      period: pick(random, periods),
    }
    const kind = random()
    if (kind < 0.1) {
      rows.push({ ...row, ...pick(random, bad) })
      held += 1
      continue
    }
    const status = kind < 0.2 ? 'M' : kind < 0.3 ? 'P' : 'A'
    const value = pick(random, values)
    rows.push({ ...row, ...(status === 'M' ? {} : { value }), ...(status === 'A' ? {} : { status }) })
    const key = `${row.indicator}/${row.region}/${row.scheme}/${row.period}`
    good.set(key, [...(good.get(key) ?? []), { key, value: status === 'M' ? null : value, status }])
  }
  const sayings = [...good.values()].flatMap((same) => {
    const agree = same.every((one) => JSON.stringify(one) === JSON.stringify(same[0]))
    if (!agree) held += same.length
    return agree ? same.slice(0, 1) : []
  })
  const day = String(1 + Math.floor(random() * 28)).padStart(2, '0')
  const publishedAt = random() < 0.6 ? `2019-05-${day}T01:00:00.000Z` : null
  const releases = sayings.length === 0 ? [] : [{ name: 'post', sayings }]
  return { form: 'post', rows, file: '', publishedAt, releases, held }
}

const bad: readonly Partial<PostedFigure>[] = [
  { region: '999999', value: '1' },
  { period: '2019-13', value: '1' },
  { indicator: 'certificate', value: '1' },
  { value: 'many' },
  { value: '-3' },
  { value: '1.5' },
  {},
]

/** A file: each row has two figures; a bad figure holds its row back and the other one goes on. */
function randomFile(random: () => number): RandomDelivery {
  const lines = ['period,region_code,region_name_zh,certificates,organisations,source']
  const byPeriod = new Map<string, Saying[]>()
  let held = 0
  for (const period of periods.filter(() => random() < 0.7)) {
    for (const region of regions.filter(() => random() < 0.6)) {
      const cells = indicators.map(() =>
        random() < 0.08 ? 'many' : random() < 0.2 ? '' : pick(random, values),
      )
      // So that no two files are the same, which would be another rule.
      lines.push(
        [period, region, '', ...cells, `https://example.org/${Math.floor(random() * 1e9)}`].join(','),
      )
      if (cells.includes('many')) held += 1
      for (const [index, indicator] of indicators.entries()) {
        const value = cells[index] ?? ''
        if (value === '' || value === 'many') continue
        const saying = { key: `${indicator}/${region}/TOTAL/${period}`, value, status: 'A' }
        byPeriod.set(period, [...(byPeriod.get(period) ?? []), saying])
      }
    }
  }
  const releases = [...byPeriod].map(([name, sayings]) => ({ name, sayings }))
  return { form: 'file', rows: [], file: `${lines.join('\n')}\n`, publishedAt: null, releases, held }
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item
}
