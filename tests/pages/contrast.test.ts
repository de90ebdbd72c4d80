import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const tokens = readFileSync(new URL('../../src/web/look/tokens.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...tokens.matchAll(/--(\w+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
)

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(['ink', 'soft', 'link', 'seal', 'good', 'wait'])(
    '%s can be read on paper and on raised ground',
    (name) => {
      for (const ground of ['paper', 'raised']) {
        const ratio = contrast(pairs.get(name)?.[theme], pairs.get(ground)?.[theme])
        expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    },
  )
})

/** The contrast ratio of WCAG 2 between two colours. */
function contrast(a: string | undefined, b: string | undefined): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string | undefined): number {
  if (colour === undefined)
    throw new Error('tokens.css lacks a colour, expected --name: light-dark(#rrggbb, #rrggbb)')
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
