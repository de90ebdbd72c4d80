import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { readExamples } from '../../src/web/playground/read-examples.ts'
import { readRequestedExample } from '../../src/web/playground/requested-example.ts'

const folder = new URL('../../schema/documents/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
const documents = Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))

describe('the documents as examples', () => {
  test('every document is offered, under its file’s name', () => {
    const offered = readExamples(documents).map((example) => `${example.name}.graphql`)
    expect(offered.toSorted()).toEqual(names.toSorted())
  })

  test.each(names)('%s parses, holds one operation and says in one line what it shows', (name) => {
    const { definitions } = parse(documents[name] ?? '')
    expect(definitions.filter((definition) => definition.kind === 'OperationDefinition')).toHaveLength(1)
    expect(documents[name]).toMatch(/^# \S.{20,130}\n(query|subscription) /)
  })
})

describe('a link to an example', () => {
  test('opens it with its variables', () => {
    const variables = encodeURIComponent(JSON.stringify({ id: 'a+b/c=' }))
    expect(readRequestedExample(`#example=CitedFigure&variables=${variables}`)).toEqual({
      name: 'CitedFigure',
      variables: '{\n  "id": "a+b/c="\n}',
    })
  })

  test.each([
    ['', null],
    ['#other', null],
    ['#example=A&variables={broken', { name: 'A', variables: '' }],
    ['#example=A&variables=7', { name: 'A', variables: '' }],
  ])('%j reads %j', (hash, requested) => {
    expect(readRequestedExample(hash)).toEqual(requested)
  })
})
