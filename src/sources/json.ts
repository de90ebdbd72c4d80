import { setImmediate } from 'node:timers/promises'
import { maxRowBytes } from './csv.ts'
import { type ElementBreak, readElement } from './json-element.ts'

/** Where the array of a JSON text begins, and whether it stands in an object. */
export type JsonArray = { readonly offset: number; readonly inObject: boolean }

/** One element, or what stops the reading; `line` is its number in the array, from 1. */
export type JsonRow =
  | {
      readonly kind: 'cells'
      readonly line: number
      readonly text: string
      readonly keys: readonly string[]
      readonly cells: readonly string[]
    }
  | {
      readonly kind: 'broken'
      readonly line: number
      readonly text: string
      readonly reason: ElementBreak | 'ROW_TOO_LONG' | 'JSON_BREAKS_OFF'
    }

const quote = 34
const comma = 44
const opensArray = 91
const backslash = 92
const closesArray = 93
const opensObject = 123
const closesObject = 125

/** How many elements are looked at for the keys of a file. */
const headElements = 100

/** Says whether a text is meant as JSON: no table has a first column that begins so. */
export function looksLikeJson(text: Buffer): boolean {
  const first = text[skipBlanks(text, 0)]
  return first === opensArray || first === opensObject
}

/** Finds the array that a JSON text is, or that stands under one key of the object that it is; null where there is none. */
export function findArray(text: Buffer): JsonArray | null {
  const start = skipBlanks(text, 0)
  if (text[start] === opensArray) return { offset: start + 1, inObject: false }
  // What stands before the array is short: a status, a message, a count.
  const head = text.toString('latin1', start, start + maxRowBytes)
  const found = beforeArray.exec(head)
  return found === null ? null : { offset: start + found[0].length, inObject: true }
}

const scalar = String.raw`(?:"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)`
const key = String.raw`\s*"(?:[^"\\]|\\.)*"\s*:\s*`
const beforeArray = new RegExp(String.raw`^\{(?:${key}${scalar}\s*,)*${key}\[`)
const afterArray = new RegExp(String.raw`^(?:\s*,${key}${scalar})*\s*\}\s*$`)

/** The keys of the first elements, each once, as they come; none where none of these is an object. */
export function readKeys(text: Buffer, array: JsonArray): readonly string[] {
  const keys = new Set<string>()
  let at = array.offset
  for (let count = 0; count < headElements; count += 1) {
    const start = skipBlanks(text, at)
    const scan = { at: start, depth: 0, inString: false }
    if (text[start] === closesArray || !scanValue(text, scan, start + maxRowBytes)) break
    const element = readElement(text.toString('utf8', start, scan.at))
    if (element.kind === 'cells') for (const each of element.keys) keys.add(each)
    at = skipBlanks(text, scan.at) + 1
    if (text[at - 1] !== comma) break
  }
  return [...keys]
}

/** Says whether an array has no element at all. */
export function isEmptyArray(text: Buffer, array: JsonArray): boolean {
  return text[skipBlanks(text, array.offset)] === closesArray
}

/**
 * Reads the elements of the array, in order. An element that cannot be read costs no other; where the array itself breaks
 * off, that is the last row. The event loop runs between pieces of 64 KiB.
 */
export async function* readElements(text: Buffer, array: JsonArray): AsyncGenerator<JsonRow, void> {
  let at = array.offset
  let paused = at
  if (isEmptyArray(text, array)) return
  for (let line = 1; ; line += 1) {
    const start = skipBlanks(text, at)
    const scan = { at: start, depth: 0, inString: false }
    let ended = scanValue(text, scan, start + maxRowBytes)
    while (!ended && scan.at < text.length) {
      await setImmediate()
      ended = scanValue(text, scan, scan.at + maxRowBytes)
    }
    const mark = text[skipBlanks(text, scan.at)]
    if (!ended || (mark !== comma && mark !== closesArray)) {
      yield { kind: 'broken', line, text: textOf(text, start, scan.at), reason: 'JSON_BREAKS_OFF' }
      return
    }
    yield rowOf(text, start, scan.at, line)
    at = skipBlanks(text, scan.at) + 1
    if (mark === closesArray) {
      if (!endsWell(text, at, array))
        yield { kind: 'broken', line: line + 1, text: '', reason: 'JSON_BREAKS_OFF' }
      return
    }
    if (at - paused > maxRowBytes) {
      paused = at
      await setImmediate()
    }
  }
}

function rowOf(text: Buffer, start: number, end: number, line: number): JsonRow {
  const row = { line, text: textOf(text, start, end) }
  if (end - start > maxRowBytes) return { kind: 'broken', ...row, reason: 'ROW_TOO_LONG' }
  const element = readElement(text.toString('utf8', start, end))
  return element.kind === 'cells'
    ? { ...row, ...element }
    : { kind: 'broken', ...row, reason: element.reason }
}

function endsWell(text: Buffer, at: number, array: JsonArray): boolean {
  if (!array.inObject) return skipBlanks(text, at) === text.length
  return text.length - at <= maxRowBytes && afterArray.test(text.toString('latin1', at))
}

type Scan = { at: number; depth: number; inString: boolean }

/** Goes on through one value up to a limit; true when it has ended, and `at` stands behind it. */
function scanValue(text: Buffer, scan: Scan, limit: number): boolean {
  for (const end = Math.min(limit, text.length); scan.at < end; scan.at += 1) {
    const byte = text[scan.at]
    if (scan.inString) {
      if (byte === backslash) scan.at += 1
      else if (byte === quote) scan.inString = false
    } else if (byte === quote) scan.inString = true
    else if (byte === opensObject || byte === opensArray) scan.depth += 1
    else if (scan.depth === 0 && (byte === comma || byte === closesArray || byte === closesObject))
      return true
    else if (byte === closesObject || byte === closesArray) scan.depth -= 1
  }
  return false
}

function skipBlanks(text: Buffer, from: number): number {
  let at = from
  while (at < text.length && [9, 10, 13, 32].includes(text[at] ?? 0)) at += 1
  return at
}

function textOf(text: Buffer, start: number, end: number): string {
  return text
    .toString('utf8', start, Math.min(end, start + maxRowBytes))
    .trimEnd()
    .replaceAll('\u0000', '\\u0000')
}
