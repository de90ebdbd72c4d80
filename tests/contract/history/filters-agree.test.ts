import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Comparison, type Condition, type Operator, passes } from '../../../src/kernel/condition.ts'
import { isStorable } from '../../../src/kernel/text.ts'
import type { Database } from '../../../src/platform/database.ts'
import { type FilterColumns, filterSql } from '../../../src/platform/filter-sql.ts'
import { sql } from '../../../src/platform/sql.ts'
import { describeStores } from '../stores.ts'

/** A row as it is stored: texts that Postgres casts. */
type Stored = {
  readonly id: number
  readonly code: string
  readonly text: string | null
  readonly value: string | null
  readonly instant: string | null
  readonly several: readonly string[] | null
}

const columns: FilterColumns = {
  code: { sql: sql`f.code`, nullable: false },
  text: { sql: sql`f.text`, nullable: true },
  value: { sql: sql`f.value`, nullable: true },
  instant: { sql: sql`f.instant`, nullable: true },
  several: { sql: sql`f.several`, many: true },
}

/** Few texts, so that rows and tests meet, and each a trap: marks of LIKE, quotes, arrays, bytes against UTF-16 units. */
const traps = [
  '',
  ' ',
  'a',
  'A',
  'ab',
  '%',
  '_',
  'a%b',
  'a_b',
  "it's",
  '"',
  '\\',
  '\\%',
  '{a,b}',
  'NULL',
  '$1',
  '\n',
]
const scripts = ['认证', '认', 'é', 'e\u0301', '\uffee', '😀', '😀a', '\u{20000}']
const anyText = fc
  .array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 4 })
  .map((units) => String.fromCharCode(...units))
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...traps, ...scripts) },
  { weight: 1, arbitrary: anyText.filter(isStorable) },
)
const decimal = fc.oneof(
  fc.constantFrom(
    '0',
    '0.0',
    '1',
    '1.0',
    '1.50',
    '1.5',
    '-1',
    '-1.5',
    '0.1',
    '603226',
    '9007199254740993',
    '9007199254740992',
  ),
  fc.bigInt(-(10n ** 40n), 10n ** 40n).map(String),
)
const instant = fc.oneof(
  fc.constantFrom(
    '2022-09-23T02:00:00.123Z',
    '2022-09-23T02:00:00.124Z',
    '2022-09-23T10:00:00.123+08:00',
    '2022-09-23T02:00:00Z',
  ),
  fc
    .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
)

const rows = fc.array(
  fc.record({
    code: text,
    text: fc.option(text),
    value: fc.option(decimal),
    instant: fc.option(instant),
    several: fc.option(fc.array(text, { maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 40 },
)

const ordering: readonly Operator[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte']

function testOf(
  field: string,
  compare: Comparison,
  operand: fc.Arbitrary<string>,
  more: readonly Operator[],
): fc.Arbitrary<Condition> {
  const made = (operator: Operator, value: string | boolean | readonly string[]): Condition => ({
    kind: 'test',
    field,
    operator,
    compare,
    operand: value,
  })
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...ordering, ...more), operand)
      .map(([operator, value]) => made(operator, value)),
    fc
      .tuple(fc.constantFrom<Operator>('in', 'notIn'), fc.array(operand, { maxLength: 4 }))
      .map(([operator, values]) => made(operator, values)),
    fc.boolean().map((missing) => made('isNull', missing)),
  )
}

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    testOf('code', 'text', text, ['startsWith', 'contains']),
    testOf('text', 'text', text, ['startsWith', 'contains']),
    testOf('value', 'decimal', decimal, []),
    testOf('instant', 'instant', instant, []),
    testOf('several', 'text', text, ['startsWith', 'contains']),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('condition'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
  ),
}))

describeStores('a filter in memory and the same filter in SQL', (store) => {
  test('let the same rows through', async () => {
    const database = await store.empty()
    await database.query(
      sql`create table filtered (id int primary key, code text collate "C" not null, text text collate "C", value numeric,
            instant timestamptz(3), several text[] collate "C")`,
    )
    const property = fc.asyncProperty(
      rows,
      fc.array(condition, { minLength: 20, maxLength: 20 }),
      async (made, conditions) => {
        await replaceRows(
          database,
          made.map((row, id) => ({ id, ...row })),
        )
        const held = await database.query<Stored>(
          sql`select f.id, f.code, f.text, f.value, f.instant, to_json(f.several) as several from filtered f order by f.id`,
        )
        for (const one of conditions) {
          const found = await database.query<{ readonly id: number }>(
            sql`select f.id from filtered f where ${filterSql(one, columns)} order by f.id`,
          )
          expect(found.map(({ id }) => id)).toEqual(
            held.filter((row) => passes(one, row)).map(({ id }) => id),
          )
        }
      },
    )
    await fc.assert(property, { numRuns: 20 })
  })

  test('refuse a field that nobody declared: our own mistake', () => {
    const unknown: Condition = {
      kind: 'test',
      field: 'colour',
      operator: 'eq',
      compare: 'text',
      operand: 'red',
    }
    expect(() => filterSql(unknown, columns)).toThrow('colour')
  })
})

async function replaceRows(database: Database, stored: readonly Stored[]): Promise<void> {
  await database.query(sql`truncate filtered`)
  await database.query(
    sql`insert into filtered select * from jsonb_populate_recordset(null::filtered, ${JSON.stringify(stored)}::jsonb)`,
  )
}
