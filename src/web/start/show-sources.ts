import type { PageText } from '../page/text-en.ts'
import { type Child, html } from './build-element.ts'
import type { SourceLine } from './hub-answers.ts'
import type { ReaderFormats } from './reader-formats.ts'

/** Records are counted by the hub this far, and one further. */
const mostCounted = 10_000

/**
 * The table of sources. On a narrow page its rows become blocks, so every cell carries its column's name
 * (`data-column`), and roles are said aloud, because the styles take the table's own away.
 */
export function showSources(
  sources: readonly SourceLine[],
  text: PageText,
  formats: ReaderFormats,
): HTMLElement {
  if (sources.length === 0) return html('p', { class: 'empty' }, text.sourcesEmpty)
  const columns = [
    text.source,
    text.publisher,
    text.latestPeriod,
    text.lastRecorded,
    text.facts,
    text.heldBack,
  ]
  const head = columns.map((name, index) =>
    html('th', { scope: 'col', role: 'columnheader', class: index > 3 ? 'number' : null }, name),
  )
  return html(
    'table',
    { class: 'ruled sources', role: 'table' },
    html('thead', { role: 'rowgroup' }, html('tr', { role: 'row' }, ...head)),
    html('tbody', { role: 'rowgroup' }, ...sources.map((line) => sourceRow(line, columns, text, formats))),
  )
}

function sourceRow(
  line: SourceLine,
  columns: readonly string[],
  text: PageText,
  formats: ReaderFormats,
): HTMLElement {
  const { source } = line
  const held = formats.number(line.quarantinedCount)
  const cells: readonly Child[] = [
    publisherOf(source),
    line.latestPeriod === null ? '–' : formats.period(line.latestPeriod),
    line.lastRecordedAt === null
      ? '–'
      : html('time', { datetime: line.lastRecordedAt }, formats.instant(line.lastRecordedAt)),
    factsOf(line, text, formats),
    line.quarantinedCount > 0 ? html('strong', { class: 'held' }, held) : held,
  ]
  return html(
    'tr',
    { role: 'row', 'data-source': source.code },
    html(
      'th',
      { scope: 'row', role: 'rowheader' },
      source.name,
      html('code', { class: 'source-code' }, source.code),
    ),
    ...cells.map((cell, index) =>
      html(
        'td',
        {
          role: 'cell',
          class: index > 2 ? 'number' : null,
          'data-column': columns[index + 1] ?? text.source,
        },
        cell,
      ),
    ),
  )
}

/** What its facts are and how many; of what the hub counts itself there are none to count. */
function factsOf(line: SourceLine, text: PageText, formats: ReaderFormats): string {
  const { noun } = line.source
  if (noun === 'measure') return text.factsCounted
  const { recordCount } = line
  if (recordCount === null) return text.factsOf(noun, formats.number(line.observationCount))
  const count = formats.number(Math.min(recordCount, mostCounted))
  return text.factsOf(noun, recordCount > mostCounted ? text.moreThan(count) : count)
}

/** The publisher's name, as a link where the hub knows its address. */
function publisherOf({ publisher, address }: SourceLine['source']): Child {
  const name = publisher ?? address ?? ''
  if (address === null || !/^https?:/.test(address)) return name
  return html('a', { href: address, rel: 'external noreferrer' }, name)
}
