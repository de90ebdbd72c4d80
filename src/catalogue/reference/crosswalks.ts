import { z } from 'zod'
import { crosswalkRelations } from '../crosswalk/terms.ts'
import type { ReferenceCodeList } from './code-lists.ts'
import crosswalkItems from './crosswalks.json' with { type: 'json' }
import { provenance, texts } from './texts.ts'

const entry = z
  .strictObject({
    from: z.array(z.string().min(1)).min(1).readonly(),
    /** Null where no code of the newer version holds it whole. */
    to: z.string().min(1).nullable(),
    relation: z.enum(crosswalkRelations),
    note: texts.nullable(),
    provenance,
  })
  .readonly()
  .superRefine(({ from, to, relation }, context) => {
    const gone = relation === 'SPLIT' || relation === 'DROPPED'
    const fits = (relation !== 'EQUAL' || from.length === 1) && (relation !== 'MERGED' || from.length > 1)
    if (gone !== (to === null) || !fits)
      context.addIssue({ code: 'custom', message: `${from.join('+')} → ${to} cannot be ${relation}` })
  })

const crosswalk = z
  .strictObject({
    codeList: z.string().min(1),
    from: z.string().min(1),
    to: z.string().min(1),
    note: texts.nullable(),
    provenance,
    entries: z.array(entry).min(1).readonly(),
  })
  .readonly()

/** One crosswalk of the reference data: from a version of a code list to the next. */
export type ReferenceCrosswalk = z.infer<typeof crosswalk>

/** All crosswalks; throws where one contradicts the lists it is between, which is our own mistake. */
export function readCrosswalks(lists: readonly ReferenceCodeList[]): readonly ReferenceCrosswalk[] {
  return z
    .array(crosswalk)
    .readonly()
    .superRefine((items, context) => {
      for (const item of items)
        for (const fault of faultsOf(item, lists)) context.addIssue({ code: 'custom', message: fault })
    })
    .parse(crosswalkItems)
}

/** Each code of the older version stands in exactly one entry, each of the newer in at most one. */
function faultsOf(
  { codeList, from, to, entries }: ReferenceCrosswalk,
  lists: readonly ReferenceCodeList[],
): readonly string[] {
  const codesOf = (version: string) =>
    lists
      .find((list) => list.code === codeList && list.version === version)
      ?.entries.map(({ code }) => code) ?? []
  const left = entries.flatMap((each) => each.from)
  const right = entries.flatMap((each) => each.to ?? [])
  return [
    ...differences(`${codeList} ${from}`, codesOf(from), left),
    ...right
      .filter((code) => !codesOf(to).includes(code))
      .map((code) => `${codeList} ${to} has no code ${code}`),
    ...twice(left),
    ...twice(right),
  ]
}

function differences(list: string, known: readonly string[], mapped: readonly string[]): readonly string[] {
  return [
    ...mapped.filter((code) => !known.includes(code)).map((code) => `${list} has no code ${code}`),
    ...known.filter((code) => !mapped.includes(code)).map((code) => `${list} ${code} stands in no entry`),
  ]
}

function twice(codes: readonly string[]): readonly string[] {
  return codes.filter((code, index) => codes.indexOf(code) !== index).map((code) => `${code} stands twice`)
}
