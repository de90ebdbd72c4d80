/** The words of a list as the enum that type-graphql registers: each word stands for itself. */
export function enumOf<Word extends string>(words: readonly Word[]): Readonly<Record<Word, Word>> {
  return Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>
}
