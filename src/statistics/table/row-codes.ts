import { compareTexts } from '../../kernel/text.ts'
import { type ObservedQuestion, observedCodes } from './observed.ts'
import type { Outline } from './outline.ts'
import type { Plan } from './plan.ts'

/** The regions that rows are looked for in. */
export async function rowRegions({ regions }: Plan, question: ObservedQuestion): Promise<readonly string[]> {
  if (regions.kind === 'fixed') return [regions.code]
  return regions.codes ?? observedCodes(question, 'region')
}

/**
 * The schemes that rows are looked for in. Where a version of the code list is asked for, all of its codes: older codes
 * may make one that has no series yet. Beside them those of sources whose schemes stand in no list.
 */
export async function rowSchemes(
  { schemes, codeListVersion, sources }: Plan,
  question: ObservedQuestion,
  { lists }: Outline,
): Promise<readonly string[]> {
  if (schemes.kind === 'fixed') return [schemes.code]
  if (schemes.codes !== null) return schemes.codes
  if (codeListVersion === null) return observedCodes(question, 'scheme')
  const unlisted = sources.filter(({ codeList }) => codeList === null)
  const observed = await observedCodes({ ...question, sources: unlisted }, 'scheme')
  const named = new Set(sources.map(({ codeList }) => codeList))
  const listed = lists.filter(({ code, version }) => named.has(code) && version === codeListVersion)
  const codes = listed.flatMap(({ entries }) => entries.map(({ code }) => code))
  return [...new Set([...observed, ...codes])].sort(compareTexts)
}
