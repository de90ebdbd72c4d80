import type { PageLanguage } from '../page/page-language.ts'
import { texts } from '../page/page-text.ts'
import type { FoldedCommit } from './fold-frames.ts'
import type { StartPageAnswer } from './hub-answers.ts'
import { readerFormats } from './reader-formats.ts'
import { showChanges } from './show-changes.ts'
import { showFigure } from './show-figure.ts'
import { type PositionView, showPosition } from './show-position.ts'
import { showSources } from './show-sources.ts'

/** Everything the page shows at one moment. */
export type StartState = Omit<PositionView, 'hub'> & {
  readonly language: PageLanguage
  readonly answer: StartPageAnswer | null
  readonly citation: string | null
  readonly commits: readonly FoldedCommit[]
  /** The position at which the reader opened the page. */
  readonly openedAt: number
}

export type StartView = { readonly show: (state: StartState) => void }

/** Spoken news of the position are kept apart by this much, so that a burst of commits is read out once. */
const spokenEvery = 4_000

/** Called once when the page opens. `show` writes a state into the page and touches only parts that changed. */
export function openStartView(document: Document): StartView {
  const place = (name: string): HTMLElement => placeOf(document, name)
  const places = {
    position: place('position'),
    state: place('state'),
    recorded: place('recorded'),
    seen: place('seen'),
    epoch: place('epoch'),
  }
  const [figure, sources, changes, version, spoken] = [
    'figure',
    'sources',
    'changes',
    'version',
    'spoken',
  ].map(place)
  let shown: StartState | null = null
  let spokenTimer: ReturnType<typeof setTimeout> | null = null

  const drawFigure = (state: StartState): void => {
    if (!figure || !state.answer) return
    const formats = readerFormats(state.language)
    const width = Math.max(260, Math.min(640, Math.floor(seriesRoom(figure))))
    figure.replaceChildren(
      ...showFigure(state.answer.observations.nodes, state.citation, width, texts[state.language], formats),
    )
  }
  const speak = (): void => {
    spokenTimer = null
    if (!shown?.answer || !spoken) return
    const position = readerFormats(shown.language).number(shown.answer.hub.position)
    spoken.textContent = texts[shown.language].announced(position)
  }
  const show = (state: StartState): void => {
    const text = texts[state.language]
    const formats = readerFormats(state.language)
    const { answer } = state
    showPosition({ ...state, hub: answer?.hub ?? null }, places, text, formats)
    const empty = answer === null && state.connection.kind === 'refused'
    for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) part.hidden = empty
    const before = shown
    shown = state
    if (!answer) return
    const relabelled = before?.language !== state.language
    if (relabelled || figureOf(before) !== figureOf(state)) drawFigure(state)
    if (relabelled || before?.answer !== answer)
      sources?.replaceChildren(showSources(answer.hub.freshness, text, formats))
    if (relabelled || before?.commits !== state.commits) {
      const shownUpTo = before?.commits[0]?.position ?? state.openedAt
      changes?.replaceChildren(
        showChanges(state.commits, { openedAt: state.openedAt, shownUpTo }, text, formats),
      )
    }
    if (version) version.textContent = text.version(answer.hub.version)
    const moved = before?.answer?.hub.position !== answer.hub.position
    if (moved && spokenTimer === null) spokenTimer = setTimeout(speak, spokenEvery)
  }
  if (figure) followWidth(figure, () => shown && drawFigure(shown))
  return { show }
}

function placeOf(document: Document, name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-place="${name}"]`)
  if (found) return found
  throw new Error(
    `The start page has no place "${name}", expected an element with data-place="${name}" in index.html.`,
  )
}

/** What the figure is drawn from, as text: equal text needs no new drawing and keeps the reader's focus. */
function figureOf(state: StartState | null): string {
  return JSON.stringify([state?.citation, state?.answer?.observations.nodes])
}

/** The room that the styles leave to the drawing: its own column where there is one, the whole width otherwise. */
function seriesRoom(figure: HTMLElement): number {
  return (figure.querySelector('.figure-series') ?? figure).getBoundingClientRect().width
}

function followWidth(element: HTMLElement, changed: () => void): void {
  let width = element.clientWidth
  new ResizeObserver(() => {
    if (element.clientWidth === width) return
    width = element.clientWidth
    changed()
  }).observe(element)
}
