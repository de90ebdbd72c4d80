import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readHeader, readRows } from '../../src/sources/csv.ts'
import { collect } from './read-rows.ts'

const cell = fc.string({
  unit: fc.constantFrom('a', '1', '广', '"', ',', '\n', '\r', ' ', ';'),
  maxLength: 6,
})
const row = fc.array(cell, { minLength: 1, maxLength: 4 })
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

function written(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function linesIn(text: string): number {
  return (text.match(/\r\n|\n|\r/g) ?? []).length
}

it('reads back every table that RFC 4180 can write, each row on its line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(row, lineEnd), { maxLength: 8 }), async (table) => {
      const head = 'x,y\n'
      let line = 2
      const model = table.map(([cells, end]) => {
        const text = cells.map(written).join(',')
        const entry = { kind: 'cells', line, text, cells }
        line += linesIn(text + end)
        return { entry, source: text + end }
      })
      // CR at the end of a row and LF at the beginning of the next would be one line end, so such a pair is no table.
      const content = head + model.map(({ source }) => source).join('')
      fc.pre(
        !model.some(
          ({ source }, index) => source.endsWith('\r') && model[index + 1]?.source.startsWith('\n'),
        ),
      )
      const text = Buffer.from(content)
      const header = readHeader(text)
      if (header.kind !== 'cells') throw new Error(`expected the header x,y, but it was ${header.kind}`)
      const rows = await collect(readRows(text, header.next))
      const spoken = model.filter(({ entry }) => entry.cells.some((each) => each.trim() !== ''))
      expect(rows).toEqual(spoken.map(({ entry }) => entry))
    }),
    { numRuns: 300 },
  )
})

it('says something of every line of any text, and never throws', async () => {
  const noise = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(noise, async (text) => {
      const body = Buffer.from(text)
      const rows = await collect(readRows(body, { offset: 0, line: 1 }))
      const told = rows.map((each) => each.text).join('')
      const letters = (content: string) => content.replace(/[^a]/g, '')
      expect(letters(told)).toBe(letters(text))
    }),
    { numRuns: 500 },
  )
})
