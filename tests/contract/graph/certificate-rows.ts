/** Codes that the standards’ texts and registers’ pages print as examples; whoever bears them here is fictional. */
export const codes = {
  body: '91440000190333809T',
  otherBody: '121200004013590816',
  factory: '91440101231216220B',
  works: '9144030019218873XP',
  person: '92440101MA5X12340P',
} as const

/** A row of a file by its columns. */
export type Row = Readonly<Record<string, string>>

/** A day so many days from today, in Asia/Shanghai. */
export const day = (offset: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now() + offset * 86_400_000)

/** A row of the register of certificates; fictional. */
export const certificate = (number: string, holder: string, more: Row = {}): Row => ({
  number,
  scheme: 'QMS',
  holder,
  holder_name: holder === codes.factory ? '示例电子厂' : '示例工厂',
  body: codes.body,
  body_name: '示例认证公司',
  standard: 'ISO 9001:2015',
  scope: '示例产品的生产',
  status: '有效',
  status_since: day(-30),
  valid_from: day(-30),
  valid_to: day(300),
  region: '440000',
  ...more,
})

/** A row of the register of qualifications; fictional. */
export const laboratory: Row = {
  kind: 'CMA',
  number: '202419000001',
  holder: codes.works,
  holder_name: '示例工厂',
  issuer_name: '示例市场监督管理局',
  scope: '示例检测',
  status: '有效',
  valid_from: day(-30),
  valid_to: day(300),
}

/** A file of rows. */
export function file(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [
    columns.join(','),
    ...rows.map((row) => columns.map((column) => row[column] ?? '').join(',')),
    '',
  ].join('\n')
}
