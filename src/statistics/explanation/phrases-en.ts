import type { MemberDimension } from '../table/terms.ts'
import type { RevisionReason } from '../vintage/terms.ts'
import type { Phrases, SaidArithmetic } from './phrases.ts'
import type { ClaimStanding } from './terms.ts'

const dimensions: Readonly<Record<MemberDimension, readonly [one: string, several: string]>> = {
  REGION: ['region', 'regions'],
  SCHEME: ['scheme', 'schemes'],
  PERIOD: ['period', 'periods'],
  CODE_LIST: ['code of the version that held', 'codes of the version that held'],
}

const standings: Readonly<Record<ClaimStanding, readonly [one: string, several: string]>> = {
  SPEAKS: ['speaks', 'speak'],
  CONFIRMS: ['confirms it', 'confirm it'],
  OVERRULED: ['was overruled by a later one', 'were overruled by later ones'],
  STALE: ['was published too early to speak', 'were published too early to speak'],
  WITHDRAWN: ['was withdrawn', 'were withdrawn'],
  EMBARGOED: ['is under embargo', 'are under embargo'],
}

const revisionReasons: Readonly<Record<RevisionReason, string>> = {
  RELEASE: 'a release said it',
  REVISION: 'a later release said otherwise',
  EMBARGO: 'an embargo ended',
  WITHDRAWAL: 'a release was withdrawn',
  BACKFILL: 'the hub filled in what it had not kept before',
}

/** English. */
export const english: Phrases = {
  subject: (parts) => parts.join(', '),
  sentence: (subject, said, more) => `${subject}: ${said}${more === null ? '' : `; ${more}`}.`,
  list: (items) => items.join(', '),
  andMore: (count) => `and ${count} more`,
  between: (lower, upper) => `between ${lower} and ${upper}`,
  atLeast: (lower) => `at least ${lower}`,
  atMost: (upper) => `at most ${upper}`,
  withStatus: (said, status) => `${said} (${status})`,
  unavailable: (reason) => `no figure: ${reason}`,
  gone: 'no figure any more: no release that stands says it',
  membersKnown: (known, missing, more) =>
    missing.length === 0
      ? `all ${known} members are known`
      : `${known} of ${known + missing.length + more} members are known, ${missing.length + more} ${missing.length + more === 1 ? 'is' : 'are'} missing (${missing.join(', ')}${more === 0 ? '' : `, and ${more} more`})`,
  statuses: {
    B: 'a new series begins here',
    D: 'by another definition',
    E: 'estimated',
    F: 'a forecast',
    G: 'experimental',
    H: 'missing for a holiday or weekend',
    I: 'imputed',
    J: 'under a derogation',
    K: 'included in another category',
    L: 'not collected',
    M: 'cannot exist',
    N: 'not significant',
    O: 'missing, for no reason given',
    P: 'provisional',
    Q: 'suppressed',
    S: 'in a special event',
    U: 'of low reliability',
    V: 'not validated',
    W: 'includes another category',
  },
  reasons: {
    MEMBERS_MISSING: 'members have no figure, or not all members are known',
    MEMBERS_BOUNDED: 'of members only bounds are known',
    NOT_ADDITIVE: 'each thing is counted once, so members must not be added up',
    NO_FIGURE: 'nothing is said of it',
    SUPPRESSED: 'it is withheld',
    NOT_COLLECTED: 'its source did not collect it',
    CANNOT_EXIST: 'its source says that there can be none',
    NOT_PUBLISHED: 'its source says that it is missing',
    END_OF_PERIOD_MISSING: 'there is no figure of the end of the period',
    CONTENT_CHANGED: 'the code means something else in the version asked for',
    UNMAPPED: 'no code of the version that held makes this one',
  },
  latestRelease: (source, release, published) =>
    `By the rule latest-release the release ${release} of “${source}” speaks${published === null ? '' : `, published ${published}`}: of one source the release published last, and where a date is not known the one taken in last.`,
  combined: combinedInEnglish,
  counted:
    'The hub counts it when it is asked: what everybody may see now, whatever position is asked for. Counts of fewer than three organizations are suppressed, and so are those from which they would follow.',
  endOfPeriod: (asked, period) => `It is a stock: of ${asked} it is the figure of its end, ${period}.`,
  crosswalk: ({ scheme, fromVersion, toVersion, codes, exact }) =>
    `In the version ${fromVersion} of the code list, which held then, ${codes.length === 0 ? `nothing makes ${scheme} of ${toVersion}` : `${codes.join(' + ')} ${exact ? 'is exactly' : 'is not, or not surely, the content of'} ${scheme} of ${toVersion}`}, by the crosswalk.`,
  missingFor: (reason, members) => `Missing, because ${reason}: ${members}.`,
  preferred: (count, source, chosen) =>
    source === chosen
      ? `${counted(count, ['source says', 'sources say'])} something of it; by the rule SOURCE_PRIORITY (published before summed before bounded, then the catalogue’s order) it is taken from “${chosen}”.`
      : `This is of “${source}”; by the rule SOURCE_PRIORITY (published before summed before bounded, then the catalogue’s order) a table takes it from “${chosen}”.`,
  saysToo: (source, said, same) => `“${source}” says ${said}${same ? ', which is the same' : ''}.`,
  origin: ({ line, column, form, name, digest, size, receivedAt, publisher, evidence }) =>
    `It stands in ${form === 'file' ? `line ${line}${column === null ? '' : `, column ${column},`} of the file ${name}` : `row ${line} of posted rows`} (SHA-256 ${digest}, ${size} bytes), which the hub received at ${receivedAt}; published by ${publisher}${evidence === null ? '' : `, read at ${evidence}`}.`,
  claims: (count, parts) =>
    `${counted(count, ['claim is', 'claims are'])} about it: ${parts.map(([standing, number]) => `${number} ${standings[standing][number === 1 ? 0 : 1]}`).join(', ')}.`,
  neverRevised: 'It was never revised.',
  revised: (times, { from, to, position, recordedAt, release, reason }) =>
    `It was revised ${times === 1 ? 'once' : `${times} times`}; last at position ${position} (${recordedAt}) from ${from ?? 'nothing'} to ${to ?? 'missing'} by the release ${release}, because ${revisionReasons[reason]}.`,
  ended: (position, reason) => `It ended at position ${position}, because ${revisionReasons[reason]}.`,
  discrepancies: (open, settled) =>
    `Sources disagree about it: ${counted(open, ['discrepancy is', 'discrepancies are'])} open, ${settled} ${settled === 1 ? 'is' : 'are'} settled.`,
}

function combinedInEnglish(arithmetic: SaidArithmetic): string {
  const { rule, dimension, indicator, known, missing, unbounded, lower, upper, narrowed } = arithmetic
  const several = dimensions[dimension][1]
  const members = counted(known, dimensions[dimension])
  if (rule === 'NEVER_COMBINED') return `“${indicator}” is never combined over ${several}.`
  if (rule === 'SUM_OF_MEMBERS')
    return `“${indicator}” adds up over ${several}: the value is the exact sum of all ${members}.`
  const other = narrowed ? ' Its members in the other dimension give a narrower bound.' : ''
  const none =
    missing > 0
      ? `nothing is known of ${counted(missing, ['member', 'members'])}`
      : unbounded > 0
        ? `${counted(unbounded, ['member has', 'members have'])} none`
        : `nobody lists all ${several} there are`
  const above = (sum: string) =>
    upper === null ? `no upper bound, because ${none}` : `upper = ${sum} = ${upper}`
  if (rule === 'BOUNDS_OF_DISTINCT')
    return `“${indicator}” counts each thing once, so ${several} must not be added up: ${lower === null ? 'no lower bound' : `lower = the greatest of ${known} known ${known === 1 ? 'member' : 'members'} = ${lower}`}; ${above('the sum of all members')}.${other}`
  const zero = missing === 0 ? '' : `, ${missing} missing count 0`
  return `“${indicator}” adds up over ${several}, but not all is known: ${lower === null ? 'no lower bound' : `lower = sum of ${known} known ${known === 1 ? 'member' : 'members'}${zero} = ${lower}`}; ${above('the sum of the members’ upper bounds')}.${other}`
}

function counted(count: number, [one, several]: readonly [one: string, several: string]): string {
  return `${count} ${count === 1 ? one : several}`
}
