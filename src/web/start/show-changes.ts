import type { PageText } from '../page/text-en.ts'
import { wordsOf } from '../page/words-of.ts'
import { html } from './build-element.ts'
import type { FoldedCommit } from './fold-frames.ts'
import type { Change, ChangedFact } from './hub-answers.ts'
import type { ReaderFormats } from './reader-formats.ts'

export type ListedFrom = {
  /** The position at which the reader opened the page: later commits say that they are new. */
  readonly openedAt: number
  /** The last position that the page has shown already: later commits are seen to arrive. */
  readonly shownUpTo: number
}

/**
 * The list of commits, newest first. The newest shows its first changes, and so do those that arrived while the
 * page was open; older ones are one line each.
 */
export function showChanges(
  commits: readonly FoldedCommit[],
  from: ListedFrom,
  text: PageText,
  formats: ReaderFormats,
): HTMLElement {
  if (commits.length === 0) return html('p', { class: 'empty' }, text.changesEmpty)
  return html(
    'ol',
    { class: 'commits' },
    ...commits.map((commit, index) => {
      const isNew = commit.position > from.openedAt
      const arrival = isNew && commit.position > from.shownUpTo ? 'arriving' : isNew ? 'new' : 'earlier'
      return commitItem(commit, arrival, index === 0, text, formats)
    }),
  )
}

type Arrival = 'earlier' | 'new' | 'arriving'

function commitItem(
  commit: FoldedCommit,
  arrival: Arrival,
  isNewest: boolean,
  text: PageText,
  formats: ReaderFormats,
): HTMLElement {
  const counts = countsInWords(commit, text, formats)
  return html(
    'li',
    { class: `commit ${arrival}`, 'data-position': String(commit.position) },
    html(
      'div',
      { class: 'commit-head' },
      html(
        'h3',
        {},
        text.commitAt(formats.number(commit.position)),
        arrival === 'earlier' ? null : html('span', { class: 'badge' }, text.fresh),
      ),
      html('time', { datetime: commit.recordedAt }, formats.instant(commit.recordedAt)),
      html('p', { class: 'counts' }, commit.complete ? counts : text.atLeast(counts)),
    ),
    ...reasonsOf(commit, text).map((reason) => html('p', { class: 'release' }, reason)),
    commit.first.length > 0 && (isNewest || arrival !== 'earlier')
      ? changedList(commit, text, formats)
      : null,
  )
}

/** What a commit was for: the releases it brought, and its kind in words where it was no plain release. */
function reasonsOf(commit: FoldedCommit, text: PageText): readonly string[] {
  const isRelease = commit.kind === 'RELEASE' && commit.releases.length > 0
  return isRelease ? commit.releases : [wordsOf(text.commitKinds, commit.kind), ...commit.releases]
}

function changedList(commit: FoldedCommit, text: PageText, formats: ReaderFormats): HTMLElement {
  const hidden = commit.total - commit.first.length - commit.releases.length
  return html(
    'ul',
    { class: 'changed' },
    ...commit.first.map((change) => changeItem(change, text, formats)),
    hidden > 0 ? html('li', { class: 'more' }, text.andMore(formats.number(hidden))) : null,
  )
}

function countsInWords({ counts }: FoldedCommit, text: PageText, formats: ReaderFormats): string {
  const words = [
    counts.ENTERED > 0 ? text.entered(formats.number(counts.ENTERED)) : null,
    counts.REVISED > 0 ? text.revised(formats.number(counts.REVISED)) : null,
    counts.LEFT > 0 ? text.left(formats.number(counts.LEFT)) : null,
    counts.RETRACT > 0 ? text.retracted(formats.number(counts.RETRACT)) : null,
  ]
  return words.filter((word) => word !== null).join(' · ')
}

function changeItem(change: Change, text: PageText, formats: ReaderFormats): HTMLElement {
  const fact = change.node ?? change.before
  const was =
    change.op === 'REVISED' || change.op === 'LEFT' ? valueInWords(change.before, text, formats) : null
  const is = change.op === 'LEFT' ? null : valueInWords(change.node, text, formats)
  return html(
    'li',
    { 'data-op': change.op },
    html('span', { class: 'what' }, fact === null ? change.id : factInWords(fact, formats)),
    html(
      'span',
      { class: 'value' },
      was === null ? null : html('del', { 'aria-label': `${text.was} ${was}` }, was),
      is === null ? null : html('span', {}, is),
    ),
  )
}

function factInWords(fact: ChangedFact, formats: ReaderFormats): string {
  const words = [
    fact.indicator?.name,
    fact.region?.name,
    fact.scheme?.name,
    fact.period === undefined ? undefined : formats.period(fact.period),
  ]
  return words.filter((word) => word !== undefined).join(' · ')
}

function valueInWords(fact: ChangedFact | null, text: PageText, formats: ReaderFormats): string {
  return fact?.value === null || fact?.value === undefined ? text.notPublished : formats.number(fact.value)
}
