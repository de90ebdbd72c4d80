import { type Sql, sql } from '../platform/sql.ts'

/**
 * Says whether one of some regions covers a region: a province its prefectures, a prefecture its districts, `CN` every
 * code of six digits, a group its members and what those cover. Nothing covers a region that is not known.
 */
export function covers(regions: readonly string[], region: string | null): boolean {
  if (region === null) return false
  const { codes, form } = coverage(regions)
  return codes.includes(region) || new RegExp(form).test(region)
}

/** The same over a column. */
export function coversSql(regions: readonly string[], column: Sql): Sql {
  const { codes, form } = coverage(regions)
  return sql`((${column} = any(${codes}::text[]) or ${column} ~ ${form}) is true)`
}

/** The members of groups, as the reference data has them. */
export const groupMembers: Readonly<Record<string, readonly string[]>> = (() => {
  const mainland = '440100 440300 440400 440600 440700 441200 441300 441900 442000'.split(' ')
  const others = '440200 440500 440800 440900 441400 441500 441600 441700 441800 445100 445200 445300'.split(
    ' ',
  )
  return { GBA: [...mainland, '810000', '820000'], GBA9: mainland, GD_NON_GBA: others }
})()

/** The codes themselves, and the form of the codes of six digits below them. */
function coverage(regions: readonly string[]): { readonly codes: readonly string[]; readonly form: string } {
  const codes = regions.flatMap((code) => [
    code,
    ...(Object.hasOwn(groupMembers, code) ? (groupMembers[code] ?? []) : []),
  ])
  const forms = codes.flatMap((code) => {
    if (code === 'CN') return ['[0-9]{6}']
    if (/^[0-9]{2}0000$/.test(code)) return [`${code.slice(0, 2)}[0-9]{4}`]
    return /^[0-9]{4}00$/.test(code) ? [`${code.slice(0, 4)}[0-9]{2}`] : []
  })
  return { codes, form: forms.length === 0 ? '^(?!)' : `^(?:${forms.join('|')})$` }
}
