import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/** What must vanish, and what shows it: whatever field gives one of these reaches it. */
const vanishing = [
  'CreditRecord',
  'CreditRecordDetail',
  'CreditRecordEnd',
  'JointMeasure',
  'Inspection',
  'Claim',
  'Organization',
  'Identifier',
  'Node',
]

/** A document that goes to what must vanish. */
export type Path = {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
  /** The same as of `$at`. */
  readonly earlier: string
  /** Of what it shows the mark as long as that may be seen. Of nothing: there is nothing of records behind it. */
  readonly shows: 'records' | 'inspections' | 'both' | 'nothing'
}

/** Where the marked things are. */
export type Places = {
  readonly records: readonly string[]
  readonly measures: readonly string[]
  readonly organization: string
  readonly code: string
  readonly certificate: string
  readonly mark: string
}

/** Every field of the schema that gives what must vanish, as `Type.field`. */
export function reachingFields(schema: GraphQLSchema): readonly string[] {
  const given = new Set(vanishing)
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => {
          const { name } = getNamedType(field.type)
          return given.has(name) || given.has(name.replace(/(Connection|Edge|Frame|Change)$/, ''))
        })
        .map((field) => `${type.name}.${field.name}`),
    )
    .toSorted()
}

/** The fields that documents go through, as `Type.field`. */
export function fieldsOf(schema: GraphQLSchema, texts: readonly string[]): ReadonlySet<string> {
  const fields = new Set<string>()
  const info = new TypeInfo(schema)
  for (const text of texts)
    visit(
      parse(text),
      visitWithTypeInfo(info, {
        Field: () => {
          fields.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`)
        },
      }),
    )
  return fields
}

/** Every text of a type that takes no argument, and of what it is made of; a field added tomorrow is among them. */
export function leavesOf(schema: GraphQLSchema, name: string): string {
  return leaves(schema.getType(name) as GraphQLObjectType, 0)
}

/** The same for one of several types: their fields of one name may have different types, so each has a name of its own. */
function fragmentOf(schema: GraphQLSchema, name: string, more = ''): string {
  const own = leaves(schema.getType(name) as GraphQLObjectType, 0, name.toLowerCase())
  return `... on ${name} { ${own} ${more} }`
}

const made = new Set(['CreditRecordDetail', 'CreditRecordEnd', 'Identifier', 'MoneyAmount', 'Name'])

function leaves(type: GraphQLObjectType, depth: number, prefix = ''): string {
  return Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .flatMap((field) => {
      const inner = getNamedType(field.type)
      const named = prefix === '' ? field.name : `${prefix}_${field.name}: ${field.name}`
      if (isLeafType(inner)) return [named]
      return isObjectType(inner) && made.has(inner.name) && depth < 2
        ? [`${named} { ${leaves(inner, depth + 1)} }`]
        : []
    })
    .join(' ')
}

/** The documents, by what they ask: at the head, and where `$at` is given, there. */
export function pathsTo(schema: GraphQLSchema, places: Places): readonly Path[] {
  const record = leavesOf(schema, 'CreditRecord')
  const measure = leavesOf(schema, 'JointMeasure')
  const organization = leavesOf(schema, 'Organization')
  const inspection = leavesOf(schema, 'Inspection')
  const claim = leavesOf(schema, 'Claim')
  const any = [
    '__typename id',
    fragmentOf(schema, 'CreditRecord', `organization { ${organization} } jointMeasures { ${measure} }`),
    ...['JointMeasure', 'Organization', 'Inspection'].map((name) => fragmentOf(schema, name)),
  ].join(' ')
  const [first = '', second = ''] = places.records
  const marked = { contains: places.mark }
  const made =
    (shows: Path['shows']) =>
    (document: string, variables: object = {}): Path => ({
      text: document.replace(' @at', ''),
      earlier: document
        .replace(/^query Q(\((.*?)\))? @at/, 'query Q($at: Position!, $2) @asOf(position: $at)')
        .replace(', )', ')'),
      variables: { ...variables },
      shows,
    })
  const [shown, silent, both, drawn] = [made('records'), made('nothing'), made('both'), made('inspections')]
  return [
    shown(
      `query Q($id: ID!) @at { creditRecord(id: $id) { ${record} organization { ${organization} members { ${organization} } }
        authorityOrganization { ${organization} } jointMeasures { ${measure} record { ${record} }
        authorityOrganization { ${organization} } } } }`,
      { id: first },
    ),
    shown(
      `query Q($id: ID!) @at { creditRecord(id: $id) { ${record} certificates { number creditRecords { ${record} } } } }`,
      {
        id: second,
      },
    ),
    shown(`query Q($id: ID!) @at { node(id: $id) { ${any} } }`, { id: first }),
    shown(`query Q($ids: [ID!]!) @at { nodes(ids: $ids) { ${any} } }`, {
      ids: [...places.records, ...places.measures, places.organization],
    }),
    shown(
      `query Q @at { creditRecords(first: 1000) { totalCount edges { node { ${record} } } nodes { ${record}
        organization { ${organization} } jointMeasures { ${measure} } } } }`,
    ),
    shown(
      `query Q($f: CreditRecordFilter) @at { creditRecords(filter: $f, orderBy: DECISION_DATE_ASC) { totalCount nodes { ${record} } } }`,
      { f: { decisionNumber: marked } },
    ),
    shown(
      `query Q($f: CreditRecordFilter) @at { creditRecords(filter: $f) { totalCount nodes { ${record} } } }`,
      {
        f: { organization: { in: [places.organization] } },
      },
    ),
    both(
      `query Q($code: String!) @at { organization(identifier: $code) { ${organization}
        creditRecords { totalCount nodes { ${record} } edges { node { id } } }
        inspections { totalCount nodes { ${inspection} organization { id } authorityOrganization { id } } edges { node { id } } }
        members { ${organization} } mergedInto { ${organization} } } }`,
      { code: places.code },
    ),
    both(`query Q @at { organizations(first: 1000) { totalCount edges { node { ${organization} } } nodes { ${organization}
        creditRecords(first: 2) { totalCount nodes { id decisionNumber } } } } }`),
    both(
      `query Q($f: OrganizationFilter) @at { organizations(filter: $f) { totalCount nodes { ${organization} } } }`,
      {
        f: { name: marked },
      },
    ),
    shown(`query Q($f: OrganizationFilter) @at { organizations(filter: $f) { totalCount nodes { name } } }`, {
      f: { and: [{ name: marked }, { recordKind: { eq: 'ADMINISTRATIVE_PENALTY' } }] },
    }),
    drawn(`query Q @at { inspections(first: 1000) { totalCount nodes { ${inspection} organization { ${organization} } }
        edges { node { id } } } }`),
    drawn(
      `query Q($f: InspectionFilter) @at { inspections(filter: $f) { totalCount nodes { ${inspection} } } }`,
      {
        f: { task: marked },
      },
    ),
    shown(
      `query Q($number: String!) @at { certificate(number: $number) { number holder { ${organization} } body { ${organization} }
        creditRecords { ${record} } } }`,
      { number: places.certificate },
    ),
    silent(`query Q @at { qualifications { nodes { holder { id } issuer { id } } } }`),
    both(
      `query Q($f: ChangeFilter) @at { changes(after: "0", filter: $f, first: 1000) {
        cursor changes { op id node { ${any} } before { ${any} } } } }`,
      {
        f: { type: { in: ['CreditRecord', 'JointMeasure', 'Organization', 'Inspection'] } },
      },
    ),
    silent(
      `query Q($id: ID!) @at { explain(id: $id) { fact { ${any} } sentence
        provenance { claim { ${claim} } claims { nodes { ${claim} } edges { node { line } } } } } }`,
      {
        id: 'observation/certificates/440000/TOTAL/M/cnca-by-region/certificate/-/2022-08',
      },
    ),
    silent(`query Q($id: ID!) @at { explain(id: $id) { fact { ${any} } } }`, { id: first }),
    silent(
      `query Q @at { hub { freshness { source { code } lastRecordedAt } } releases(first: 1000) { nodes { id note evidence } } }`,
    ),
  ]
}

/** What changes something, and the streams: they go through fields too, and are tried one by one. */
export const otherPaths = {
  repair: `mutation($input: RepairCreditRecordInput!) { repairCreditRecord(input: $input) { id position } }`,
  dispute: `mutation($input: DisputeCreditRecordInput!) { disputeCreditRecord(input: $input) { creditRecord { id disputed disputeNote counterparty } } }`,
  merge: `mutation($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) { id name } }`,
  split: `mutation($input: SplitOrganizationInput!) { splitOrganization(input: $input) { id name } }`,
  records: `subscription($after: Cursor, $snapshot: Boolean, $filter: CreditRecordFilter) {
    creditRecordChanges(after: $after, snapshot: $snapshot, filter: $filter) { kind cursor follows complete reason
      commit { position } changes { op id before { counterparty decisionNumber } node { counterparty decisionNumber } } } }`,
  everything: `subscription($after: Cursor, $snapshot: Boolean) { changes(after: $after, snapshot: $snapshot) {
    kind cursor follows complete reason commit { position } changes { op id
      before { id ... on CreditRecord { counterparty } ... on Organization { name } ... on JointMeasure { measure } }
      node { id ... on CreditRecord { counterparty } ... on Organization { name } ... on JointMeasure { measure } } } } }`,
} as const
