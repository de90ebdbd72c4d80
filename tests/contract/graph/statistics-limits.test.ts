import { expect, test } from 'vitest'
import { openHubForTest } from '../../support/hub.ts'

const table = 'query($input: StatisticsInput!) { statistics(input: $input) { rows { nodes { key } } } }'
const asked = { indicators: ['certificates'], groupBy: ['REGION'] }

test('lists that are empty or too long are refused in words', async () => {
  const hub = await openHubForTest()
  const refusals = await Promise.all(
    [
      { ...asked, where: { region: { in: [] } } },
      { ...asked, orderBy: Array.from({ length: 21 }, () => ({ column: 'VALUE' })) },
      { ...asked, having: Array.from({ length: 21 }, () => ({ is: { gt: '1' } })) },
      { ...asked, indicators: [] },
    ].map((input) => hub.ask(table, { input })),
  )
  expect(refusals.map(({ errors }) => errors?.[0]?.message)).toEqual([
    '`in` names 1 to 1000 codes; it names 0. Leave the selection away where all are meant.',
    'Expected at most 20 entries; came 21.',
    'Expected at most 20 entries; came 21.',
    'A table has 1 to 10 indicators; 0 were asked for.',
  ])
  for (const { errors } of refusals) expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
})

test('an id of a figure that cannot be asked finds nothing, and its neighbours are found', async () => {
  const hub = await openHubForTest({ samples: true })
  const id = (region: string) => `figure/certificates/${region}/TOTAL/2022-08/-/-`
  const { data, errors } = await hub.ask(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Figure { value } } }',
    {
      ids: [id('GBA9+440000'), id('CN'), 'figure/certificates/CN/TOTAL/2022-08-99/-/-'],
    },
  )
  expect(errors).toBeUndefined()
  expect(data).toEqual({ nodes: [null, expect.objectContaining({ value: '3172230' }), null] })
})
