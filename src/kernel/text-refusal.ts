/** Why a text is not the value that it should be: a code, what was expected, what came. */
export type TextRefusal = {
  readonly kind: 'refused'
  readonly code: string
  readonly message: string
  readonly expected: string
  readonly came: string
}

/** Says whether a text says that there is nothing: empty, a dash, a stroke, 无 and the like. */
export function saysNothing(text: string): boolean {
  return nothing.has(text.normalize('NFKC').trim().toUpperCase())
}

const nothing: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '—',
  '——',
  '–',
  '/',
  '\\',
  '无',
  '無',
  '空',
  '暂无',
  '不适用',
  'NULL',
  'NONE',
  'NA',
  'N/A',
])
