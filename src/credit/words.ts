/** A word as it is looked up: half-width, upper-case, without blanks. */
export function wordOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase()
}

/** Makes a look-up of the values that feeds write in words; a value is a word of its own. */
export function vocabulary<Value extends string>(
  words: Readonly<Record<Value, readonly string[]>>,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  for (const value in words) for (const word of [value, ...words[value]]) found.set(wordOf(word), value)
  return found
}
