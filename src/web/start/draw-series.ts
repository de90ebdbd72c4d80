import { svg } from './build-element.ts'

/** A month's figure for the drawing: its place in time (years, with fractions) and its height. */
export type SeriesPoint = {
  readonly period: string
  readonly year: number
  readonly value: number
  readonly label: string
  readonly cited: boolean
}

export type SeriesDrawing = {
  readonly points: readonly SeriesPoint[]
  readonly width: number
  readonly height: number
  /** What the drawing shows, for those who do not see it. */
  readonly description: string
  readonly tick: (value: number) => string
}

const margin = { top: 22, right: 34, bottom: 26, left: 62 }

/**
 * A drawing of a stock over time, in pixels. Time is to scale, so months that nobody published are gaps, and
 * the axis begins at zero. The dots are what was published; the line between them only leads the eye.
 */
export function drawSeries(drawing: SeriesDrawing): SVGSVGElement {
  const { points, width, height, description, tick } = drawing
  const years = points.map((point) => point.year)
  const from = Math.floor(Math.min(...years))
  const to = Math.max(from + 1, Math.ceil(Math.max(...years)))
  const step = niceStep(Math.max(...points.map((point) => point.value), 1))
  const top = step * Math.ceil(Math.max(...points.map((point) => point.value), 1) / step)
  const x = (year: number): number =>
    margin.left + ((year - from) / (to - from)) * (width - margin.left - margin.right)
  const y = (value: number): number =>
    height - margin.bottom - (value / top) * (height - margin.top - margin.bottom)

  const picture = svg('svg', {
    class: 'series',
    width: String(width),
    height: String(height),
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': description,
  })
  for (let value = 0; value <= top; value += step) {
    picture.append(
      line('grid', x(from), y(value), x(to), y(value)),
      text('axis', margin.left - 10, y(value) + 4, 'end', tick(value)),
    )
  }
  const everyYear = (width - margin.left - margin.right) / (to - from) >= 42 ? 1 : 2
  for (let year = from; year <= to; year += 1) {
    picture.append(line('mark', x(year), y(0), x(year), y(0) + 5))
    if (year < to && (year - from) % everyYear === 0) {
      picture.append(text('axis', x(year + 0.5), height - 6, 'middle', String(year)))
    }
  }
  const path = points.map((point) => `${x(point.year).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ')
  picture.append(svg('polyline', { class: 'lead', points: path }))
  for (const point of points) {
    const dot = svg('circle', {
      class: point.cited ? 'dot cited' : 'dot',
      cx: x(point.year).toFixed(1),
      cy: y(point.value).toFixed(1),
      r: point.cited ? '5' : '3.5',
    })
    dot.append(svg('title', {}, `${point.label}`))
    picture.append(dot)
  }
  const cited = points.find((point) => point.cited)
  if (cited) picture.append(text('value', x(cited.year) - 4, y(cited.value) - 12, 'end', cited.label))
  return picture
}

/** A round step of 1, 2 or 5 that divides the height into about four. */
function niceStep(highest: number): number {
  const rough = highest / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10
  return factor * power
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): SVGLineElement {
  const at = { x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1) }
  return svg('line', { class: kind, ...at })
}

function text(kind: string, x: number, y: number, anchor: string, words: string): SVGTextElement {
  return svg('text', { class: kind, x: x.toFixed(1), y: y.toFixed(1), 'text-anchor': anchor }, words)
}
