/** Why an element of a JSON array gives no cells. */
export type ElementBreak = 'BROKEN_JSON' | 'NOT_AN_OBJECT' | 'NESTED_VALUE' | 'REPEATED_KEY'

/** One element of a JSON array: its keys and what stands under each as text, in order. */
export type JsonElement =
  | { readonly kind: 'cells'; readonly keys: readonly string[]; readonly cells: readonly string[] }
  | { readonly kind: 'broken'; readonly reason: ElementBreak }

const string = String.raw`"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"`
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`
const member = new RegExp(
  String.raw`[\t\n\r ]*(${string})[\t\n\r ]*:[\t\n\r ]*(?:(${string})|(${number}|true|false)|(null)|([[{]))[\t\n\r ]*([,}]?)`,
  'y',
)

/**
 * Reads one flat object strictly as RFC 8259 writes it. Numbers keep the text they were written with, null is an empty
 * cell. `JSON.parse` would round numbers and drop all but the last of repeated keys in silence.
 */
export function readElement(text: string): JsonElement {
  const object = text.trim()
  if (!object.startsWith('{')) return broken(isJson(object) ? 'NOT_AN_OBJECT' : 'BROKEN_JSON')
  const keys = new Set<string>()
  const cells: string[] = []
  if (/^\{[\t\n\r ]*\}$/.test(object)) return { kind: 'cells', keys: [...keys], cells }
  for (let at = 1; at < object.length; ) {
    member.lastIndex = at
    const found = member.exec(object)
    if (found === null) return broken('BROKEN_JSON')
    const [, key = '', quoted, plain, , nested, after] = found
    if (nested !== undefined) return broken('NESTED_VALUE')
    const name = JSON.parse(key) as string
    if (keys.has(name)) return broken('REPEATED_KEY')
    keys.add(name)
    cells.push(quoted === undefined ? (plain ?? '') : (JSON.parse(quoted) as string))
    at = member.lastIndex
    if (after === '}')
      return at === object.length ? { kind: 'cells', keys: [...keys], cells } : broken('BROKEN_JSON')
    if (after !== ',') return broken('BROKEN_JSON')
  }
  return broken('BROKEN_JSON')
}

function broken(reason: ElementBreak): JsonElement {
  return { kind: 'broken', reason }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
