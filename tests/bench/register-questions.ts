import type { RegisterData } from './fill-registers.ts'
import { type Question, randomFrom, type Variables } from './questions.ts'

/** How many different requests of one question there are. */
const differentRequests = 100

/** From so many organizations on each region has some with a rare record. */
const manyOrganizations = 100_000

const listDocument = `query Organizations($region: String!, $kind: String!, $after: String) {
  organizations(filter: { region: { eq: $region }, recordKind: { eq: $kind } }, first: 50, after: $after) {
    nodes { id name } } }`

/**
 * The questions over organizations: one with its 50 credit records and 20 certificates, and the list of those of a
 * region that have a record of a kind, from its beginning and from far within. The same seed gives the same requests.
 */
export function registerQuestionsOver(
  { full, position, organizations }: RegisterData,
  regions: readonly string[],
  seed = 20_261_126,
): Readonly<Record<string, Question>> {
  const random = randomFrom(seed)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const lists = (kinds: readonly string[], far: boolean): readonly Variables[] =>
    Array.from({ length: differentRequests }, () => {
      // Ids are random, so these lie about where an eighth of the list begins and where all but an eighth is done.
      const from = far ? `${pick(['1', '8', 'e'])}0000000-0000-0000-0000-000000000000` : ''
      const after = far ? { after: cursorAfter(position, from) } : {}
      return { region: pick(regions), kind: pick(kinds), from, ...after }
    })
  const common = ['ADMINISTRATIVE_PENALTY', 'ADMINISTRATIVE_LICENCE']
  const rare: Question = {
    name: 'rare organizations',
    document: listDocument,
    requests: lists(['SERIOUS_DISHONESTY_LIST'], false),
    expected: null,
  }
  return {
    organization: {
      name: 'organization',
      document: `query Organization($code: String!) {
  organization(identifier: $code, scheme: CN_USCC) { id name region { code }
    creditRecords(first: 50) { nodes { id kind status severity decisionNumber decisionDate publicityUntil fine { yuan } } }
    certificates(first: 50) { nodes { number status validTo scheme { code } } } } }`,
      requests: full.map((code) => ({ code })),
      expected: null,
    },
    organizations: {
      name: 'organizations',
      document: listDocument,
      requests: lists(common, false),
      expected: null,
    },
    deepOrganizations: {
      name: 'deep organizations',
      document: listDocument,
      requests: lists(common, true),
      expected: null,
    },
    ...(organizations < manyOrganizations ? {} : { rareOrganizations: rare }),
  }
}

/** The page cursor of the list of organizations: what the hub gives as `endCursor` after an organization with this id. */
function cursorAfter(position: number, id: string): string {
  return Buffer.from(JSON.stringify([position, 'organizations', id])).toString('base64url')
}
