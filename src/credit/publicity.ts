import { dayAfter, earlierOf, laterOf, monthsAfter } from './day-steps.ts'
import type { PenaltyKind } from './penalty-kinds.ts'
import {
  creditRepair2025,
  ownRules,
  type PublicityRule,
  type Span,
  samr2021,
  threeLevelsFrom,
} from './publicity-rules.ts'
import type { CreditKind, Severity } from './terms.ts'

/** What a rule of publicity asks of a record. Days are ISO texts of Asia/Shanghai. */
export type PublicityQuestion = {
  readonly kind: CreditKind
  readonly decisionDate: string | null
  readonly severity: Severity | null
  readonly penaltyKinds: readonly PenaltyKind[]
  /** Its source lets it be used within government or by authorization alone. */
  readonly restricted: boolean
  /** Last day on which the penalty, suspension, listing or licence holds; OPEN where it says that it has none. */
  readonly validUntil: string | 'OPEN' | null
  /** The source's own first day in public. */
  readonly publicityFrom: string | null
  /** The source's own first day on which it is public no longer. */
  readonly publicityUntil: string | null
}

/** The rule by which a record was judged. */
type ByRule = { readonly rule: string; readonly version: string }

/** Whether and when a record may be seen. */
export type Publicity =
  | (ByRule & {
      readonly outcome: 'PUBLISHABLE'
      readonly from: string
      /** First day on which it is public no longer; null where its validity has no end. */
      readonly until: string | null
      /** First day on which a repair may end it; null where none may. */
      readonly earliestRepair: string | null
      /** What became of the source's own last day: CUT, longer than the rule allows; SHORT, it stands below the least. */
      readonly sourceEnd: 'CUT' | 'SHORT' | null
    })
  | (ByRule & {
      readonly outcome: 'NOT_PUBLISHABLE'
      readonly reason: 'RESTRICTED' | 'WARNING_ALONE' | 'NO_DAYS'
    })
  | (ByRule & {
      readonly outcome: 'UNDECIDABLE'
      readonly missing: 'decisionDate' | 'severity' | 'penaltyKind'
    })

/** Applies the rule that judges a record: a function of what it says alone, so that it says the same on every day. */
export function publicityOf(question: PublicityQuestion): Publicity {
  const rule = ruleFor(question)
  const named = { rule: rule.name, version: rule.version }
  const { penaltyKinds: kinds, decisionDate } = question
  if (question.restricted) return { ...named, outcome: 'NOT_PUBLISHABLE', reason: 'RESTRICTED' }
  if (kinds.length > 0 && kinds.every((kind) => rule.neverPublished.includes(kind)))
    return { ...named, outcome: 'NOT_PUBLISHABLE', reason: 'WARNING_ALONE' }
  const from = question.publicityFrom ?? decisionDate
  const counted = rule.countedFrom.day === 'DECISION' ? decisionDate : from
  if (from === null || counted === null) return { ...named, outcome: 'UNDECIDABLE', missing: 'decisionDate' }
  const span = spanFor(rule, question)
  if (typeof span === 'string') return { ...named, outcome: 'UNDECIDABLE', missing: span }
  const until = untilOf(rule, span, counted, question)
  if (until.day !== null && until.day <= from)
    return { ...named, outcome: 'NOT_PUBLISHABLE', reason: 'NO_DAYS' }
  const repair =
    span.least === null || kinds.some((kind) => rule.neverRepaired.includes(kind))
      ? null
      : laterOf(from, monthsAfter(counted, span.least))
  return {
    ...named,
    outcome: 'PUBLISHABLE',
    from,
    until: until.day,
    earliestRepair: repair !== null && until.day !== null && repair >= until.day ? null : repair,
    sourceEnd: until.sourceEnd,
  }
}

/** The rule that judges a record; each kind of the catalogue has one. */
function ruleFor({ kind, decisionDate, severity }: PublicityQuestion): PublicityRule {
  const rule = ownRules.find((own) => own.kinds.includes(kind))
  if (rule !== undefined) return rule
  return severity !== null || (decisionDate !== null && decisionDate >= threeLevelsFrom)
    ? creditRepair2025
    : samr2021
}

function spanFor(
  rule: PublicityRule,
  { severity, penaltyKinds }: PublicityQuestion,
): Span | 'severity' | 'penaltyKind' {
  const { spans } = rule
  if (spans.ANY === undefined) return (severity === null ? undefined : spans[severity]) ?? 'severity'
  if (spans.CRITICISM_ALONE === undefined) return spans.ANY
  // It may be a warning alone, which nobody may see.
  if (penaltyKinds.length === 0) return 'penaltyKind'
  // A warning adds nothing to what a criticism is.
  return penaltyKinds.every((kind) => kind === 'CRITICISM' || kind === 'WARNING')
    ? spans.CRITICISM_ALONE
    : spans.ANY
}

/** Penalties that hold on for a time, and whose time may be longer than that of publicity. */
const lasting: readonly PenaltyKind[] = [
  'SUSPEND_LICENCE',
  'RESTRICT_BUSINESS',
  'ORDER_SUSPENSION',
  'RESTRICT_PROFESSION',
]

type Until = { readonly day: string | null; readonly sourceEnd: 'CUT' | 'SHORT' | null }

function untilOf(rule: PublicityRule, span: Span, counted: string, question: PublicityQuestion): Until {
  const said = question.publicityUntil
  const most = latestOf(rule, monthsAfter(counted, span.most), question)
  if (said === null) return { day: most, sourceEnd: null }
  if (most !== null && said > most) return { day: most, sourceEnd: 'CUT' }
  const least = span.least === null ? null : monthsAfter(counted, span.least)
  return { day: said, sourceEnd: least !== null && said < least ? 'SHORT' : null }
}

function latestOf(
  rule: PublicityRule,
  most: string,
  { validUntil, penaltyKinds }: PublicityQuestion,
): string | null {
  if (validUntil === null) return most
  const over = validUntil === 'OPEN' ? null : dayAfter(validUntil)
  switch (rule.validity) {
    case 'NOTHING':
      return most
    case 'ENDS':
      return over
    case 'ENDS_WITHIN':
      return over === null ? most : earlierOf(over, most)
    case 'LENGTHENS':
      if (!penaltyKinds.some((kind) => lasting.includes(kind))) return most
      return over === null ? null : laterOf(over, most)
  }
}
