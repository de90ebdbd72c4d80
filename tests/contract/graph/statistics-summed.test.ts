import { afterAll, beforeAll, expect, test } from 'vitest'
import { figure, monthsFrom, type PostedFigure, provinces, publish } from '../../subscriptions/figures.ts'
import { describeGrounds, openTestHub, type TestHub } from '../../support/hub.ts'

/** Figures of all provinces and three schemes; some are missing, some say that they are, some begin a new series. */
function mixed(): readonly PostedFigure[] {
  return monthsFrom(2019, 24).flatMap((period, month) =>
    ['TOTAL', 'QMS', 'EMS'].flatMap((scheme, kind) =>
      provinces.flatMap((region, place): readonly PostedFigure[] => {
        const one = { ...figure(region, period, String(1_000 * month + 37 * place + kind)), scheme }
        if (month % 5 === 1 && place === 3) return []
        if (month % 5 === 2 && place === 7) {
          const { value: _, ...missing } = one
          return [{ ...missing, status: 'O' }]
        }
        return [month % 7 === 3 && place === 11 ? { ...one, status: 'B' } : one]
      }),
    ),
  )
}

const fields = `region { code } scheme { code } period
  cells { kind value lower upper status reason period growth(on: PREVIOUS) { rate reason } }`

const asked = (more: string) => `query($input: StatisticsInput!) { statistics(input: $input) {
  rows(first: 1000) { nodes { key ${fields} ${more} } } totals { key ${fields} } } }`

describeGrounds('sums that the database makes', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
    await publish(hub.address, { key: 'mixed', rows: mixed() })
  })
  afterAll(() => hub.close())

  test.each([
    [
      'MONTH',
      { indicators: ['certificates'], groupBy: ['SCHEME', 'MONTH'], where: { region: { eq: 'CN' } } },
    ],
    [
      'YEAR',
      {
        indicators: ['certificates'],
        groupBy: ['SCHEME', 'YEAR'],
        where: { region: { eq: 'CN' } },
        fillGaps: true,
      },
    ],
    [
      'codes together',
      {
        indicators: ['certificates'],
        groupBy: ['SCHEME', 'MONTH'],
        where: { region: { in: ['CN', '440100'] } },
        fillGaps: true,
      },
    ],
    [
      'what does not add up',
      {
        indicators: ['organizations', 'certificates'],
        groupBy: ['SCHEME', 'MONTH'],
        where: { region: { eq: 'CN' } },
      },
    ],
    [
      'a revised month',
      {
        indicators: ['certificates'],
        groupBy: ['SCHEME', 'MONTH'],
        where: { region: { eq: 'CN' }, period: { from: '2019-01', to: '2020-12' } },
      },
    ],
  ])('say by %s what the figures of the members add up to', async (_, input) => {
    const summed = await hub.ask(asked(''), { input })
    const figures = await hub.ask(asked('together: cells { members { code } }'), { input })
    type Row = { readonly cells: readonly { readonly kind: string }[]; readonly together?: unknown }
    const rowsOf = (answer: typeof summed) =>
      (answer.data as { statistics: { rows: { nodes: readonly Row[] }; totals: readonly Row[] } }).statistics
    expect(summed.errors ?? figures.errors).toEqual(figures.errors ?? summed.errors)
    if (summed.errors !== undefined) return
    const plain = rowsOf(figures).rows.nodes.map(({ together: _together, ...row }) => row)
    expect(rowsOf(summed).rows.nodes).toEqual(plain)
    expect(rowsOf(summed).totals).toEqual(rowsOf(figures).totals)
    expect(plain.length).toBeGreaterThan(5)
  })

  test('stand beside bounds where one figure is missing, and break where one begins anew', async () => {
    const input = {
      indicators: ['certificates'],
      groupBy: ['SCHEME', 'MONTH'],
      where: { region: { eq: 'CN' } },
    }
    const { data } = await hub.ask(asked(''), { input })
    const { rows } = (
      data as {
        statistics: {
          rows: {
            nodes: readonly { cells: readonly { kind: string; growth: { reason: string | null } | null }[] }[]
          }
        }
      }
    ).statistics
    const cells = rows.nodes.flatMap((row) => row.cells)
    const kinds = (kind: string) => cells.filter((cell) => cell.kind === kind).length
    expect([kinds('SUM'), kinds('BOUNDED')]).toEqual([42, 30])
    expect(cells.filter(({ growth }) => growth?.reason === 'BREAK').length).toBeGreaterThan(0)
  })

  test('differ from year to year also where no single figure had to be read', async () => {
    const years = Array.from({ length: 30 }, (_, year) => 1980 + year)
    const rows = years.flatMap((year) =>
      ['FSMS', 'HACCP'].flatMap((scheme) =>
        provinces.map((region) => ({ ...figure(region, `${year}-12`, String(year)), scheme })),
      ),
    )
    await publish(hub.address, { key: 'whole', rows })
    const input = {
      indicators: ['certificates'],
      groupBy: ['SCHEME', 'YEAR'],
      where: { region: { eq: 'CN' }, scheme: { in: ['FSMS', 'HACCP'] }, source: { eq: 'cnca-by-region' } },
    }
    const { data } = await hub.ask(asked(''), { input })
    type Row = { readonly cells: readonly { readonly kind: string; readonly value: string }[] }
    const { nodes } = (data as { statistics: { rows: { nodes: readonly Row[] } } }).statistics.rows
    const values = years.map((year) => String(provinces.length * year))
    expect(nodes.map(({ cells }) => cells[0]?.kind)).toEqual(nodes.map(() => 'SUM'))
    expect(nodes.map(({ cells }) => cells[0]?.value)).toEqual([...values, ...values])
  })
})
