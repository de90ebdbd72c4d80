import { classOf, type FieldClass } from './field-classes.ts'

/** Of which type of the graph an input tests or orders, and the fields of that type by its own names for them. */
type Tested = { readonly of: string; readonly names: string }

/**
 * Every input by which rows are chosen or ordered, tied to the fields it looks at: `name`, or `name=field` where the graph
 * calls it otherwise. Whoever may not read a field may not test it either, because each answer would tell a little of
 * it. A test names the input field that is tied to nothing. Enums of an order are inputs whose values are their names.
 */
export const testedFields: Readonly<Record<string, Tested>> = {
  AccessKeyFilter: { of: 'AccessKey', names: 'createdBy holder keyId role status' },
  AuditFilter: { of: 'AuditEntry', names: 'act actor outcome purpose' },
  AuditOrder: { of: 'AuditEntry', names: 'NEWEST_FIRST=seq OLDEST_FIRST=seq' },
  AvailabilityFilter: {
    of: 'AvailableCombination',
    names: 'frequency from=period indicator region scheme source to=period',
  },
  AvailabilityDimension: {
    of: 'AvailableCombination',
    names: 'FREQUENCY=frequency INDICATOR=indicator PERIOD=period REGION=region SCHEME=scheme SOURCE=source',
  },
  CertificateFilter: {
    of: 'Certificate',
    names: 'body holder number region scheme source standard status validTo',
  },
  ChangeFilter: { of: 'NodeChange', names: 'type=node' },
  CreditRecordFilter: {
    of: 'CreditRecord',
    names:
      'authority certificateNumber counterparty decisionDate decisionNumber disputed fine kind organization region rule scheme severity source status',
  },
  CreditRecordOrder: {
    of: 'CreditRecord',
    names: 'DECISION_DATE_ASC=decisionDate DECISION_DATE_DESC=decisionDate',
  },
  DiscrepancyFilter: {
    of: 'Discrepancy',
    names: 'indicator period region relativeSize=size scheme size source=sides status',
  },
  DiscrepancyOrder: {
    of: 'Discrepancy',
    names: 'AGE_ASC=age AGE_DESC=age RELATIVE_SIZE_DESC=size SIZE_ASC=size SIZE_DESC=size',
  },
  InspectionFilter: {
    of: 'Inspection',
    names: 'authority counterparty inspectedOn organization plan region results scheme source task',
  },
  ObservationFilter: {
    of: 'Observation',
    names: 'frequency indicator period region scheme source status value',
  },
  ObservationOrder: { of: 'Observation', names: 'PERIOD_ASC=period PERIOD_DESC=period' },
  CodesFilter: { of: 'Identifier', names: 'eq=value in=value' },
  OrganizationFilter: {
    of: 'Organization',
    names: 'identifier=identifiers name origin person recordKind=creditRecords region role=roles',
  },
  QualificationFilter: {
    of: 'Qualification',
    names: 'holder issuer kind number source status validTo',
  },
  ReleaseFilter: { of: 'Release', names: 'code period source status' },
  SeriesFilter: { of: 'Series', names: 'frequency indicator region scheme source' },
  StatisticsHaving: { of: 'Figure', names: 'column=value indicator is=value kinds=kind' },
  StatisticsOrder: { of: 'Figure', names: 'column=value descending=value indicator' },
  StatisticsWhere: { of: 'Observation', names: 'period region scheme source unit' },
  VintageInput: { of: 'VintageFigure', names: 'first=revision position time=position' },
}

/** What joins the tests of a filter, and looks at nothing itself. */
export const joiningWords: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** The class of the field that a field or value of an input looks at; null where it is tied to none. */
export function classTested(input: string, name: string): FieldClass | null {
  const tested = testedFields[input]
  const field = tested?.names
    .split(' ')
    .map((tie) => tie.split('='))
    .find(([own]) => own === name)
  return tested === undefined || field === undefined ? null : classOf(tested.of, field[1] ?? name)
}
