import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readIdentifier } from '../../src/catalogue/organization/identifier.ts'
import { loadFeeds } from '../../src/sources/load-feeds.ts'
import { failingCode } from '../support/fictional-organizations.ts'
import { fictionalSamples } from '../support/fictional-samples.ts'
import { codes, read } from './read-rows.ts'

const folder = join(import.meta.dirname, '../../samples/fictional')

it('holds what its program writes, and nothing else', () => {
  const files = fictionalSamples()
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort())
  for (const [name, content] of files) expect(readFileSync(join(folder, name), 'utf8')).toBe(content)
})

it('is of organizations that do not exist, and of no persons', async () => {
  const numbers = new Set<string>()
  const counts = new Map<string, number>()
  for (const [name, content] of fictionalSamples()) {
    const source = [...loadFeeds().keys()].find((code) => name.startsWith(code))
    if (source === undefined) throw new Error(`expected a feed for ${name}, but none came`)
    const { findings, rows } = await read(content, source)
    expect([name, codes(findings), rows.flatMap((row) => row.findings)]).toEqual([name, [], []])
    const drafts = rows.flatMap((row) => row.drafts)
    counts.set(source, (counts.get(source) ?? 0) + drafts.length)
    for (const { fields } of drafts) {
      for (const who of ['name', 'holderName', 'bodyName', 'issuerName', 'authority', 'dataSource'])
        expect(fields[who] ?? '示例').toMatch(/^示例/)
      for (const which of ['uscc', 'holder', 'body', 'authorityCode', 'recordAuthorityCode']) {
        const code = fields[which] ?? ''
        if (code.length !== 18) continue
        expect(code).toMatch(/^..\d{6}XXXX\d{4}/)
        expect([code, readIdentifier(code, 'CN-USCC')?.check]).toEqual([
          code,
          code === failingCode ? 'FAILED' : 'PASSED',
        ])
      }
      if (fields['decisionNumber'] === undefined) continue
      expect(numbers).not.toContain(fields['decisionNumber'])
      numbers.add(fields['decisionNumber'])
    }
    const told = JSON.stringify(rows)
    expect(told).not.toContain('示例某丙')
    expect(told).not.toContain('示例证件号码')
  }
  expect(Object.fromEntries(counts)).toEqual({
    'organization-register': 41,
    'certificate-register': 120,
    'qualification-register': 15,
    'double-publicity-penalties': 90,
    'double-publicity-licences': 30,
    'credit-events': 20,
    'joint-measures': 12,
    'double-random-inspections': 60,
  })
})
