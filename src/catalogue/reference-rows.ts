import type { Reference } from './reference/reference.ts'

/** One row of a versioned table, without its positions: `id` and the columns by their names. */
export type ReferenceRow = Readonly<Record<string, unknown>> & { readonly id: string }

/** The rows that the code's reference data makes, per table. */
export function referenceRows(reference: Reference): ReadonlyMap<string, readonly ReferenceRow[]> {
  return new Map<string, readonly ReferenceRow[]>([
    [
      'region',
      reference.regions.map(({ code, validFrom, validTo, ...rest }) => ({
        id: code,
        ...rest,
        valid_from: validFrom,
        valid_to: validTo,
      })),
    ],
    ['scheme', reference.schemes.map(({ code, ...rest }) => ({ id: code, ...rest }))],
    [
      'code_list',
      reference.codeLists.map(({ validFrom, validTo, ...rest }) => ({
        id: `${rest.code}/${rest.version}`,
        ...rest,
        valid_from: validFrom,
        valid_to: validTo,
      })),
    ],
    [
      'crosswalk',
      reference.crosswalks.map(({ codeList, from, to, ...rest }) => ({
        id: `${codeList}/${from}/${to}`,
        ...rest,
        code_list: codeList,
        from_version: from,
        to_version: to,
      })),
    ],
    [
      'indicator',
      reference.indicators.map(({ code, valueType, ...rest }) => ({
        id: code,
        ...rest,
        value_type: valueType,
      })),
    ],
    [
      'source',
      reference.sources.map(({ code, codeList, ...rest }) => ({ id: code, ...rest, code_list: codeList })),
    ],
  ])
}
