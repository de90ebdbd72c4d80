/**
 * The number that Chinese numerals say, as a text of digits: 伍万, 一百二十三, 壹仟零伍拾, 三亿, 十五. Null where they are
 * not written in order, or there are other characters.
 */
export function chineseNumber(text: string): string | null {
  if (text === '' || text.length > 40) return null
  let total = 0n
  let rest = text
  for (const [signs, size] of groups) {
    const place = rest.search(signs)
    if (place === -1) continue
    const section = sectionOf(rest.slice(0, place), total > 0n)
    if (section === null || section === 0n) return null
    total += section * size
    rest = rest.slice(place + 1)
    if (rest === '') return String(total)
  }
  const section = sectionOf(rest, total > 0n)
  return section === null ? null : String(total + section)
}

/** The number below 10,000 that numerals say; null where they are not in order. */
function sectionOf(text: string, continued: boolean): bigint | null {
  let sum = 0n
  let digit: bigint | null = null
  let last = 10_000n
  let begun = continued
  let zero = false
  for (const character of text) {
    const value = digits.get(character)
    const step = steps.get(character)
    if (value !== undefined) {
      if (digit !== null) return null
      if (value === 0n) zero = true
      else digit = value
    } else if (step !== undefined && step < last && (digit !== null || (step === 10n && !begun))) {
      sum += (digit ?? 1n) * step
      ;[digit, last, begun, zero] = [null, step, true, false]
    } else return null
  }
  // 一百五 is 150 to some and 105 to others: units stand behind tens, or behind 零.
  if (digit !== null && begun && last !== 10n && !zero) return null
  return digit === null && !begun && !zero ? null : sum + (digit ?? 0n)
}

const digits = new Map(
  ['零〇', '一壹', '二贰貳两兩', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap(
    (written, value) => Array.from(written, (character) => [character, BigInt(value)] as const),
  ),
)
const steps = new Map([
  ['十', 10n],
  ['拾', 10n],
  ['百', 100n],
  ['佰', 100n],
  ['千', 1_000n],
  ['仟', 1_000n],
])
/** The larger first. */
const groups: readonly (readonly [RegExp, bigint])[] = [
  [/[亿億]/, 100_000_000n],
  [/[万萬]/, 10_000n],
]
