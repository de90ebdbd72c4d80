import { equalDecimals } from '../../kernel/decimal.ts'
import type { FigureReason } from '../table/terms.ts'
import type { Phrases } from './phrases.ts'
import { provenanceSteps } from './steps-provenance.ts'
import type { Telling } from './telling.ts'
import type { Step } from './terms.ts'
import { grouped, someOf, wordedFigure } from './wording.ts'

/** How many members and sources a sentence names. */
const named = 12

/** The steps of an explanation, from the figure to where it came from: one plain sentence each. */
export function stepsOf(telling: Telling, phrases: Phrases): readonly Step[] {
  return [
    { kind: 'VALUE', rule: null, sentence: valueSentence(telling, phrases) },
    ...ruleSteps(telling, phrases),
    ...missingSteps(telling, phrases),
    ...sourceSteps(telling, phrases),
    ...provenanceSteps(telling, phrases),
  ]
}

/** What it is, in one sentence: `Guangdong, Certificates, 2022-08: 603,226.` */
export function valueSentence({ explained, names, members, revisions }: Telling, phrases: Phrases): string {
  const { region, indicator, scheme } = names
  const { asked, period } = explained
  const parts = [region, indicator, scheme, ...[asked ?? period].filter((part) => part !== null)]
  const gone = explained.reason === 'NO_FIGURE' && explained.members.length === 0 && revisions.length > 0
  const said = gone ? phrases.gone : wordedFigure(explained, phrases)
  const missing = members.filter((_, place) => explained.members[place]?.kind === 'UNAVAILABLE')
  const more =
    members.length === 0 || explained.kind === 'UNAVAILABLE'
      ? null
      : phrases.membersKnown(
          members.length - missing.length,
          missing.slice(0, named),
          Math.max(0, missing.length - named),
        )
  return phrases.sentence(phrases.subject(parts), said, more)
}

function ruleSteps({ explained, names }: Telling, phrases: Phrases): readonly Step[] {
  const { asked, period, crosswalk, arithmetic, members } = explained
  const [member] = members
  const steps: Step[] = []
  const endsIn = asked !== null && period !== null && asked !== period && member?.dimension !== 'PERIOD'
  if (endsIn)
    steps.push({ kind: 'RULE', rule: 'END_OF_PERIOD', sentence: phrases.endOfPeriod(asked, period) })
  if (explained.counted) steps.push({ kind: 'RULE', rule: 'COUNTED', sentence: phrases.counted })
  if (crosswalk !== null) {
    const sentence = phrases.crosswalk({ ...crosswalk, scheme: explained.target.scheme })
    steps.push({ kind: 'RULE', rule: 'CROSSWALK', sentence })
  }
  if (arithmetic !== null && member !== undefined) {
    const { rule, lower, upper } = arithmetic
    const sentence = phrases.combined({
      ...arithmetic,
      dimension: member.dimension,
      indicator: names.indicator,
      lower: lower === null ? null : grouped(lower),
      upper: upper === null ? null : grouped(upper),
      narrowed: !equalDecimals(lower, explained.lower) || !equalDecimals(upper, explained.upper),
    })
    steps.push({ kind: 'RULE', rule, sentence })
  }
  return steps
}

/** The members of which nothing is known, by why. */
function missingSteps({ explained, members }: Telling, phrases: Phrases): readonly Step[] {
  const missing = explained.members.flatMap(({ kind, reason }, place) =>
    kind === 'UNAVAILABLE' ? [{ name: members[place] ?? '', reason: reason ?? 'NO_FIGURE' }] : [],
  )
  const byReason: ReadonlyMap<FigureReason, readonly { readonly name: string }[]> = Map.groupBy(
    missing,
    ({ reason }) => reason,
  )
  return [...byReason].map(([reason, all]) => {
    const names = all.map(({ name }) => name)
    const sentence = phrases.missingFor(phrases.reasons[reason], someOf(names, named, phrases))
    return { kind: 'MISSING', rule: null, sentence }
  })
}

/** By which rule one of several sources was taken, and what the others say. */
function sourceSteps({ explained, bySource, sources }: Telling, phrases: Phrases): readonly Step[] {
  const { source } = explained
  const nameOf = (code: string) => sources.get(code)?.name ?? code
  if (bySource === null || bySource.preferred === null || source === null) return []
  const { figures, preferred } = bySource
  const others = figures.filter(({ cell }) => cell.source !== source)
  if (others.length === 0) return []
  const chosen = phrases.preferred(figures.length, nameOf(source), nameOf(preferred))
  const said = others.slice(0, named).map((figure): Step => {
    const same = figure.value !== null && equalDecimals(figure.value, explained.value)
    const sentence = phrases.saysToo(nameOf(figure.cell.source), wordedFigure(figure, phrases), same)
    return { kind: 'SOURCES', rule: null, sentence }
  })
  return [{ kind: 'RULE', rule: 'SOURCE_PRIORITY', sentence: chosen }, ...said]
}
