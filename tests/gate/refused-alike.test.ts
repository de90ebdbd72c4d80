import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { everyDoor, type Sent } from './every-door.ts'

/** What is wrong with an operation in another way than by its size, and the codes it is refused with. */
const refused: readonly { readonly what: string; readonly sent: Sent; readonly codes: readonly string[] }[] =
  [
    { what: 'a syntax error', sent: { query: '{ hub {' }, codes: ['GRAPHQL_PARSE_FAILED'] },
    { what: 'two unknown fields', sent: { query: '{ weather storm }' }, codes: invalid(2) },
    {
      what: 'more mistakes than are told',
      sent: { query: `{ hub { ${Array.from({ length: 40 }, (_, index) => `x${index}`).join(' ')} } }` },
      codes: invalid(21),
    },
    {
      what: 'fragments in a circle',
      sent: { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
      codes: invalid(1),
    },
    {
      what: 'a stream that a variable may skip',
      sent: {
        query: 'subscription($no: Boolean!) { changes @skip(if: $no) { kind } }',
        variables: { no: true },
      },
      codes: invalid(1),
    },
    {
      what: 'an operation that is not there',
      sent: { query: 'query A { hub { name } } query B { hub { name } }', operationName: 'C' },
      codes: ['OPERATION_RESOLUTION_FAILURE'],
    },
    {
      what: 'several operations and no name',
      sent: { query: 'query A { hub { name } } query B { hub { name } }' },
      codes: ['OPERATION_RESOLUTION_FAILURE'],
    },
    {
      what: 'a text that no store keeps',
      sent: { query: 'query($c: String!) { region(code: $c) { code } }', variables: { c: '\u0000' } },
      codes: ['INVALID_TEXT'],
    },
    {
      what: 'a position that is not reached',
      sent: { query: 'query @asOf(position: 999999) { hub { name } }' },
      codes: ['POSITION_AHEAD'],
    },
    {
      what: 'a variable of another type',
      sent: { query: 'query($c: String!) { region(code: $c) { code } }', variables: { c: 7 } },
      codes: ['BAD_USER_INPUT'],
    },
  ]

describeOneGround('what is wrong with an operation', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())

  test.for(refused)('is said in the same words at every door: $what', async ({ sent, codes }) => {
    const [first, ...others] = await Promise.all(
      Object.values(everyDoor).map(async ({ ask }) => (await ask(hub, sent)).errors),
    )
    expect(first?.map(({ extensions }) => extensions.code)).toEqual(codes)
    for (const other of others) expect(other).toEqual(first)
  })
})

function invalid(count: number): readonly string[] {
  return Array.from({ length: count }, () => 'GRAPHQL_VALIDATION_FAILED')
}
