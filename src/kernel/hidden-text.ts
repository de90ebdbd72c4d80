/**
 * A text with another one replaced wherever it stands: also in the other width, with other brackets, with blanks or
 * invisible characters within. Latin letters and digits count as whole words only. One of fewer than two characters
 * stays: it would be found everywhere.
 */
export function withoutText(text: string, hidden: string, instead: string): string {
  const characters = [...hidden.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')]
  if (characters.length < 2) return text
  const [first = '', last = ''] = [characters[0], characters.at(-1)]
  const form = `${word.test(first) ? `(?<!${word.source})` : ''}${characters.map(likeIt).join('[\\s\\p{Cf}]*')}${word.test(last) ? `(?!${word.source})` : ''}`
  return text.replace(new RegExp(form, 'giu'), () => instead)
}

const word = /[\p{Script=Latin}\p{Nd}]/u

const brackets: readonly string[] = ['([{【〔《〈（［｛', ')]}】〕》〉）］｝']

/** A pattern for a character as any source writes it. */
function likeIt(character: string): string {
  const bracket = brackets.find((each) => each.includes(character))
  const wide = /[!-~]/.test(character) ? String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0) : ''
  return `[${[...(bracket ?? character + wide)].map((each) => `\\u{${each.codePointAt(0)?.toString(16)}}`).join('')}]`
}
