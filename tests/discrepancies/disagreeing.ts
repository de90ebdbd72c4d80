import { type PostedFigure, type Published, publish } from '../subscriptions/figures.ts'
import { asAdministrator, type GraphAnswer, type TestHub } from '../support/hub.ts'

/** A discrepancy as these tests read it. */
export type ReadDiscrepancy = {
  readonly id: string
  readonly period: string
  readonly status: 'OPEN' | 'SETTLED'
  readonly note: string | null
  readonly earlierNote: string | null
  readonly size: { readonly absolute: string; readonly relative: string }
  readonly sides: readonly { readonly value: string; readonly source: { readonly code: string } }[]
  readonly openedAt: { readonly position: number }
  readonly settledAt: { readonly position: number } | null
  readonly settledBy: string | null
  readonly preferred: { readonly code: string } | null
}

export const discrepancyFields = `id period status note earlierNote size { absolute relative }
  sides { value source { code } } openedAt { position } settledAt { position } settledBy preferred { code }`

/** The discrepancies that match a filter, newest first, at a position or now. */
export async function discrepanciesOf(
  hub: TestHub,
  filter: object | null = null,
  at?: number,
): Promise<readonly ReadDiscrepancy[]> {
  const { data, errors } = await hub.ask(
    `query($filter: DiscrepancyFilter) ${at === undefined ? '' : `@asOf(position: ${at})`} {
      discrepancies(filter: $filter, first: 1000) { nodes { ${discrepancyFields} } } }`,
    { filter },
  )
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return (data as { discrepancies: { nodes: readonly ReadDiscrepancy[] } }).discrepancies.nodes
}

/** A figure that both tables say: the total of a month. */
export function total(period: string, value: string | null, status = 'A'): PostedFigure {
  const figure = { indicator: 'certificates', region: 'ALL', scheme: 'TOTAL', period, status }
  return value === null ? figure : { ...figure, value }
}

let told = 0

/** Lets a source say figures; each call is another release. */
export function say(
  hub: TestHub,
  source: string,
  rows: readonly PostedFigure[],
  publishedAt: string | null = null,
): Promise<Published> {
  told += 1
  return publish(hub.address, { source, key: `said-${told}`, rows, publishedAt })
}

/** The settlement that a test asks for. */
export type Asked = { readonly id: string; readonly note: string; readonly preferred?: string | null }

/** Settles a discrepancy as the administrator, or as somebody else. */
export function settle(hub: TestHub, input: Asked, headers: object = asAdministrator): Promise<GraphAnswer> {
  return hub.ask(
    `mutation($input: SettleDiscrepancyInput!) { settleDiscrepancy(input: $input) { ${discrepancyFields} } }`,
    { input },
    headers as Readonly<Record<string, string>>,
  )
}
