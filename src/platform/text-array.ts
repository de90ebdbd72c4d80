/**
 * Reads an array of texts as Postgres writes it (`{a,"b c",NULL}`), of one dimension: text[] has none other here.
 * Missing elements are null.
 */
export function readTextArray(text: string): readonly (string | null)[] {
  return [...text.slice(1, -1).matchAll(element)].map(([whole, quoted]) =>
    quoted === undefined ? (whole === 'NULL' ? null : whole) : quoted.replace(/\\(.)/gsu, '$1'),
  )
}

const element = /"((?:[^"\\]|\\.)*)"|[^,]+/gsu
