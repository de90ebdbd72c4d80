import { asAdministrator, type TestHub } from '../../support/hub.ts'

/** Publishes one fictional figure of certificates in Guangdong; gives the position at which the hub took it in. */
export async function publishFigure(
  hub: Pick<TestHub, 'ask'>,
  period: string,
  value: string,
): Promise<number> {
  const rows = [{ indicator: 'certificates', region: '440000', scheme: 'TOTAL', period, value }]
  const input = {
    source: 'cnca-by-region',
    idempotencyKey: `${period}/${value}`,
    note: 'Fictional, for a test.',
    rows,
  }
  const answer = await hub.ask(
    'mutation($input: PublishReleaseInput!) { publishRelease(input: $input) { state } }',
    { input },
    asAdministrator,
  )
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.extensions.hub.position
}
