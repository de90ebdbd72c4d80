import { authorities, bodies, laboratories, organizations } from './fictional-organizations.ts'
import {
  creditEvents,
  currentLicences,
  holderOfCertificate,
  inspections,
  jointMeasures,
  olderLicences,
  olderPenalties,
  penalties,
  type SampleRow,
} from './fictional-records.ts'

/** The content of every file of `samples/fictional`, by its name: made of nothing but this code, always the same. */
export function fictionalSamples(): ReadonlyMap<string, string> {
  return new Map([
    ['organization-register.csv', inCsv(registerRows())],
    ['certificate-register.csv', inCsv(certificateRows())],
    ['qualification-register.csv', inCsv(qualificationRows())],
    ['double-publicity-penalties-older.csv', inCsv(olderPenalties)],
    ['double-publicity-penalties.csv', inCsv(penalties.slice(0, 60))],
    ['double-publicity-penalties.json', inJson({ data: penalties.slice(60) })],
    ['double-publicity-licences.csv', inCsv(currentLicences)],
    ['double-publicity-licences-older.json', inJson(olderLicences)],
    ['credit-events.csv', inCsv(creditEvents)],
    ['joint-measures.csv', inCsv(jointMeasures)],
    ['double-random-inspections.csv', inCsv(inspections)],
  ])
}

function registerRows(): readonly SampleRow[] {
  return organizations.map(({ name, nameEn, region, role, uscc, hkBrn, moCr, moTax }) => ({
    name,
    name_en: nameEn,
    region,
    roles: role,
    uscc,
    hk_brn: hkBrn,
    mo_cr: moCr,
    mo_tax: moTax,
    valid_from: '2024-01-01',
  }))
}

const schemes = [
  ['QMS', 'GB/T 19001-2016'],
  ['EMS', 'GB/T 24001-2016'],
  ['OHSMS', 'GB/T 45001-2020'],
  ['ISMS', 'GB/T 22080-2016'],
  ['CCC', 'GB 4943.1-2022'],
  ['GBABRAND', ''],
] as const

function certificateRows(): readonly SampleRow[] {
  return Array.from({ length: 120 }, (_, index) => {
    const [scheme = '', standard = ''] = schemes[index % schemes.length] ?? []
    const holder = holderOfCertificate(index)
    const body = bodies[index % bodies.length]
    const number = Math.floor(index / schemes.length) + 1
    const from = `${2022 + (index % 4)}-${String(1 + (index % 12)).padStart(2, '0')}-15`
    const ended = index % 20
    const status = ended === 0 ? '暂停' : ended === 7 ? '撤销' : ended === 13 ? '注销' : '有效'
    return {
      number: `SL-${scheme}-${String(number).padStart(4, '0')}`,
      scheme,
      holder: holder.uscc || holder.hkBrn || holder.moCr,
      holder_scheme: holder.uscc ? 'CN-USCC' : holder.hkBrn ? 'HK-BRN' : 'MO-CR',
      holder_name: holder.name,
      body: body?.uscc ?? '',
      body_scheme: 'CN-USCC',
      body_name: body?.name ?? '',
      standard,
      scope: '虚构示例范围',
      status,
      status_since: status === '有效' ? '' : '2026-05-01',
      valid_from: from,
      valid_to: `${Number(from.slice(0, 4)) + 3}${from.slice(4, 8)}14`,
      region: holder.region,
    }
  })
}

function qualificationRows(): readonly SampleRow[] {
  const [province] = authorities
  return Array.from({ length: 15 }, (_, index) => {
    const holder = laboratories[index % laboratories.length]
    const cma = index % 3 !== 2
    return {
      kind: cma ? 'CMA' : 'ACCREDITATION',
      number: cma
        ? `2699999900${String(index + 1).padStart(2, '0')}`
        : `SL-L${String(index + 1).padStart(5, '0')}`,
      holder: holder?.uscc ?? '',
      holder_scheme: 'CN-USCC',
      holder_name: holder?.name ?? '',
      issuer: cma ? (province?.uscc ?? '') : '',
      issuer_scheme: cma ? 'CN-USCC' : '',
      issuer_name: cma ? (province?.name ?? '') : '示例认可中心',
      scope: '虚构示例检测范围',
      status: index === 5 ? '暂停' : '有效',
      status_since: index === 5 ? '2026-06-01' : '',
      valid_from: `${2020 + (index % 6)}-03-01`,
      valid_to: `${2026 + (index % 6)}-02-28`,
    }
  })
}

function inCsv(rows: readonly SampleRow[]): string {
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
  return `${lines.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function inJson(content: readonly SampleRow[] | { readonly data: readonly SampleRow[] }): string {
  return `${JSON.stringify(content, null, 2)}\n`
}
