/** Headers that differ only in case, width, or blanks are the same header to a person: equal texts stand for equal headers. */
export function foldedHeader(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}
