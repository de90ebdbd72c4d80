import type { PenaltyKind } from './penalty-kinds.ts'
import type { CreditKind, Severity } from './terms.ts'

/** Between which numbers of months publicity lasts: at the least it may be repaired, at the most it ends by itself. */
export type Span = {
  /** Months until a repair may end it; null where none may. */
  readonly least: number | null
  readonly most: number
  /** The source of the rule does not say it so: it is how this hub reads it. */
  readonly reading: boolean
}

/** A named, versioned rule of publicity, as data. README.md of this folder gives the reasons of what is a reading. */
export type PublicityRule = {
  readonly name: string
  readonly version: string
  /** Where it is written. */
  readonly basis: string
  readonly kinds: readonly CreditKind[]
  /** The day from which its months run: the first one in public, or the one of the decision. */
  readonly countedFrom: { readonly day: 'PUBLICITY' | 'DECISION'; readonly reading: boolean }
  /** What the last day of validity does to publicity: it ends with it, ends with it at the latest span, or is made longer. */
  readonly validity: 'ENDS' | 'ENDS_WITHIN' | 'LENGTHENS' | 'NOTHING'
  /** A record of nothing but these is never published. */
  readonly neverPublished: readonly PenaltyKind[]
  /** A record with any of these is never repaired. */
  readonly neverRepaired: readonly PenaltyKind[]
  /** Its spans, by what they depend on: the severity, criticism alone, or nothing (ANY). */
  readonly spans: Readonly<Partial<Record<Severity | 'CRITICISM_ALONE' | 'ANY', Span>>>
}

const sanctions: readonly CreditKind[] = [
  'ADMINISTRATIVE_PENALTY',
  'BODY_SANCTIONED',
  'LABORATORY_SANCTIONED',
]

/** Penalties and sanctions whose severity nobody said, decided before the scheme of three levels. */
export const samr2021: PublicityRule = {
  name: 'SAMR_2021',
  version: '2021-07-30',
  basis: '市场监督管理行政处罚信息公示规定 (2021), art. 2, 9–14',
  kinds: sanctions,
  countedFrom: { day: 'PUBLICITY', reading: true },
  validity: 'LENGTHENS',
  neverPublished: ['WARNING'],
  neverRepaired: [
    'ORDER_SUSPENSION',
    'ORDER_CLOSURE',
    'RESTRICT_BUSINESS',
    'RESTRICT_PROFESSION',
    'LOWER_QUALIFICATION',
    'REVOKE_LICENCE',
  ],
  spans: {
    CRITICISM_ALONE: { least: null, most: 3, reading: true },
    ANY: { least: 6, most: 36, reading: true },
  },
}

/** Penalties and sanctions decided since the scheme of three levels, and whichever a source gives a level. */
export const creditRepair2025: PublicityRule = {
  name: 'CREDIT_REPAIR_2025',
  version: '2025-06-22',
  basis: '国办发〔2025〕22号, art. 2; 信用修复管理办法 (2026-04-01)',
  kinds: sanctions,
  countedFrom: { day: 'DECISION', reading: false },
  validity: 'NOTHING',
  neverPublished: ['WARNING'],
  neverRepaired: [],
  spans: {
    MINOR: { least: 0, most: 3, reading: true },
    GENERAL: { least: 3, most: 12, reading: false },
    SERIOUS: { least: 12, most: 36, reading: false },
  },
}

/** The first day of decisions that the scheme of three levels judges whether or not a source says a level. */
export const threeLevelsFrom = '2025-06-22'

const own = {
  version: '2026-11-26',
  countedFrom: { day: 'PUBLICITY', reading: true },
  neverPublished: [],
  neverRepaired: [],
} as const

/** Rules of the hub for kinds of which no law that it knows says how long they may be seen: all of them readings. */
export const ownRules: readonly PublicityRule[] = [
  {
    ...own,
    name: 'LICENCE_WHILE_VALID',
    basis: 'a licence is public while it is valid; three years where no end is said',
    kinds: ['ADMINISTRATIVE_LICENCE'],
    validity: 'ENDS',
    spans: { ANY: { least: null, most: 36, reading: true } },
  },
  {
    ...own,
    name: 'CERTIFICATE_SUSPENSION',
    basis: '认证认可条例 art. 26: suspension is reversible; public while it lasts, at most a year',
    kinds: ['CERTIFICATE_SUSPENDED'],
    validity: 'ENDS_WITHIN',
    spans: { ANY: { least: 0, most: 12, reading: true } },
  },
  {
    ...own,
    name: 'CERTIFICATE_WITHDRAWAL',
    basis: '认证认可条例 art. 26: by fault and for good; three years, repair after one',
    kinds: ['CERTIFICATE_WITHDRAWN'],
    validity: 'NOTHING',
    spans: { ANY: { least: 12, most: 36, reading: true } },
  },
  {
    ...own,
    name: 'CERTIFICATE_CANCELLATION',
    basis: 'by wish, without fault: a year, nothing to repair',
    kinds: ['CERTIFICATE_CANCELLED'],
    validity: 'NOTHING',
    spans: { ANY: { least: null, most: 12, reading: true } },
  },
  {
    ...own,
    name: 'PROFICIENCY_RESULT',
    basis: 'a year, until the next round',
    kinds: ['PROFICIENCY_RESULT'],
    validity: 'NOTHING',
    spans: { ANY: { least: null, most: 12, reading: true } },
  },
  {
    ...own,
    name: 'ABNORMAL_OPERATION_LIST',
    basis: '企业信息公示暂行条例 art. 17: until it is removed, at most three years',
    kinds: ['ABNORMAL_OPERATION_LIST'],
    validity: 'ENDS_WITHIN',
    spans: { ANY: { least: 0, most: 36, reading: true } },
  },
  {
    ...own,
    name: 'SERIOUS_DISHONESTY_LIST',
    basis: 'three years, early after one',
    kinds: ['SERIOUS_DISHONESTY_LIST'],
    validity: 'NOTHING',
    spans: { ANY: { least: 12, most: 36, reading: true } },
  },
  {
    ...own,
    name: 'COMMENDATION',
    basis: 'three years, nothing to repair',
    kinds: ['COMMENDATION'],
    validity: 'NOTHING',
    spans: { ANY: { least: null, most: 36, reading: true } },
  },
]

/** Every rule. */
export const publicityRules: readonly PublicityRule[] = [samr2021, creditRepair2025, ...ownRules]
