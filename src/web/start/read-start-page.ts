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

/** The last commits up to a position, newest first, `listedCommits` at most. */
export async function readLatestCommits(
  language: PageLanguage,
  position: number,
  signal: AbortSignal,
): Promise<readonly FoldedCommit[]> {
  const from = Math.max(0, position - listedCommits)
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
    .filter((commit) => commit.position <= position)
    .reverse()
}
