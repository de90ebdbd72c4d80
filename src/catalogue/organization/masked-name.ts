/** Whose name it is: a natural person's own, or that of a natural person's business. */
export type NamedPerson = 'NATURAL_PERSON' | 'INDIVIDUAL_BUSINESS'

/**
 * A name as everybody may see it. Of a natural person the first character, and one * for each further one; of a business
 * the first character and `***`, because many are named after their owner and say so in the first two. Masked again, it
 * stays as it is; nothing stays nothing.
 */
export function maskedName(name: string, whose: NamedPerson): string {
  const [first = '', ...rest] = Array.from(graphemes.segment(name.trim()), ({ segment }) => segment)
  if (first === '') return ''
  return first + (whose === 'NATURAL_PERSON' ? '*'.repeat(rest.length) : '***')
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
