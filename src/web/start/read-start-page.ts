import cursorDocument from '../../../schema/documents/CursorAt.graphql?raw'
import citeDocument from '../../../schema/documents/FigureAsOf.graphql?raw'
import latestDocument from '../../../schema/documents/LatestChanges.graphql?raw'
import startDocument from '../../../schema/documents/StartPage.graphql?raw'
import type { PageLanguage } from '../page/page-language.ts'
import { askHub } from './ask-hub.ts'
import { type FoldedCommit, foldFrames } from './fold-frames.ts'
import {
  cursorAtAnswer,
  figureAsOfAnswer,
  latestChangesAnswer,
  type StartPageAnswer,
  startPageAnswer,
} from './hub-answers.ts'

/** How many commits the page lists. */
export const listedCommits = 6

/** The hub's present state as the page shows it, at `minPosition` or later. Fails as `askHub` does. */
export async function readStartPage(
  language: PageLanguage,
  minPosition: number,
  signal: AbortSignal,
): Promise<StartPageAnswer> {
  const parse = (data: unknown): StartPageAnswer => startPageAnswer.parse(data)
  return askHub({ query: startDocument, variables: { language }, parse, minPosition, signal })
}

/** The citation of the page's figure as it is at a position, or null where there is no such figure there. */
export async function readCitation(position: number, signal: AbortSignal): Promise<string | null> {
  const parse = (data: unknown) => figureAsOfAnswer.parse(data)
  const answer = await askHub({ query: citeDocument, variables: { position }, parse, signal })
  return answer.observations.nodes[0]?.id ?? null
}

/** How far back commits are looked for: many may have told this reader nothing (access, embargoes). */
const lookedBack = 2_000

/**
 * The last commits up to a position that changed something for this reader, newest first, `listedCommits` at most. Looks
 * in ever wider stretches of the history, from the newest, until it has enough.
 */
export async function readLatestCommits(
  language: PageLanguage,
  position: number,
  signal: AbortSignal,
): Promise<readonly FoldedCommit[]> {
  const oldest = Math.max(0, position - lookedBack)
  let found: readonly FoldedCommit[] = []
  let to = position
  for (let width = listedCommits; to > oldest && found.length < listedCommits; width *= 4) {
    const from = Math.max(oldest, to - width)
    found = [...found, ...(await readCommits(language, { from, to }, signal))]
    to = from
  }
  return found.slice(0, listedCommits)
}

/** The commits after one position up to another, newest first; of many or large ones the earliest alone. */
async function readCommits(
  language: PageLanguage,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<readonly FoldedCommit[]> {
  const place = await askHub({
    query: cursorDocument,
    variables: { position: from },
    parse: (data) => cursorAtAnswer.parse(data),
    signal,
  })
  const answer = await askHub({
    query: latestDocument,
    variables: { after: place.hub.cursor, first: 50, language },
    parse: (data) => latestChangesAnswer.parse(data),
    signal,
  })
  return foldFrames(answer.changes)
    .filter((commit) => commit.position <= to)
    .toReversed()
}
