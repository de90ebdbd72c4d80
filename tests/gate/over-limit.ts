import type { documentLimits } from '../../src/api/documents/document-limits.ts'
import type { Sent } from './every-door.ts'

/** A limit, by its name. */
export type LimitName = keyof typeof documentLimits

/** A request over one limit, and what the refusal says of it. */
export type OverLimit = {
  readonly what: string
  readonly limit: LimitName
  readonly came: string
  readonly sent: Sent
}

/** The documents and variables that mean harm, or ask for too much: each is refused by the limit named. */
export const overLimit: readonly OverLimit[] = [
  {
    what: 'a comment of 1 MB, nearly',
    limit: 'characters',
    came: 'more than 1,000,000',
    sent: { query: `{hub{name}}\n# ${'x'.repeat(1_000_000)}` },
  },
  {
    what: 'a text literal of 100 KB',
    limit: 'characters',
    came: '100,025',
    sent: { query: `{region(code:"${'x'.repeat(100_000)}"){code}}`.padEnd(100_025) },
  },
  {
    what: 'a literal just over what a document may have',
    limit: 'characters',
    came: '50,001',
    sent: { query: '{hub{name}}'.padEnd(50_001) },
  },
  {
    what: '1 MB of braces, nearly',
    limit: 'characters',
    came: '1,000,000',
    sent: { query: '{'.repeat(1_000_000) },
  },
  {
    what: '10,000 aliases',
    limit: 'tokens',
    came: '10,001',
    sent: { query: `{${times(10_000, () => 'a:a ')}}` },
  },
  {
    what: '5,000 operations',
    limit: 'tokens',
    came: '10,001',
    sent: { query: '{a}'.repeat(5_000) },
  },
  { what: '3,000 braces', limit: 'nesting', came: '51', sent: { query: '{a'.repeat(3_000) } },
  {
    what: 'a list in 4,500 lists',
    limit: 'nesting',
    came: '51',
    sent: { query: `{ regions(codes: ${nested(4_500, '[', '', ']')}) { code } }` },
  },
  {
    what: 'a condition in 2,000 conditions',
    limit: 'nesting',
    came: '51',
    sent: { query: `{ series(filter: ${nested(2_000, '{not:', '{}', '}')}) { totalCount } }` },
  },
  {
    what: '3,000 levels of fields',
    limit: 'nesting',
    came: '51',
    sent: { query: `{ region(code: "440100") { ${nested(3_000, 'parent{', 'code', '}')} } }` },
  },
  {
    what: '51 operations',
    limit: 'operations',
    came: '51',
    sent: { query: times(51, (index) => `query Q${index} { hub { name } } `), operationName: 'Q1' },
  },
  {
    what: '101 fragments',
    limit: 'fragments',
    came: '101',
    sent: { query: `{ hub { name } } ${times(101, (index) => `fragment F${index} on Hub { name } `)}` },
  },
  {
    what: '201 aliases',
    limit: 'aliases',
    came: '201',
    sent: { query: `{ hub { ${times(201, (index) => `a${index}: name `)} } }` },
  },
  {
    what: '1,000 directives at one place',
    limit: 'directivesAtOnePlace',
    came: '1,000',
    sent: { query: `{ hub { name ${'@a '.repeat(1_000)} } }` },
  },
  {
    what: '210 directives',
    limit: 'directives',
    came: '210',
    sent: { query: `{ ${times(21, () => `hub ${'@a '.repeat(10)} { name } `)} }` },
  },
  {
    what: 'an `in` of 1,001 codes in the document',
    limit: 'listValues',
    came: '1,001',
    sent: {
      query: `{ observations(filter: { region: { in: [${'"CN" '.repeat(1_001)}] } }) { totalCount } }`,
    },
  },
  {
    what: 'an `in` of 1,001 codes in the variables',
    limit: 'listValues',
    came: '1,001',
    sent: {
      query: 'query($f: ObservationFilter) { observations(filter: $f) { totalCount } }',
      variables: { f: { region: { in: new Array(1_001).fill('CN') } } },
    },
  },
  {
    what: 'conditions of 21 levels in the document',
    limit: 'inputDepth',
    came: '21',
    sent: { query: `{ series(filter: ${nested(20, '{not:', '{}', '}')}) { totalCount } }` },
  },
  {
    what: 'conditions of thousands of levels in the variables',
    limit: 'inputDepth',
    came: '21',
    sent: {
      query: 'query($f: SeriesFilter) { series(filter: $f) { totalCount } }',
      variables: { f: JSON.parse(nested(3_000, '{"not":', '{}', '}')) as object },
    },
  },
  {
    what: 'lists of thousands of levels in a variable nobody uses',
    limit: 'inputDepth',
    came: '21',
    sent: { query: '{ hub { name } }', variables: { x: JSON.parse(nested(3_000, '[', '', ']')) as object } },
  },
  {
    what: 'squares of fragments, 30 levels',
    limit: 'selections',
    came: 'more than 1,000,000',
    sent: { query: squares(30) },
  },
  {
    what: 'squares of fragments that end in none',
    limit: 'selections',
    came: 'more than 1,000,000',
    sent: { query: squares(30).replace(/fragment F30 .*$/, '') },
  },
  {
    what: 'fragments that all spread all after them',
    limit: 'selections',
    came: 'more than 1,000,000',
    sent: {
      query: `{ hub { ...F0 } } ${times(60, (index) => `fragment F${index} on Hub { ${times(59 - index, (next) => `...F${index + next + 1} `)} name } `)}`,
    },
  },
  {
    what: '2,400 times the same field',
    limit: 'selections',
    came: '4,800',
    sent: { query: `{${'hub{name}'.repeat(2_400)}}` },
  },
  {
    what: '21 levels of fields',
    limit: 'depth',
    came: '22',
    sent: { query: `{ region(code: "440100") { ${nested(20, 'parent{', 'code', '}')} } }` },
  },
  {
    what: '51 reads in fragments',
    limit: 'topFields',
    came: '51',
    sent: {
      query: `{ ...A ...on Query { ${times(26, (index) => `b${index}:regions{code}`)} } } fragment A on Query { ${times(25, (index) => `a${index}:regions{code}`)} }`,
    },
  },
  {
    what: 'introspection that fans out',
    limit: 'introspection',
    came: '306',
    sent: {
      query: `{ __schema { ${times(6, (index) => `a${index}: types { ${'...T '.repeat(1)} } `)} } } fragment T on __Type { fields { ${times(16, () => 'name type { name } ')} } }`,
    },
  },
  {
    what: '6 KB of one field',
    limit: 'sameField',
    came: '1,200',
    sent: { query: `{ hub { ${'name '.repeat(1_200)} } }` },
  },
  {
    what: 'one field, repeated by parents and fragments',
    limit: 'sameField',
    came: '1,000',
    sent: {
      query: `{ hub { ...A } ${times(24, () => 'hub { ...A ...A } ')} hub { ...A } } fragment A on Hub { ${'name '.repeat(20)} }`,
    },
  },
  {
    what: 'a filter of 2,500 tests in the variables',
    limit: 'variableValues',
    came: '5,002',
    sent: {
      query: 'query($f: ObservationFilter) { observations(filter: $f) { totalCount } }',
      variables: { f: { or: new Array(2_500).fill({ not: {} }) } },
    },
  },
]

/** The text of a part, so many times. */
export function times(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join('')
}

function nested(depth: number, open: string, inside: string, close: string): string {
  return open.repeat(depth) + inside + close.repeat(depth)
}

function squares(depth: number): string {
  return `{ ...F0 } ${times(depth, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} } `)}fragment F${depth} on Query { hub { name } }`
}
