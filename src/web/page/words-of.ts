/** The words for a code of the hub; a code that the page does not know yet is shown as it is. */
export function wordsOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code
}
