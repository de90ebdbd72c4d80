import fc from 'fast-check'
import { type DocumentNode, getIntrospectionQuery, Kind, parse, type SelectionSetNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { documentLimits, keepWithin } from '../../../src/api/documents/document-limits.ts'
import { measureDocument } from '../../../src/api/documents/measure-document.ts'
import { measureVariables } from '../../../src/api/documents/measure-variables.ts'
import { InvalidDocument, parsedWithinLimits } from '../../../src/api/documents/validated.ts'
import { overLimit } from '../../gate/over-limit.ts'

/** The longest that a refusal may hold up everybody else, in milliseconds of this thread's processor time. */
const longest = 50

/** A selection set of random fields, inline fragments and spreads of later fragments, so that there are no circles. */
const selectionSet = (after: number, fragments: number): fc.Arbitrary<string> => {
  const later = Array.from({ length: fragments - after }, (_, index) => `...F${after + index}`)
  const { set } = fc.letrec<{ set: string; selection: string }>((tie) => ({
    selection: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', 'b', 'c: a', ...later),
      tie('set').map((inner) => `d ${inner}`),
      tie('set').map((inner) => `... ${inner}`),
    ),
    set: fc.array(tie('selection'), { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`),
  }))
  return set
}

const randomDocument = fc
  .integer({ min: 0, max: 5 })
  .chain((count) =>
    fc
      .tuple(
        selectionSet(0, count),
        ...Array.from({ length: count }, (_, index) => selectionSet(index + 1, count)),
      )
      .map(([operation, ...rest]) =>
        [operation, ...rest.map((set, index) => `fragment F${index} on T ${set}`)].join('\n'),
      ),
  )

describe('the size of a document', () => {
  test('is what it has when its fragments are written out', () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const document = parse(text)
        const { selections, depth, most, top } = writtenOut(document)
        const within =
          selections <= documentLimits.selections.most &&
          depth <= documentLimits.depth.most &&
          top <= documentLimits.topFields.most &&
          most <= documentLimits.sameField.most
        if (within) expect(measureDocument(document).selections).toBe(selections)
        else expect(() => measureDocument(document)).toThrow(/^Expected at most/)
      }),
    )
  })

  test.for([
    getIntrospectionQuery(),
    getIntrospectionQuery({
      inputValueDeprecation: true,
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      oneOf: true,
    }),
  ])('of a tool’s introspection is allowed', (text) => {
    expect(() => parsedWithinLimits(text)).not.toThrow()
  })

  test.for([
    { what: 'one', text: '{ ...A } fragment A on T { ...A }' },
    { what: 'two', text: '{ ...A } fragment A on T { ...B } fragment B on T { a { ...A } }' },
    { what: 'unused ones', text: '{ a } fragment A on T { ...B } fragment B on T { ...A }' },
    { what: '60 that all spread all', text: allSpreadAll(60) },
  ])('has no end where fragments go in circles, and that is said: $what', ({ text }) => {
    expect(() => parsedWithinLimits(text)).toThrow(InvalidDocument)
  })
})

describe('whatever is over a limit', () => {
  test.for(overLimit)('is refused at once: $what', ({ sent }) => {
    const tries = Array.from({ length: 3 }, () =>
      processorTime(() => refuse(sent.query ?? '', sent.variables)),
    )
    expect(Math.min(...tries)).toBeLessThan(longest)
  })
})

function allSpreadAll(count: number): string {
  const spreads = Array.from({ length: count }, (_, to) => `...F${to}`).join(' ')
  return Array.from({ length: count }, (_, from) => `fragment F${from} on T { ${spreads} }`).join(' ')
}

function refuse(text: string, variables: unknown): void {
  expect(() => {
    keepWithin('variableValues', measureVariables(variables))
    parsedWithinLimits(text)
  }).toThrow(/^Expected at most/)
}

/** How long this thread worked on it, in milliseconds, whatever else the machine did. */
function processorTime(act: () => void): number {
  const before = process.threadCpuUsage()
  act()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/** The plain way to measure: writing everything out. */
function writtenOut(document: DocumentNode) {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet]] : [],
    ),
  )
  const spread = new Set<string>()
  let selections = 0
  let depth = 0
  let most = 0
  let top = 0
  const walk = (set: SelectionSetNode, path: readonly string[], counts: Map<string, number>): void => {
    for (const selection of set.selections) {
      selections += 1
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value
        const place = [...path, name]
        const count = (counts.get(place.join()) ?? 0) + 1
        counts.set(place.join(), count)
        most = Math.max(most, count)
        depth = Math.max(depth, place.length)
        if (selection.selectionSet !== undefined) walk(selection.selectionSet, place, counts)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path, counts)
      else {
        const inner = fragments.get(selection.name.value)
        if (inner !== undefined) walk(inner, path, counts)
      }
    }
  }
  for (const definition of document.definitions)
    JSON.stringify(definition, (key, value) => {
      if (key === 'loc') return undefined
      if (value?.kind === Kind.FRAGMENT_SPREAD) spread.add(value.name.value)
      return value
    })
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const counts = new Map<string, number>()
      walk(definition.selectionSet, [], counts)
      for (const [place, count] of counts) if (!place.includes(',')) top += count
    }
    if (definition.kind === Kind.FRAGMENT_DEFINITION && !spread.has(definition.name.value))
      walk(definition.selectionSet, [], new Map())
  }
  return { selections, depth, most, top }
}
