import type { PageLanguage } from '../page/page-language.ts'
import type { FoldedCommit } from './fold-frames.ts'
import { followHub } from './follow-hub.ts'
import type { StartPageAnswer } from './hub-answers.ts'
import type { Connection } from './hub-connection.ts'
import { openStream } from './open-stream.ts'
import { pause } from './pause.ts'
import { listedCommits, readCitation, readLatestCommits, readStartPage } from './read-start-page.ts'
import type { StartState, StartView } from './start-view.ts'

/**
 * Runs the page in one language until the signal aborts: follows the hub, and after each whole commit asks
 * for the hub's state again, once at a time, however fast commits arrive.
 */
export async function runStartPage(
  language: PageLanguage,
  view: StartView,
  signal: AbortSignal,
): Promise<void> {
  let state = emptyState(language)
  const change = (part: Partial<StartState>): void => {
    if (signal.aborted) return
    state = { ...state, ...part }
    view.show(state)
  }
  const refresh = oneAtATime(async () => {
    const minPosition = state.commits[0]?.position ?? 0
    change(await withCitation(await readStartPage(language, minPosition, signal), signal))
  })
  const readAnew = async (): Promise<string> => {
    const answer = await readStartPage(language, 0, signal)
    const [cited, commits] = await Promise.all([
      withCitation(answer, signal),
      readLatestCommits(language, answer.hub.position, signal),
    ])
    // Positions of another epoch say nothing of what is new here.
    const isSameHistory = state.answer?.hub.epoch === answer.hub.epoch
    change({ ...cited, commits, openedAt: isSameHistory ? state.openedAt : answer.hub.position })
    return answer.hub.cursor
  }
  const onCommit = (commit: FoldedCommit): void => {
    const { seen } = state
    change({
      commits: [commit, ...state.commits].slice(0, listedCommits),
      seen: { ...seen, commits: seen.commits + 1, changes: seen.changes + commit.total },
    })
    refresh()
  }
  const onConnection = (connection: Connection): void => {
    const resumed = connection.kind === 'live' && state.connection.kind === 'resuming' ? 1 : 0
    change({ connection, seen: { ...state.seen, resumed: state.seen.resumed + resumed } })
  }
  const address = new URL('/graphql', window.location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  const stream = (after: string) => openStream(address.href, { after, language }, signal)
  await followHub(
    { readAnew, openStream: stream, onConnection, onCommit, pause, spread: Math.random },
    signal,
  )
}

function emptyState(language: PageLanguage): StartState {
  const seen = { commits: 0, changes: 0, resumed: 0 }
  return {
    language,
    connection: { kind: 'reading' },
    answer: null,
    citation: null,
    commits: [],
    openedAt: 0,
    seen,
  }
}

async function withCitation(
  answer: StartPageAnswer,
  signal: AbortSignal,
): Promise<Pick<StartState, 'answer' | 'citation'>> {
  return { answer, citation: await readCitation(answer.hub.position, signal) }
}

/**
 * Runs a task, and once more when it was asked for in the meantime. A failed reading is left to the next
 * commit: where the hub is gone the stream breaks as well, and that is what the reader is told.
 */
function oneAtATime(task: () => Promise<void>): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle'
  const run = async (): Promise<void> => {
    if (state !== 'idle') {
      state = 'again'
      return
    }
    state = 'running'
    await task().catch(() => undefined)
    const again = state !== 'running'
    state = 'idle'
    if (again) await run()
  }
  return () => void run()
}
