/** The characters of a Unified Social Credit Code: no I O S V Z (GB 32100). */
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character that GB 11714 gives to the first eight characters of an organization code (0–9 A–Z). */
export function organizationCheckOf(body: string): string {
  const rest = 11 - (weighed(Array.from(body, base36), organizationWeights) % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

/**
 * The check character that GB 32100 gives to the first seventeen characters of a credit code; null where one of them is
 * not of its alphabet.
 */
export function creditCheckOf(body: string): string | null {
  const values = Array.from(body, (character) => creditAlphabet.indexOf(character))
  if (values.includes(-1)) return null
  return creditAlphabet[(31 - (weighed(values, creditWeights) % 31)) % 31] ?? null
}

/** The two check digits that ISO 17442 (mod 97-10) gives to the first eighteen characters of an LEI (0–9 A–Z). */
export function entityCheckOf(body: string): string {
  const digits = Array.from(`${body}00`, (character) => String(base36(character))).join('')
  const rest = Array.from(digits).reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0)
  return String(98 - rest).padStart(2, '0')
}

function weighed(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0)
}

/** A digit counts as itself, A as 10, Z as 35. */
function base36(character: string): number {
  return Number.parseInt(character, 36)
}
