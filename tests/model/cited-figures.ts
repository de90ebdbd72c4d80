import { expect } from 'vitest'
import type { TestHub } from '../support/hub.ts'
import type { Tally } from './tally.ts'

type Cited = Readonly<Record<string, unknown>> & { readonly id: string }

type ReadTable = {
  readonly statistics: Readonly<
    Record<'totals' | 'remainder', readonly { readonly cells: readonly Cited[] }[] | undefined>
  > & { readonly rows: { readonly nodes: readonly { readonly cells: readonly Cited[] }[] } }
}

/** A figure that is read again by its id says what it said in its table, wherever the table was read. */
export async function expectSameByIds(
  hub: TestHub,
  random: () => number,
  data: unknown,
  tally: Tally,
  label: string,
): Promise<void> {
  const { rows, totals = [], remainder = [] } = (data as ReadTable).statistics
  const cells = [...rows.nodes, ...totals, ...remainder].flatMap((row) => row.cells)
  const some = Array.from(
    { length: Math.min(4, cells.length) },
    () => cells[Math.floor(random() * cells.length)],
  )
  const cited = some.filter((cell) => cell !== undefined)
  const { data: read, errors } = await hub.ask(
    `query Cited($ids: [ID!]!) { nodes(ids: $ids) { id ... on Figure { kind value lower upper status reason period
      codeListVersion source { code } missing } } }`,
    { ids: cited.map(({ id }) => id) },
  )
  expect(errors, `figures by id of ${label}`).toBeUndefined()
  const { nodes } = read as { nodes: readonly (Cited | null)[] }
  for (const [index, node] of nodes.entries()) {
    const cell = cited[index]
    // Of what a source cannot have (a month of one that publishes quarters) there is no figure to read again.
    if (node === null)
      expect(cell, `no figure ${cell?.id} of ${label}`).toMatchObject({ kind: 'UNAVAILABLE', period: null })
    const fields = Object.keys(node ?? {})
    const expected = Object.fromEntries(fields.map((field) => [field, cell?.[field]]))
    expect(node ?? {}, `the figure ${cell?.id} of ${label}`).toEqual(expected)
    tally.count('cited', String(node?.['kind'] ?? 'none'))
  }
}
