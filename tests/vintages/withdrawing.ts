import { asAdministrator, type GraphAnswer, type TestHub } from '../support/hub.ts'

/** What a withdrawal answers. */
export type WithdrawalAnswer = {
  readonly position: number
  readonly counts: { readonly revised: number; readonly ended: number }
  readonly release: {
    readonly code: string
    readonly status: string
    readonly withdrawalReason: string
    readonly position: number
  }
}

const mutation = `mutation($input: WithdrawReleaseInput!) { withdrawRelease(input: $input) {
  position counts { revised ended } release { code status withdrawalReason position } } }`

/** Asks to withdraw a release of cnca-by-region; gives the whole answer. */
export function askToWithdraw(
  hub: TestHub,
  code: string,
  { source = 'cnca-by-region', reason = 'A mistake of the test.', headers = asAdministrator as object } = {},
): Promise<GraphAnswer> {
  return hub.ask(mutation, { input: { source, code, reason } }, headers as Readonly<Record<string, string>>)
}

/** Withdraws a release; throws what the hub refused. */
export async function withdraw(hub: TestHub, code: string): Promise<WithdrawalAnswer> {
  const { data, errors } = await askToWithdraw(hub, code)
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return (data as { withdrawRelease: WithdrawalAnswer }).withdrawRelease
}

/** A figure as the tests of vintages read it. */
export type StandingFigure = {
  readonly value: string
  readonly revision: number
  readonly release: { readonly code: string }
}

/** The certificates figures of a region, newest period first, at a position or now. */
export async function figuresOf(
  hub: TestHub,
  region: string,
  position?: number,
): Promise<readonly StandingFigure[]> {
  const { data } = await hub.ask(
    `query($region: String) ${position === undefined ? '' : `@asOf(position: ${position})`} {
      observations(filter: { region: { eq: $region }, indicator: { eq: "certificates" } }) {
        nodes { value revision release { code } } } }`,
    { region },
  )
  return (data as { observations: { nodes: readonly StandingFigure[] } }).observations.nodes
}
