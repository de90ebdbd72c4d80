import { sizes } from '../house.ts'
import type { Rule } from '../rule.ts'
import { isCode } from '../source-files.ts'

/** One idea per file shows in its length: none is long, most are short. */
export const fileSizes: Rule = {
  name: 'file sizes',
  breaches: (files) => {
    const code = files.filter((file) => isCode(file.path) || file.path.endsWith('.css'))
    const long = code
      .filter((file) => file.lines > sizes.most)
      .map(({ path, lines }) => ({
        path,
        problem: `has ${lines} lines; the most is ${sizes.most}: split it by idea`,
      }))
    const middle = medianOf(code.filter((file) => file.path.startsWith('src/')).map((file) => file.lines))
    if (middle < sizes.medianBelow) return long
    return [
      ...long,
      {
        path: 'src',
        problem: `its median file has ${middle} lines; it must stay below ${sizes.medianBelow}`,
      },
    ]
  },
}

/** The middle of the numbers, 0 for none. */
export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
