import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { anonymous } from '../../../src/access/view.ts'
import { Documents } from '../../../src/api/documents/documents.ts'
import { TrustedDocuments } from '../../../src/api/documents/trusted-documents.ts'
import { digestOf } from '../../../src/kernel/digest.ts'

const schema = buildSchema('type Query { a: String }')
const text = '{ a }'
const trusted = { name: 'A', text: 'query A { a }', hash: digestOf('query A { a }') }
const another = (index: number) => `query Q${index} { a }`

function open(): Documents {
  return new Documents(schema, new TrustedDocuments([trusted]), 'any')
}

test('a document is parsed and validated once, whoever asks for it', () => {
  const documents = open()
  const first = documents.validOf(text, anonymous)
  expect(documents.validOf(text, anonymous)).toBe(first)
  expect(documents.validByHash(digestOf(text))).toBe(first.document)
})

test('a document that is not valid is not kept', () => {
  const documents = open()
  for (let turn = 0; turn < 2; turn += 1)
    expect(() => documents.validOf('{ b }', anonymous)).toThrow('the document is not valid')
  expect(documents.validByHash(digestOf('{ b }'))).toBeUndefined()
})

test('documents make room for others, the one not asked for the longest first; trusted ones stay', () => {
  const documents = open()
  const kept = documents.validOf(trusted.text, anonymous)
  documents.validOf(text, anonymous)
  for (let index = 0; index < 1_000; index += 1) documents.validOf(another(index), anonymous)
  expect(documents.validByHash(digestOf(text))).toBeUndefined()
  expect(documents.validByHash(digestOf(another(999)))).toBeDefined()
  expect(documents.validOf(trusted.text, anonymous)).toBe(kept)
})

test('large documents make room by their size', () => {
  const documents = open()
  const large = (index: number) => `query Q${index} { ${'a '.repeat(40)} } #${'x'.repeat(49_000)}`
  for (let index = 0; index < 900; index += 1) documents.validOf(large(index), anonymous)
  expect(documents.validByHash(digestOf(large(0)))).toBeUndefined()
  expect(documents.validByHash(digestOf(large(899)))).toBeDefined()
})

test('registered texts make room for others', () => {
  const documents = open()
  const asked = (query: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: digestOf(query) } },
  })
  for (let index = 0; index <= 1_000; index += 1)
    documents.register(documents.sourceOf({ query: another(index), ...asked(another(index)) }, anonymous))
  expect(documents.textOf(asked(another(0)))).toBeNull()
  expect(documents.textOf(asked(another(1_000)))).toBe(another(1_000))
  expect(documents.textOf(asked(trusted.text))).toBe(trusted.text)
})
