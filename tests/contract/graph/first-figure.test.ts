import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../../src/platform/project.ts'
import { asAdministrator, describeGrounds, openTestHub, type TestHub } from '../../support/hub.ts'

const figure = `query Figure { observations(filter: { indicator: { eq: "certificates" }, region: { eq: "440000" },
  period: { eq: "2022-08" } }) { edges { node { id value revision position release { code source { code } } } } } }`

const revised = join(projectFolder(), 'tests/sources/fixtures/cnca-by-region-2022-08-revised-fictional.csv')

describeGrounds('the first figure', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  test('is 603226, from its source', async () => {
    const { data } = await hub.ask(figure)
    expect(data).toEqual({
      observations: {
        edges: [
          {
            node: {
              id: 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08',
              value: '603226',
              revision: 1,
              position: expect.any(Number),
              release: { code: '2022-08', source: { code: 'cnca-by-region' } },
            },
          },
        ],
      },
    })
  })

  test('is revised by a later file, stays as it was under @asOf, and a stream tells it once', async () => {
    const { extensions } = await hub.ask(figure)
    const frames = hub.client().iterate({
      query: `subscription { observationChanges(filter: { region: { eq: "440000" } }) { kind follows cursor complete
        changes { op id before { value } node { value revision } } } }`,
    })
    const joined = await frames.next()
    expect(joined.value.data.observationChanges.kind).toBe('PROGRESS')
    const { status, report } = await hub.deliver('cnca-by-region', await readFile(revised), 'revised-1')
    expect({ status, state: report['state'] }).toEqual({ status: 200, state: 'TAKEN' })
    const told = await frames.next()
    expect(told.value.data.observationChanges).toMatchObject({
      kind: 'DELTA',
      follows: joined.value.data.observationChanges.cursor,
      complete: true,
      changes: [{ op: 'REVISED', before: { value: '603226' }, node: { value: '603300', revision: 2 } }],
    })
    const now = await hub.ask(figure)
    expect(JSON.stringify(now.data)).toContain('603300')
    const then = await hub.ask(figure.replace('Figure', `Figure @asOf(position: ${extensions.hub.position})`))
    expect(JSON.stringify(then.data)).toContain('603226')
    expect(then.extensions.hub.position).toBe(extensions.hub.position)
    await frames.return?.()
  })

  test('is refused from the anonymous and taken from the administrator, once per key', async () => {
    const mutation = `mutation Publish($input: PublishReleaseInput!) { publishRelease(input: $input) {
      state repeated counts { added revised confirmed quarantined } findings { code line } releases { id position } } }`
    const rows = [
      { indicator: 'certificates', region: '440000', scheme: 'TOTAL', period: '2023-04', value: '700000' },
      { indicator: 'certificates', region: '999999', scheme: 'TOTAL', period: '2023-04', value: '1' },
      { indicator: 'certificates', region: '320000', scheme: 'TOTAL', period: '2023-13', value: '1' },
      { indicator: 'certificates', region: '330000', scheme: 'TOTAL', period: '2023-04', value: '7,000' },
    ]
    const input = { source: 'cnca-by-region', idempotencyKey: 'post-1', note: 'Fictional, for a test.', rows }
    const refused = await hub.ask(mutation, { input })
    expect(refused.errors[0]?.extensions['code']).toBe('UNAUTHENTICATED')
    const taken = await hub.ask(mutation, { input }, asAdministrator)
    expect(taken.errors).toBeUndefined()
    expect(taken.data).toMatchObject({
      publishRelease: {
        state: 'TAKEN',
        repeated: false,
        counts: { added: 1, revised: 0, confirmed: 0, quarantined: 3 },
        findings: [
          { code: 'UNKNOWN_REGION', line: 2 },
          { code: 'INVALID_PERIOD', line: 3 },
          { code: 'NOT_A_NUMBER', line: 4 },
        ],
      },
    })
    const again = await hub.ask(mutation, { input }, asAdministrator)
    expect(again.data).toMatchObject({ publishRelease: { state: 'TAKEN', repeated: true } })
    expect(again.extensions.hub.position).toBe(taken.extensions.hub.position)
    const other = { ...input, rows: rows.slice(0, 1) }
    const conflict = await hub.ask(mutation, { input: other }, asAdministrator)
    expect(conflict.errors[0]?.extensions['code']).toBe('IDEMPOTENCY_CONFLICT')
  })
})
