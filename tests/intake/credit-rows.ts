/** Rows of feeds of credit records for tests: fictional organizations, days relative to today. */

/** A row of a file: cells by header. */
export type Cells = Readonly<Record<string, string>>

/** An identity number made up for tests, whose check fits, and a name that must stay out of everything that is shown. */
export const identity = '11010519491231002X'

/** A day some days from today, in Asia/Shanghai. */
export function dayFromNow(days: number): string {
  const instant = new Date(Date.now() + days * 86_400_000)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(instant)
}

/** Codes of organizations that do not exist, whose checks fit. */
export const codes = [
  '91440300MAEX000104',
  '91440300MAEX000291',
  '91440300MAEX00037U',
  '91440300MAEX00045N',
  '91440300MAEX00053H',
  '91440300MAEX00061C',
  '91440300MAEX0007X4',
  '91440300MAEX000884',
] as const

/** The code of an individual business, and of an authority. */
export const businessCode = '92440300MAEX00096U'
export const authorityCode = '11440300MAEX00109W'

/** A CSV file of rows; each has the headers of all. */
export function fileOf(rows: readonly Cells[]): string {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]
    .map((cells) => cells.map(quoted).join(','))
    .join('\n')
}

/** A penalty in the current layout: a fine, general, decided a month ago; with cells changed. */
export function penalty(number: string, cells: Cells = {}): Cells {
  return {
    cf_xdr_mc: '示例检测有限公司',
    cf_xdr_lb: '02',
    cf_xdr_shxym: codes[0],
    cf_frdb: '示例法人',
    cf_fr_sfzh: identity,
    cf_wsh: `示市监处罚〔2026〕${number}号`,
    cf_wfxw: '出具虚假报告',
    cf_cflb: '罚款',
    cf_nr_fk: '1',
    cf_jdrq: dayFromNow(-30),
    cf_cfjg: '示例市市场监督管理局',
    cf_cfjgdm: authorityCode,
    cf_sxyzcd: '一般',
    ...cells,
  }
}

/** An event of the hub's own layout, with cells changed. */
export function event(number: string, cells: Cells = {}): Cells {
  return {
    kind: 'BODY_SANCTIONED',
    name: '示例认证有限公司',
    uscc: codes[1],
    decision_number: number,
    penalty_kind: 'FINE',
    severity: 'SERIOUS',
    decision_date: dayFromNow(-30),
    authority: '示例省市场监督管理局',
    region: '440000',
    ...cells,
  }
}

/** An object of a double-random inspection, with cells changed. */
export function drawn(task: string, cells: Cells = {}): Cells {
  return {
    plan: '示例计划2026',
    task,
    name: '示例检测有限公司',
    uscc: codes[0],
    authority: '示例市市场监督管理局',
    inspected_on: dayFromNow(-10),
    results: 'E',
    published_on: dayFromNow(-5),
    page: 'https://example.org/示例',
    region: '440300',
    ...cells,
  }
}
