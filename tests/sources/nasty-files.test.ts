import { describe, expect, it } from 'vitest'
import { codes, fixture, guangdong, header, read } from './read-rows.ts'

/** 广东 and 全国 in GB18030: no encoder is at hand in the platform, so the bytes stand here. */
const gb = { 广东: 'b9e3b6ab', 全国: 'c8abb9fa' } as const

function inGb18030(text: string): Buffer {
  const parts = text.split(/(广东|全国)/).map((part) => {
    const bytes = part === '广东' || part === '全国' ? gb[part] : null
    return bytes === null ? Buffer.from(part, 'latin1') : Buffer.from(bytes, 'hex')
  })
  return Buffer.concat(parts)
}

describe('the bytes of a file', () => {
  it('may begin with a byte order mark', async () => {
    const { findings, rows } = await read(`\ufeff${header}\n${guangdong}\n`)
    expect(findings).toEqual([])
    expect(rows.map((row) => [row.line, row.text, row.drafts.length])).toEqual([[2, guangdong, 2]])
  })

  it('may be GB18030, which is said', async () => {
    const { findings, rows } = await read(inGb18030(`${header}\n${guangdong}\n`))
    expect(codes(findings)).toEqual(['ENCODING_ASSUMED'])
    expect(rows[0]?.text).toBe(guangdong)
    expect(rows[0]?.drafts[0]?.fields['regionName']).toBe('广东')
  })

  it('are refused when they are UTF-8 with damage, and the line is named', async () => {
    const whole = Buffer.from(`${header}\n${guangdong}\n${guangdong}\n`)
    const damaged = Buffer.concat([
      whole.subarray(0, whole.lastIndexOf('东') + 1),
      whole.subarray(whole.lastIndexOf('东') + 2),
    ])
    const { findings, refused, rows } = await read(damaged)
    expect(refused).toBe(true)
    expect(codes(findings)).toEqual(['UNREADABLE_TEXT'])
    expect(findings[0]?.came).toBe('UTF-8 that is damaged, first in line 3')
    expect(rows).toEqual([])
  })

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d494844520000001000000010080600', 'hex')],
    ['an Excel workbook', Buffer.from('504b0304140006000800000021', 'hex')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${header}\n`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(`${header}\n${guangdong}\n`, 'utf16le')],
    [
      'Big5 (浙江, 廣東)',
      Buffer.concat([
        Buffer.from(`${header}\n2022-08,330000,`),
        Buffer.from('aefda6bf', 'hex'),
        Buffer.from(',1,,\n'),
      ]),
    ],
    ['bytes that are no text', Buffer.from([0xff, 0xff, 0x80, 0x81, 0xff, 0x30, 0x0a])],
  ])('are refused when they are %s', async (_, bytes) => {
    const { findings, refused } = await read(bytes)
    expect(refused).toBe(true)
    expect(codes(findings)).toEqual(['UNREADABLE_TEXT'])
    expect(findings[0]?.message).toMatch(/Save it as CSV in UTF-8/)
  })

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['blanks', ' \r\n\t\n'],
  ])('are an empty file when there is %s', async (_, text) => {
    const { findings, refused } = await read(text)
    expect(refused).toBe(true)
    expect(codes(findings)).toEqual(['EMPTY_FILE'])
  })
})

describe('the header', () => {
  it('alone is a file without rows', async () => {
    for (const text of [header, `${header}\n`, `\n\n${header}\r\n \r\n`]) {
      const { findings, refused, rows } = await read(text)
      expect([refused, codes(findings), rows]).toEqual([false, ['NO_ROWS'], []])
    }
  })

  it('lacks a column: the nearest header is offered', async () => {
    const { findings, refused } = await read(
      `${header.replace('organisations', 'organizations')}\n${guangdong}\n`,
    )
    expect(refused).toBe(true)
    expect(codes(findings)).toEqual(['MISSING_COLUMN', 'EXTRA_COLUMN'])
    expect(findings[0]).toMatchObject({ column: 'organisations', expected: header.replaceAll(',', ', ') })
    expect(findings[0]?.message).toContain('Is it the column "organizations"?')
    expect(findings[1]?.message).toContain('Is it the missing column "organisations"?')
  })

  it('is not there at all', async () => {
    const { findings, refused } = await read(`${guangdong}\n`)
    expect(refused).toBe(true)
    expect(codes(findings).filter((code) => code === 'MISSING_COLUMN')).toHaveLength(6)
  })

  it('has a column too many: it is not read, the rows go on', async () => {
    const { findings, refused, rows } = await read(`${header},remark,\n${guangdong},seen,\n`)
    expect([refused, codes(findings)]).toEqual([false, ['EXTRA_COLUMN', 'EXTRA_COLUMN']])
    expect(findings.map((finding) => finding.severity)).toEqual(['warning', 'warning'])
    expect(findings[1]?.message).toContain('Column 8, which has no header,')
    expect(rows[0]?.drafts).toHaveLength(2)
  })

  it('has a column twice', async () => {
    const { findings, refused } = await read(`${header},Certificates\n${guangdong},7\n`)
    expect(refused).toBe(true)
    expect(codes(findings)).toContain('DUPLICATE_COLUMN')
  })

  it('is in another case, width, or has blanks: read all the same, and said', async () => {
    const odd = 'Period, REGION_CODE ,region name zh,ＣＥＲＴＩＦＩＣＡＴＥＳ,organisations,"source"'
    const { findings, refused, rows } = await read(`${odd}\n${guangdong}\n`)
    expect(refused).toBe(false)
    expect(codes(findings)).toEqual([
      'HEADER_SPELLING',
      'HEADER_SPELLING',
      'HEADER_SPELLING',
      'HEADER_SPELLING',
    ])
    expect(rows[0]?.drafts.map((draft) => draft.locator)).toEqual([
      { line: 2, column: 'certificates' },
      { line: 2, column: 'organisations' },
    ])
  })

  it.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'vertical bars'],
    ['，', 'full-width commas'],
  ])('is separated by %j', async (mark, name) => {
    const { findings, refused } = await read(`${header}\n${guangdong}\n`.replaceAll(',', mark))
    expect(refused).toBe(true)
    expect(findings).toMatchObject([{ code: 'WRONG_DELIMITER', came: name }])
  })

  it.each([
    ['more than 500 columns', `${header}${',x'.repeat(500)}`, 'TOO_MANY_COLUMNS'],
    ['more than 64 KiB', 'x'.repeat(1_000_000), 'ROW_TOO_LONG'],
    ['a quote that does not close', `"${header}`, 'BROKEN_QUOTES'],
    ['text beside a quoted cell', `"period"x${header}`, 'BROKEN_QUOTES'],
  ])('has %s', async (_, first, code) => {
    const { findings, refused } = await read(`${first}\n${guangdong}\n`)
    expect(refused).toBe(true)
    expect(codes(findings)).toEqual([code])
  })
})

describe('the rows', () => {
  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('end with %s', async (_, end) => {
    const { rows } = await read([header, guangdong, '', guangdong].join(end))
    expect(rows.map((row) => [row.line, row.text])).toEqual([
      [2, guangdong],
      [4, guangdong],
    ])
  })

  it('may end differently in one file', async () => {
    const { rows } = await read(`${header}\r\n${guangdong}\n${guangdong}\r${guangdong}`)
    expect(rows.map((row) => row.line)).toEqual([2, 3, 4])
    expect(rows.every((row) => row.drafts.length === 2)).toBe(true)
  })

  it('may hold line ends in quoted cells: text and line stay those of the file', async () => {
    const quoted = '2022-08,440000,"广\n东","603,226",,"say ""x"""'
    const { rows } = await read(`${header}\n${quoted}\n${guangdong}\n`)
    expect(rows.map((row) => [row.line, row.text])).toEqual([
      [2, quoted],
      [4, guangdong],
    ])
    expect(rows[0]?.drafts[0]?.fields).toMatchObject({
      regionName: '广\n东',
      value: '603,226',
      evidence: 'say "x"',
    })
  })

  it('may be ragged: they are held back, the others go on', async () => {
    const { rows } = await read(`${header}\n2022-08,440000\n${guangdong},1\n${guangdong}\n`)
    expect(rows.map((row) => [row.line, codes(row.findings), row.drafts.length])).toEqual([
      [2, ['ROW_WIDTH'], 0],
      [3, ['ROW_WIDTH'], 0],
      [4, [], 2],
    ])
    expect(rows[0]?.findings[0]?.expected).toBe('6 cells')
  })

  it('may hold NUL: it is written out, so that the text can be kept', async () => {
    const { refused, rows } = await read(
      `${header}\n${guangdong.replace('603226', '603\u0000226')}\n${guangdong}\n`,
    )
    expect(refused).toBe(false)
    expect(rows.map((row) => codes(row.findings))).toEqual([['CONTROL_CHARACTER'], []])
    expect(rows[0]?.text).toContain('603\\u0000226')
    expect(rows[0]?.findings[0]).toMatchObject({ column: 'certificates', came: '603\\u0000226' })
  })

  it('may have a cell of a million characters: it alone is held back', async () => {
    const long = guangdong.replace('广东', 'x'.repeat(1_000_000))
    for (const text of [long, long.replace(/x+/, (cell) => `"${cell}"`)]) {
      const { rows } = await read(`${header}\n${guangdong}\n${text}\n${guangdong}\n`)
      expect(rows.map((row) => [row.line, codes(row.findings)])).toEqual([
        [2, []],
        [3, ['ROW_TOO_LONG']],
        [4, []],
      ])
      expect(rows[1]?.text).toHaveLength(65_536)
      expect(rows[1]?.findings[0]?.came?.length).toBeLessThan(120)
    }
  })

  it.each([
    ['does not close', guangdong.replace('广东', '"广东')],
    ['closes too early', guangdong.replace('广东', '"广"东')],
    ['opens too late', guangdong.replace('广东', '广"东"')],
  ])('may have a quote that %s: that line alone is held back', async (_, broken) => {
    const { rows } = await read(`${header}\n${guangdong}\n${broken}\n${`${guangdong}\n`.repeat(3)}`)
    expect(rows.map((row) => [row.line, codes(row.findings)])).toEqual([
      [2, []],
      [3, ['BROKEN_QUOTES']],
      [4, []],
      [5, []],
      [6, []],
    ])
    expect(rows[1]?.text).toBe(broken)
  })

  it('are given up after 1,000 broken ones, aloud', async () => {
    const { rows } = await read(`${header}\n${'a"\n'.repeat(1_500)}`)
    expect(rows).toHaveLength(1_001)
    expect(rows.at(-1)).toMatchObject({ line: 1_002, findings: [{ code: 'TOO_MANY_BROKEN_ROWS' }] })
  })

  it('say nothing when all their cells are blank, and are warned of when only the figures are', async () => {
    const { rows } = await read(`${header}\n,, ,,,\n2022-08,440000,广东,, ,\n`)
    expect(rows.map((row) => [row.line, codes(row.findings), row.drafts])).toEqual([[3, ['NO_FIGURE'], []]])
    expect(rows[0]?.findings[0]?.severity).toBe('warning')
  })

  it('need the cell that says their release', async () => {
    const { rows } = await read(`${header}\n${guangdong.replace('2022-08', ' ')}\n`)
    expect(rows[0]?.findings).toMatchObject([{ code: 'EMPTY_CELL', column: 'period' }])
    expect(rows[0]?.drafts).toEqual([])
  })

  it('lose outer blanks in drafts, and the source’s own codes are translated, its words are not', async () => {
    const { rows } = await read(`${header}\n2022-08, CN_MAINLAND ,全国,1,,\n2022-08,constructor,x,1,,\n`)
    expect(rows.map((row) => row.drafts[0]?.fields['region'])).toEqual(['CN', 'constructor'])
    expect(rows[0]?.drafts[0]?.fields['evidence']).toBeUndefined()
  })

  it('keep their lines and texts over the pieces in which a large file is read', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => guangdong.replace('603226', String(index)))
    const { rows } = await read([header, ...lines].join('\r\n'))
    expect(rows.map((row) => row.text)).toEqual(lines)
    expect(rows.map((row) => row.line)).toEqual(lines.map((_, index) => index + 2))
  })

  it('of a revision differ from the sample in two figures', async () => {
    const { findings, rows } = await read(fixture('cnca-by-region-2022-08-revised-fictional.csv'))
    const drafts = rows.flatMap((row) => row.drafts)
    expect([findings, rows.flatMap((row) => row.findings)]).toEqual([[], []])
    const changed = drafts.filter((draft) => draft.fields['evidence']?.includes('fictional'))
    expect(
      changed.map((draft) => [draft.fields['region'], draft.fields['indicator'], draft.fields['value']]),
    ).toEqual([
      ['320000', 'certificates', '421060'],
      ['320000', 'organizations', '128457'],
      ['440000', 'certificates', '603300'],
    ])
  })
})
