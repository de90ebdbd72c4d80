import type { PageText } from '../page/text-en.ts'
import { html } from './build-element.ts'
import { drawSeries } from './draw-series.ts'
import type { Figure } from './hub-answers.ts'
import type { ReaderFormats } from './reader-formats.ts'

/** The month whose figure the page cites; `FigureAsOf` asks for the same. */
const citedPeriod = '2022-08'

/**
 * The figure with its origin and citation, the drawing of its series, and the series as a table. Without a
 * figure: a sentence that says what will bring one. `width` is the room for the drawing in pixels.
 */
export function showFigure(
  figures: readonly Figure[],
  citation: string | null,
  width: number,
  text: PageText,
  formats: ReaderFormats,
): readonly HTMLElement[] {
  const published = figures
    .filter((figure) => figure.value !== null)
    .toSorted((a, b) => a.period.localeCompare(b.period))
  const cited = published.find((figure) => figure.period === citedPeriod) ?? published.at(-1)
  if (!cited) return [html('p', { class: 'empty' }, text.figureMissing)]
  return [
    html('div', { class: 'figure-cited' }, ...citedFigure(cited, citation, text, formats)),
    html(
      'figure',
      { class: 'figure-series' },
      drawing(published, cited, width, text, formats),
      caption(text),
    ),
    seriesTable(published, cited, text, formats),
  ]
}

function citedFigure(
  cited: Figure,
  citation: string | null,
  text: PageText,
  formats: ReaderFormats,
): readonly HTMLElement[] {
  const origin = text.figureFrom(cited.source.name, formats.number(cited.position))
  const revision = cited.revision > 1 ? ` · ${text.figureRevision(formats.number(cited.revision))}` : ''
  const head = [
    html('p', { class: 'figure-of' }, text.figurePeriod(formats.period(cited.period))),
    html('p', { class: 'figure-value', 'data-figure': cited.period }, formats.number(cited.value ?? '')),
    html('p', { class: 'note' }, `${origin}${revision}`),
  ]
  return citation === null ? head : [...head, citationBlock(citation, text)]
}

function citationBlock(citation: string, text: PageText): HTMLElement {
  const copy = html('button', { type: 'button', class: 'quiet' }, text.copy)
  copy.addEventListener('click', () => {
    const said = (): void => copy.replaceChildren(text.copied)
    // Where the clipboard is refused the id stays selectable in full.
    navigator.clipboard?.writeText(citation).then(said, () => undefined)
  })
  const variables = encodeURIComponent(JSON.stringify({ id: citation }))
  const read = html(
    'a',
    { href: `/playground#example=CitedFigure&variables=${variables}` },
    text.citationOpen,
  )
  return html(
    'div',
    { class: 'citation' },
    html('p', { class: 'label' }, text.citation),
    html('p', {}, html('code', { 'data-citation': '' }, citation)),
    html('p', { class: 'note' }, text.citationNote),
    html('p', { class: 'actions' }, copy, read),
  )
}

function drawing(
  published: readonly Figure[],
  cited: Figure,
  width: number,
  text: PageText,
  formats: ReaderFormats,
): SVGSVGElement {
  const points = published.map((figure) => ({
    period: figure.period,
    year: yearOf(figure.period),
    value: Number(figure.value),
    label: formats.number(figure.value ?? ''),
    cited: figure === cited,
  }))
  const described = published.map(
    (figure) => `${formats.period(figure.period)}: ${formats.number(figure.value ?? '')}`,
  )
  return drawSeries({
    points,
    width,
    height: Math.round(Math.min(300, Math.max(200, width * 0.45))),
    description: `${text.figureCaption}. ${described.join('; ')}`,
    tick: (value) => formats.number(value),
  })
}

function caption(text: PageText): HTMLElement {
  return html('figcaption', {}, text.figureCaption)
}

function seriesTable(
  published: readonly Figure[],
  cited: Figure,
  text: PageText,
  formats: ReaderFormats,
): HTMLElement {
  const rows = published.map((figure) =>
    html(
      'tr',
      { class: figure === cited ? 'cited' : null },
      html('th', { scope: 'row' }, formats.period(figure.period)),
      html('td', { class: 'number' }, formats.number(figure.value ?? '')),
    ),
  )
  const head = html(
    'tr',
    {},
    html('th', { scope: 'col' }, text.period),
    html('th', { scope: 'col', class: 'number' }, text.certificates),
  )
  return html('table', { class: 'ruled figure-table' }, html('thead', {}, head), html('tbody', {}, ...rows))
}

/** A month or year as a number on the time axis: a stock at the end of the period stands at the period's end. */
function yearOf(period: string): number {
  const [year, month] = period.split('-')
  const months = month === undefined ? 12 : month.startsWith('Q') ? Number(month.slice(1)) * 3 : Number(month)
  return Number(year) + months / 12
}
