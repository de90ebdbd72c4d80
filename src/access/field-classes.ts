import { mayAdminister, mayPublish } from './rights.ts'
import type { View } from './view.ts'

/** Who may read a field, of those who may see what it is a field of. */
export type FieldClass = 'PUBLIC' | 'PUBLISHER' | 'ADMINISTRATOR' | 'ACTOR'

type FieldRule = {
  /** In words, for refusals: `takes the access of …`. */
  readonly who: string
  /** Decides by the view, and by the fact or answer that the field is of. */
  readonly allows: (view: View, of: unknown) => boolean
}

/** What each class means. Rules of rows come first (rules.ts): nobody reads a field of what they may not see. */
export const fieldRules: Readonly<Record<FieldClass, FieldRule>> = {
  PUBLIC: { who: 'anybody', allows: () => true },
  // What is held back, before its minute.
  PUBLISHER: {
    who: 'the source’s publisher or an administrator',
    allows: (view, of) => mayPublish(view, sourceOf(of)),
  },
  // Who acts here: persons and keys, which are nobody's business who only reads figures.
  ADMINISTRATOR: { who: 'an administrator', allows: mayAdminister },
  // Acts, and what they give back to whoever did them: each asks its right with its arguments, before it looks at anything.
  ACTOR: { who: 'whoever may do it', allows: () => true },
}

/** The class of a field of the graph; null where it stands in none, which no field may. */
export function classOf(type: string, field: string): FieldClass | null {
  const classed =
    fieldClasses[type] ?? fieldClasses[`…${/(?:Connection|Edge|Frame|Change)$/.exec(type)?.[0]}`]
  const found = Object.entries(classed ?? {}).filter(([, names]) => names.split(' ').includes(field))
  return found.length === 1 ? ((found[0]?.[0] as FieldClass | undefined) ?? null) : null
}

/**
 * Gives what is kept by the fields of a type as it came; throws where one of them is not for everybody. For whatever
 * makes answers without asking resolvers, which would not be hidden.
 */
export function onlyPublic<Fields extends object>(type: string, fields: Fields): Fields {
  for (const field of Object.keys(fields))
    if (field !== '__typename' && classOf(type, field) !== 'PUBLIC')
      throw new Error(`${type}.${field} is not for everybody and must not be shown without its resolver`)
  return fields
}

/**
 * Every field of every type of the graph, each in exactly one class; a test names the field that is in none. `…` stands
 * for the beginnings of names: pages and frames show what stands in them, whose fields have their own classes.
 *
 * What may look private and is public: the text of a claim, its file and its line, because a figure must be followed to
 * where it came from by whoever reads it; notes and reasons, because they are written for readers; how many rows are
 * held back, because it says how whole a source is. None of that is of a release that has not spoken.
 */
export const fieldClasses: Readonly<Record<string, Readonly<Partial<Record<FieldClass, string>>>>> = {
  '…Connection': { PUBLIC: 'edges nodes pageInfo totalCount' },
  '…Edge': { PUBLIC: 'cursor node' },
  '…Frame': { PUBLIC: 'changes commit complete cursor follows kind reason' },
  '…Change': { PUBLIC: 'before id node op' },
  // Its bearer sees what it is worth; who gave and took it, and the words said about it, are for those who give and take.
  AccessKey: {
    PUBLIC:
      'createdAt expiresAt holder id keyId lastUsedAt regions revocationReason revokedAt role sources status',
    ADMINISTRATOR: 'createdBy note revokedBy',
  },
  AuditEntry: { ADMINISTRATOR: 'act actor at batch hash outcome previous purpose seq subjects times' },
  Availability: {
    PUBLIC:
      'combinations figures firstPeriod frequencies indicators lastPeriod missing periods regions schemes series sources',
  },
  AvailableCode: { PUBLIC: 'code figures firstPeriod lastPeriod missing series' },
  AvailableCombination: {
    PUBLIC: 'figures firstPeriod frequency indicator lastPeriod missing period region scheme series source',
  },
  Break: { PUBLIC: 'fromVersion kind note period toVersion' },
  Certificate: {
    PUBLIC:
      'body creditRecords holder id number position recordedAt region release revision scheme scope source standard status statusSince validFrom validTo',
  },
  Claim: { PUBLIC: 'column delivery line original position release standing status value' },
  CodeList: { PUBLIC: 'code entries id name names next note previous provenance validFrom validTo version' },
  CodeListEntry: { PUBLIC: 'code name order parent' },
  CodeTranslation: { PUBLIC: 'codeList entries unmapped via' },
  Commit: { PUBLIC: 'kind position recordedAt' },
  Composition: { PUBLIC: 'agrees difference kind lower members missing reason status upper value' },
  CreatedAccessKey: { ACTOR: 'accessKey key' },
  CreditRecord: {
    PUBLIC:
      'authority authorityOrganization certificateNumber certificates confiscated counterparty counterpartyKind decisionDate decisionNumber detail disputeNote disputed earliestRepair end fine id jointMeasures kind organization position publicityFrom publicityUntil recordedAt region release revision rule ruleVersion scheme severity source status',
  },
  CreditRecordDetail: {
    PUBLIC:
      'basis content dataSource facts licenceKind licenceName licenceNumber licenceState penaltyKinds remarks result title validFrom validUntil violation withheldLicence',
  },
  CreditRecordEnd: { PUBLIC: 'basis document on' },
  Crosswalk: { PUBLIC: 'codeList entries fromVersion id note provenance toVersion' },
  CrosswalkEntry: { PUBLIC: 'from note provenance relation to' },
  DeliveredRelease: { ACTOR: 'id position' },
  Delivery: { PUBLIC: 'deliveryId digest form name receivedAt size source' },
  DeliveryCounts: { ACTOR: 'added confirmed quarantined revised rows stale' },
  DeliveryReport: {
    ACTOR: 'counts digest embargoUntil findingCount findings id releases repeated source state',
  },
  DisputeCreditRecordResult: { ACTOR: 'creditRecord' },
  Discrepancy: {
    PUBLIC:
      'age earlierNote frequency id indicator note openedAt period preferred region scheme settledAt sides size status unit',
    ADMINISTRATOR: 'settledBy',
  },
  DiscrepancyEvidence: { PUBLIC: 'address column digest file line original receivedAt release' },
  DiscrepancySide: { PUBLIC: 'evidence observation source value' },
  DiscrepancySize: { PUBLIC: 'absolute relative' },
  ExplainedMember: { PUBLIC: 'code dimension figureId kind lower reason status upper value' },
  Explanation: {
    PUBLIC:
      'competing crosswalk explains fact kind lower members period provenance reason sentence source status steps unit upper value',
  },
  ExplanationStep: { PUBLIC: 'kind rule sentence' },
  Figure: {
    PUBLIC:
      'codeListVersion composition growth id indicator kind lower members missing period rank reason share source status unit upper value',
  },
  FigureMember: { PUBLIC: 'code dimension kind lower reason status upper value' },
  Finding: { ACTOR: 'came code column expected line message severity' },
  Growth: { PUBLIC: 'absolute base rate reason' },
  Hub: { PUBLIC: 'cursor epoch freshness name position recordedAt version' },
  Identifier: { PUBLIC: 'check raw scheme validFrom validTo value' },
  Indicator: {
    PUBLIC:
      'additivity code collection description id minimum name names provenance tolerance unit valueType',
  },
  IndicatorAdditivity: { PUBLIC: 'period region scheme source' },
  IndicatorTolerance: { PUBLIC: 'absolute relative' },
  Inspection: {
    PUBLIC:
      'authority authorityOrganization counterparty counterpartyKind id inspectedOn organization page plan planName position publishedOn recordedAt region release results revision scheme source task taskName',
  },
  JointMeasure: {
    PUBLIC:
      'authority authorityOrganization basis endedBecause id measure record release revision source validFrom validTo',
  },
  MoneyAmount: { PUBLIC: 'tenThousandYuan yuan' },
  Mutation: {
    ACTOR:
      'createAccessKey disputeCreditRecord mergeOrganizations publishRelease repairCreditRecord revokeAccessKey settleDiscrepancy splitOrganization withdrawRelease',
  },
  Name: { PUBLIC: 'language text' },
  Node: { PUBLIC: 'id' },
  Observation: {
    PUBLIC:
      'break codeListVersion discrepancies frequency id indicator period position recordedAt region release revision revisions scheme series source status unit value',
  },
  // Of a person the name is masked and the numbers are none, by the rules of rows, for all but its supervisors.
  Organization: {
    PUBLIC:
      'certificates certificatesIssued creditRecords id identifiers inspections members mergedInto name names origin person position qualifications recordedAt region revision roles',
  },
  PageInfo: { PUBLIC: 'endCursor hasNextPage hasPreviousPage startCursor' },
  PreviewedFigure: {
    PUBLISHER:
      'codeListVersion column frequency id indicator line op period region scheme source standing status unit value',
  },
  Provenance: { PUBLIC: 'claim claims discrepancies observation revisions' },
  Query: {
    PUBLIC:
      'accessKeys availability certificate certificates changes codeLists creditRecord creditRecords crosswalk crosswalks discrepancies explain hub indicator indicators inspections node nodes observations organization organizations qualifications region regions release releases scheme schemes series source sources statistics viewer vintages',
    ADMINISTRATOR: 'audit',
  },
  Qualification: {
    PUBLIC:
      'holder id issuer kind number position recordedAt release revision scope source status statusSince validFrom validTo',
  },
  Rank: { PUBLIC: 'of rank' },
  Region: {
    PUBLIC: 'aliases code id iso3166 level members name names note parent provenance validFrom validTo',
  },
  Release: {
    PUBLIC:
      'code embargoUntil evidence figureCount id note period position publishedAt recordedAt source status withdrawalReason',
    PUBLISHER: 'preview',
  },
  RepairCreditRecordResult: { ACTOR: 'id position' },
  Revision: {
    PUBLIC:
      'endedAt endedBy position previousValue publishedAt reason recordedAt release revision status value',
  },
  Scheme: { PUBLIC: 'aliases category code id kind mandatory name names note parent provenance standards' },
  Series: {
    PUBLIC: 'breaks codeListVersion continuedBy continues frequency id indicator region scheme source unit',
  },
  Share: { PUBLIC: 'rate reason whole' },
  Source: {
    PUBLIC: 'address code codeList feed frequency id name names note noun priority provenance publisher',
  },
  SourceFreshness: {
    PUBLIC: 'lastRecordedAt lastRelease latestPeriod observationCount quarantinedCount recordCount source',
  },
  StandingFigure: { PUBLISHER: 'status value' },
  StatisticsRow: { PUBLIC: 'cell cells key period region regions scheme schemes source' },
  StatisticsTable: { PUBLIC: 'indicators remainder rows totals' },
  Subscription: {
    PUBLIC: 'changes creditRecordChanges discrepancyChanges liveStatistics observationChanges',
  },
  TranslationEntry: { PUBLIC: 'exact from notes relation to' },
  UnmappedCode: { PUBLIC: 'code direction notes relation' },
  UsedCrosswalk: { PUBLIC: 'codeList codes exact fromVersion toVersion' },
  Viewer: { PUBLIC: 'expiresAt holder issuer keyId regions role sources subject' },
  VintageComparison: {
    PUBLIC: 'after before change codeListVersion frequency id indicator op period region scheme source unit',
  },
  VintageFigure: { PUBLIC: 'position release revision status value' },
  WithdrawReleaseResult: { ACTOR: 'counts position release' },
  WithdrawalCounts: { ACTOR: 'ended revised' },
}

/** The code of the source that a fact is of; no source has the empty code. */
function sourceOf(fact: unknown): string {
  const named = typeof fact === 'object' && fact !== null && 'source' in fact ? fact.source : null
  return typeof named === 'string' ? named : ''
}
