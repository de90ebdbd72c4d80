import type { CreditStatus } from './terms.ts'

/** What happens to a credit record and may change its state. */
export const stateEvents = [
  /** The rule of publicity gave it a first and a last day. */
  'DECIDE_PUBLISHABLE',
  /** The rule forbids to publish it. */
  'DECIDE_NOT_PUBLISHABLE',
  /** What it says is not enough for the rule. */
  'DECIDE_UNDECIDABLE',
  /** Its first day of publicity has come. */
  'BEGIN',
  /** The first day on which it is public no longer has come. */
  'EXPIRE',
  /** The counterparty has made good what it did, and its authority ends the publicity early. */
  'REPAIR',
  /** The decision is annulled, or no source says it any more. */
  'WITHDRAW',
  /** A source says it otherwise than before; the rule is then applied again, in the same commit. */
  'CORRECT',
] as const

/** An event that may change the state. */
export type StateEvent = (typeof stateEvents)[number]

/** What sets or takes away the mark of a dispute, in whatever state. */
export const markEvents = ['DISPUTE', 'RESOLVE_DISPUTE'] as const

/** An event that may change the mark. */
export type MarkEvent = (typeof markEvents)[number]

/** Why an event is refused. */
export const lifeCycleRefusals = [
  /** It has expired, was repaired or withdrawn: that is final. A claim about it is stale. */
  'RECORD_ENDED',
  /** It has no days of publicity that could begin or end. */
  'RECORD_WITHOUT_DAYS',
  /** It has begun before. */
  'RECORD_BEGUN',
  /** Nobody sees it yet, so there is no publicity to end and nothing to object to. */
  'RECORD_NOT_PUBLIC',
  /** An objection is marked already. */
  'ALREADY_DISPUTED',
  /** No objection is marked. */
  'NOT_DISPUTED',
] as const

/** A reason of refusal. */
export type LifeCycleRefusal = (typeof lifeCycleRefusals)[number]

/** The state after an event, or why the event is refused. */
export type StateCell = CreditStatus | { readonly refused: LifeCycleRefusal }

/** The mark after an event, or why the event is refused. */
export type MarkCell = boolean | { readonly refused: LifeCycleRefusal }

const ended = { refused: 'RECORD_ENDED' } as const
const withoutDays = { refused: 'RECORD_WITHOUT_DAYS' } as const
const begun = { refused: 'RECORD_BEGUN' } as const
const notPublic = { refused: 'RECORD_NOT_PUBLIC' } as const

const final: Readonly<Record<StateEvent, StateCell>> = {
  DECIDE_PUBLISHABLE: ended,
  DECIDE_NOT_PUBLISHABLE: ended,
  DECIDE_UNDECIDABLE: ended,
  BEGIN: ended,
  EXPIRE: ended,
  REPAIR: ended,
  WITHDRAW: ended,
  CORRECT: ended,
}

/**
 * Every state and everything that may happen in it. PENDING is where whatever may be published waits for its first day; where
 * that has come, BEGIN follows in the same commit, so a corrected record is PUBLISHED again at once. A record whose days
 * have all passed before it came expires from PENDING.
 */
export const creditLifeCycle: Readonly<Record<CreditStatus, Readonly<Record<StateEvent, StateCell>>>> = {
  RECEIVED: {
    DECIDE_PUBLISHABLE: 'PENDING',
    DECIDE_NOT_PUBLISHABLE: 'NOT_PUBLISHABLE',
    DECIDE_UNDECIDABLE: 'RECEIVED',
    BEGIN: withoutDays,
    EXPIRE: withoutDays,
    REPAIR: notPublic,
    WITHDRAW: 'WITHDRAWN',
    CORRECT: 'RECEIVED',
  },
  PENDING: {
    DECIDE_PUBLISHABLE: 'PENDING',
    DECIDE_NOT_PUBLISHABLE: 'NOT_PUBLISHABLE',
    DECIDE_UNDECIDABLE: 'RECEIVED',
    BEGIN: 'PUBLISHED',
    EXPIRE: 'EXPIRED',
    REPAIR: notPublic,
    WITHDRAW: 'WITHDRAWN',
    CORRECT: 'PENDING',
  },
  PUBLISHED: {
    DECIDE_PUBLISHABLE: 'PENDING',
    DECIDE_NOT_PUBLISHABLE: 'NOT_PUBLISHABLE',
    DECIDE_UNDECIDABLE: 'RECEIVED',
    BEGIN: begun,
    EXPIRE: 'EXPIRED',
    REPAIR: 'REPAIRED',
    WITHDRAW: 'WITHDRAWN',
    CORRECT: 'PUBLISHED',
  },
  NOT_PUBLISHABLE: {
    DECIDE_PUBLISHABLE: 'PENDING',
    DECIDE_NOT_PUBLISHABLE: 'NOT_PUBLISHABLE',
    DECIDE_UNDECIDABLE: 'RECEIVED',
    BEGIN: withoutDays,
    EXPIRE: withoutDays,
    REPAIR: notPublic,
    WITHDRAW: 'WITHDRAWN',
    CORRECT: 'NOT_PUBLISHABLE',
  },
  EXPIRED: final,
  REPAIRED: final,
  WITHDRAWN: final,
}

type Marks = Readonly<Record<MarkEvent, { readonly disputed: MarkCell; readonly undisputed: MarkCell }>>

const open: Marks = {
  DISPUTE: { undisputed: true, disputed: { refused: 'ALREADY_DISPUTED' } },
  RESOLVE_DISPUTE: { undisputed: { refused: 'NOT_DISPUTED' }, disputed: false },
}
const unseen: Marks = { ...open, DISPUTE: { ...open.DISPUTE, undisputed: notPublic } }
const over: Marks = {
  DISPUTE: { undisputed: ended, disputed: ended },
  RESOLVE_DISPUTE: { undisputed: ended, disputed: ended },
}

/** What becomes of the mark DISPUTED. No event of the state touches it: a record may end while it is disputed. */
export const disputeMarks: Readonly<Record<CreditStatus, Marks>> = {
  RECEIVED: unseen,
  PENDING: open,
  PUBLISHED: open,
  NOT_PUBLISHABLE: unseen,
  EXPIRED: over,
  REPAIRED: over,
  WITHDRAWN: over,
}

/** The states that nothing changes any more. */
export const endedStatuses = ['EXPIRED', 'REPAIRED', 'WITHDRAWN'] as const satisfies readonly CreditStatus[]

/** A record's state and mark. */
export type Standing = { readonly status: CreditStatus; readonly disputed: boolean }

/** The standing after an event, or why the event is refused; it changes state or mark, never both. */
export function standingAfter(
  { status, disputed }: Standing,
  event: StateEvent | MarkEvent,
): Standing | { readonly refused: LifeCycleRefusal } {
  if (event === 'DISPUTE' || event === 'RESOLVE_DISPUTE') {
    const mark = disputeMarks[status][event][disputed ? 'disputed' : 'undisputed']
    return typeof mark === 'boolean' ? { status, disputed: mark } : mark
  }
  const next = creditLifeCycle[status][event]
  return typeof next === 'string' ? { status: next, disputed } : next
}

/**
 * The state on a day of a record whose own state is `status`. `publicityFrom` is its first day in public, `publicityUntil`
 * the first one on which it is public no longer.
 */
export function creditStatusOn(
  status: CreditStatus,
  publicityFrom: string | null,
  publicityUntil: string | null,
  day: string,
): CreditStatus {
  if (status !== 'PENDING' && status !== 'PUBLISHED') return status
  if (publicityUntil !== null && publicityUntil <= day) return 'EXPIRED'
  return status === 'PENDING' && publicityFrom !== null && publicityFrom <= day ? 'PUBLISHED' : status
}
