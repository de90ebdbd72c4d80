/** A filter on releases, as a question writes it. */
export type ModelFilter = {
  readonly source?: ModelTest
  readonly code?: ModelTest
  readonly period?: ModelTest
  readonly status?: ModelTest
  readonly and?: readonly ModelFilter[]
  readonly or?: readonly ModelFilter[]
  readonly not?: ModelFilter
}

/** Tests on a text. */
export type ModelTest = {
  readonly eq?: string
  readonly ne?: string
  readonly in?: readonly string[]
  readonly notIn?: readonly string[]
  readonly startsWith?: string
  readonly contains?: string
  readonly isNull?: boolean
}

type Texts = {
  readonly source: string
  readonly code: string
  readonly period: string
  readonly status: string
}

/** Says whether texts pass a filter. */
export function passesFilter(filter: ModelFilter, texts: Texts): boolean {
  const { and = [], or, not } = filter
  return (
    (['source', 'code', 'period', 'status'] as const).every((field) =>
      passesTest(filter[field], texts[field]),
    ) &&
    and.every((part) => passesFilter(part, texts)) &&
    (or === undefined || or.some((part) => passesFilter(part, texts))) &&
    (not === undefined || !passesFilter(not, texts))
  )
}

function passesTest(test: ModelTest | undefined, text: string): boolean {
  if (test === undefined) return true
  if (test.eq !== undefined && text !== test.eq) return false
  if (test.ne !== undefined && text === test.ne) return false
  if (test.in !== undefined && !test.in.includes(text)) return false
  if (test.notIn?.includes(text)) return false
  if (test.startsWith !== undefined && !text.startsWith(test.startsWith)) return false
  if (test.contains !== undefined && !text.includes(test.contains)) return false
  return test.isNull !== true
}
