import { describe, expect, it } from 'vitest'
import { codes, guangdong, header, read } from './read-rows.ts'

const row = {
  period: '2022-08',
  region_code: '440000',
  region_name_zh: '广东',
  certificates: 603226,
  organisations: '145006',
  source: 'https://example.org/page',
}
const element = JSON.stringify(row)

describe('a file of JSON', () => {
  it('says what the same rows say as CSV', async () => {
    const csv = await read(`${header}\n${guangdong}\n`)
    const drafts = csv.rows[0]?.drafts.map((draft) => ({ ...draft, locator: { ...draft.locator, line: 1 } }))
    for (const text of [
      `[${element}]`,
      `\ufeff [\n ${element} ] \n`,
      `{"code":200,"rows":[${element}],"ok":true}`,
    ]) {
      const json = await read(text)
      expect(json.findings).toEqual([])
      expect(json.rows).toEqual([{ line: 1, text: element, drafts, findings: [] }])
    }
  })

  it('may be GB18030, which is said', async () => {
    const [before, after] = element.split('广东')
    const bytes = Buffer.concat([
      Buffer.from(`[${before}`),
      Buffer.from('b9e3b6ab', 'hex'),
      Buffer.from(`${after}]`),
    ])
    const { findings, rows } = await read(bytes)
    expect(codes(findings)).toEqual(['ENCODING_ASSUMED'])
    expect(rows[0]?.text).toBe(element)
  })

  it('names its cells in any order, leaves some away, and keeps the text of numbers', async () => {
    const backwards = JSON.stringify(Object.fromEntries(Object.entries(row).reverse()))
    const exact = '{"period":"2022-08","region_code":440000,"certificates":603226.10,"organisations":null}'
    const { findings, rows } = await read(`[${element},${backwards},${exact},{},{"period":" "}]`)
    expect(findings).toEqual([])
    expect(rows.map((each) => [each.line, each.drafts.length])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
    ])
    expect(rows[2]?.drafts[0]?.fields).toMatchObject({ region: '440000', value: '603226.10' })
  })

  it.each([
    ['a text', '["a", "b"]'],
    ['an object without an array', '{"data": {"rows": []}}'],
    ['one object per line', `${element}\n${element}\n`],
    ['two arrays, the first within an object', '{"a": {"b": 1}, "rows": [{}]}'],
    ['nothing but a bracket', '['],
  ])('is refused when it is %s', async (_, text) => {
    const { findings, refused, rows } = await read(text)
    expect([refused, codes(findings), rows]).toEqual([true, ['WRONG_SHAPE'], []])
  })

  it('is refused without its columns, and the nearest key is offered', async () => {
    const { findings, refused } = await read(`[${element.replace('organisations', 'organizations')}]`)
    expect([refused, codes(findings)]).toEqual([true, ['MISSING_COLUMN', 'EXTRA_COLUMN']])
  })

  it('without elements has no rows', async () => {
    for (const text of ['[]', '[ \n]', '{"data":[]}']) {
      const { findings, refused, rows } = await read(text)
      expect([refused, codes(findings), rows]).toEqual([false, ['NO_ROWS'], []])
    }
  })

  it.each([
    ['an object as a value', element.replace('603226', '{"n":1}'), 'NESTED_VALUE'],
    ['an array as a value', element.replace('603226', '[1]'), 'NESTED_VALUE'],
    ['a key twice', element.replace('"source"', '"period"'), 'REPEATED_KEY'],
    ['a key twice, spelled otherwise', element.replace('"source"', '"PERIOD"'), 'REPEATED_KEY'],
    ['no object', '"广东"', 'NOT_AN_OBJECT'],
    ['null', 'null', 'NOT_AN_OBJECT'],
    ['nothing', '', 'BROKEN_JSON'],
    ['no comma before the next', `${element}${element}`, 'BROKEN_JSON'],
    ['a key without quotes', element.replace('"period"', 'period'), 'BROKEN_JSON'],
    ['single quotes', element.replaceAll('"', "'").replace("'period'", "'period"), 'BROKEN_JSON'],
    ['a number with a leading zero', element.replace('603226', '0603226'), 'BROKEN_JSON'],
    ['a line end in a text', element.replace('广东', '广\n东'), 'BROKEN_JSON'],
    ['a wrong escape', element.replace('广东', '\\x41'), 'BROKEN_JSON'],
    ['a comma too many', element.replace('}', ',}'), 'BROKEN_JSON'],
    ['NUL', element.replace('广东', '\\u0000'), 'CONTROL_CHARACTER'],
    ['half a character', element.replace('广东', '\\ud83d'), 'CONTROL_CHARACTER'],
    ['more than 64 KiB', element.replace('广东', 'x'.repeat(70_000)), 'ROW_TOO_LONG'],
    [
      'a megabyte of brackets',
      element.replace('603226', `${'['.repeat(500_000)}${']'.repeat(500_000)}`),
      'ROW_TOO_LONG',
    ],
  ])('holds an element back that has %s, and no other', async (_, broken, code) => {
    const { refused, rows } = await read(`[${element},${broken},${element}]`)
    expect(refused).toBe(false)
    expect(rows.map((each) => [each.line, codes(each.findings), each.drafts.length])).toEqual([
      [1, [], 2],
      [2, [code], 0],
      [3, [], 2],
    ])
    expect(rows[1]?.text.length).toBeLessThanOrEqual(65_536)
    expect(JSON.stringify(rows[1]?.findings).length).toBeLessThan(700)
  })

  it.each([
    ['ends too early', `[${element},{"period":"2022-`],
    ['does not end', `[${element},`],
    ['goes on behind its array', `[${element}] [${element}]`],
    ['has a second array', `{"a":[${element}],"b":[${element}]}`],
    ['has a text that does not close', `[${element},{"period":"${'x'.repeat(200_000)}`],
  ])('that %s is read up to there, and that is said', async (_, text) => {
    const { refused, rows } = await read(text)
    expect(refused).toBe(false)
    expect(codes(rows.at(-1)?.findings ?? [])).toEqual(['JSON_BREAKS_OFF'])
    expect(rows.flatMap((each) => each.drafts)).toHaveLength(2)
  })

  it('warns once of a key that it does not know, at the head of the file or later', async () => {
    const more = element.replace('}', ',"remark":"seen"}')
    const head = await read(`[${more},${more}]`)
    expect([codes(head.findings), head.rows.map((each) => codes(each.findings))]).toEqual([
      ['EXTRA_COLUMN'],
      [[], []],
    ])
    const late = await read(`[${`${element},`.repeat(100)}${more}]`)
    expect([late.findings, codes(late.rows[100]?.findings ?? [])]).toEqual([[], ['EXTRA_COLUMN']])
    expect(late.rows[100]?.drafts).toHaveLength(2)
  })

  it('lets other work go on while it is read', async () => {
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 0)
    const { rows } = await read(`[${Array(20_000).fill(element).join(',')}]`)
    clearInterval(ticking)
    expect(rows).toHaveLength(20_000)
    expect(turns).toBeGreaterThan(10)
  })
})
