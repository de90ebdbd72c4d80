/**
 * Says whether one version comes before another, as SemVer 2 orders them.
 *
 * @param {string} left
 * @param {string} right
 */
export function isBefore(left, right) {
  const [one, two] = [parts(left), parts(right)]
  for (const at of [0, 1, 2])
    if (one.numbers[at] !== two.numbers[at]) return one.numbers[at] < two.numbers[at]
  if (one.early.length === 0 || two.early.length === 0) return one.early.length > two.early.length
  for (const [at, word] of one.early.entries()) {
    const other = two.early[at]
    if (other === undefined) return false
    if (word === other) continue
    const numbers = [word, other].map((each) => /^\d+$/.test(each))
    if (numbers[0] && numbers[1]) return Number(word) < Number(other)
    // Numbers come before words.
    return numbers[0] === numbers[1] ? word < other : numbers[0]
  }
  return one.early.length < two.early.length
}

function parts(version) {
  const [, numbers, early = ''] = /^(\d+\.\d+\.\d+)(?:-([^+]+))?/.exec(version) ?? []
  if (numbers === undefined) throw new Error(`${version} is no version`)
  return { numbers: numbers.split('.').map(Number), early: early === '' ? [] : early.split('.') }
}
