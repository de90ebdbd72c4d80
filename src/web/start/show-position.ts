import type { PageText } from '../page/text-en.ts'
import { wordsOf } from '../page/words-of.ts'
import type { Connection } from './hub-connection.ts'
import type { ReaderFormats } from './reader-formats.ts'

/** What the page has seen since it was opened. */
export type Seen = { readonly commits: number; readonly changes: number; readonly resumed: number }

export type PositionView = {
  readonly connection: Connection
  /** Null until the hub was read for the first time. */
  readonly hub: {
    readonly position: number
    readonly recordedAt: string | null
    readonly epoch: string
  } | null
  readonly seen: Seen
}

/** The elements of the position block; they are in the HTML and only their words change. */
export type PositionPlaces = {
  readonly position: HTMLElement
  readonly state: HTMLElement
  readonly recorded: HTMLElement
  readonly seen: HTMLElement
  readonly epoch: HTMLElement
}

/** Writes position and connection state into their places; `data-state` on the state colours its mark. */
export function showPosition(
  view: PositionView,
  places: PositionPlaces,
  text: PageText,
  formats: ReaderFormats,
): void {
  const { connection, hub, seen } = view
  places.position.textContent = hub === null ? '–' : formats.number(hub.position)
  places.position.dataset.size = sizeOf(places.position.textContent)
  places.state.dataset.state = connection.kind
  places.state.textContent = connectionInWords(connection, hub?.position ?? null, text, formats)
  places.epoch.textContent = hub?.epoch ?? ''
  places.recorded.textContent = hub === null ? '' : recordedInWords(hub.recordedAt, text, formats)
  const counts = [seen.commits, seen.changes, seen.resumed] as const
  const [commits, changes, resumed] = counts.map(formats.number)
  places.seen.textContent = hub === null ? '' : text.since(commits ?? '', changes ?? '', resumed ?? '')
}

/** Short positions are set large; a long one has to fit into the same column. */
function sizeOf(position: string): 'large' | 'medium' | 'small' {
  if (position.length <= 3) return 'large'
  return position.length <= 6 ? 'medium' : 'small'
}

function recordedInWords(recordedAt: string | null, text: PageText, formats: ReaderFormats): string {
  return recordedAt === null ? text.noCommit : text.recorded(formats.instant(recordedAt))
}

function connectionInWords(
  connection: Connection,
  position: number | null,
  text: PageText,
  formats: ReaderFormats,
): string {
  const at = position === null ? null : formats.number(position)
  switch (connection.kind) {
    case 'reading':
      return text.stateReading
    case 'live':
      return text.stateLive
    case 'resuming':
      return at === null ? text.stateReading : text.stateResuming(at)
    case 'waiting': {
      const seconds = formats.number(connection.seconds)
      return at === null ? text.stateUnreached(seconds) : text.stateWaiting(seconds, at)
    }
    case 'reset':
      return text.stateAnew(wordsOf(text.resetReasons, connection.reason))
    case 'refused':
      // The hub's own words are for programs: a reader has no header to send, but a page with a field for the key.
      return connection.code === 'UNAUTHENTICATED' ? text.stateClosed : text.stateRefused(connection.message)
  }
}
