import type { GraphAnswer, TestHub } from '../support/hub.ts'

/** A claim as the tests read it. */
export type ReadClaim = {
  readonly value: string | null
  readonly status: string
  readonly standing: string
  readonly line: number
  readonly column: string | null
  readonly original: string
  readonly position: number
  readonly release: { readonly code: string; readonly status: string; readonly evidence: string | null }
  readonly delivery: {
    readonly form: string
    readonly name: string
    readonly digest: string
    readonly size: number
    readonly source: { readonly code: string; readonly publisher: string }
  }
}

/** A member as the tests read it. */
export type ReadMember = {
  readonly dimension: string
  readonly code: string
  readonly figureId: string
  readonly kind: string
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly reason: string | null
}

/** An explanation as the tests read it. */
export type ReadExplanation = {
  readonly explains: string
  readonly kind: string
  readonly value: string | null
  readonly lower: string | null
  readonly upper: string | null
  readonly status: string | null
  readonly reason: string | null
  readonly unit: string
  readonly period: string | null
  readonly source: { readonly code: string } | null
  readonly fact: { readonly id: string } | null
  readonly sentence: string
  readonly steps: readonly {
    readonly kind: string
    readonly rule: string | null
    readonly sentence: string
  }[]
  readonly members: readonly ReadMember[]
  readonly competing: readonly {
    readonly id: string
    readonly kind: string
    readonly value: string | null
    readonly source: { readonly code: string }
  }[]
  readonly crosswalk: object | null
  readonly provenance: {
    readonly observation: {
      readonly id: string
      readonly value: string | null
      readonly revision: number
    } | null
    readonly claim: ReadClaim | null
    readonly claims: {
      readonly totalCount: number
      readonly nodes: readonly ReadClaim[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
    readonly revisions: readonly {
      readonly value: string | null
      readonly previousValue: string | null
      readonly position: number
      readonly reason: string
      readonly endedBy: string | null
    }[]
    readonly discrepancies: readonly { readonly status: string }[]
  } | null
}

const claimFields = `value status standing line column original position release { code status evidence }
  delivery { form name digest size source { code publisher } }`

const question = `query($id: ID!, $language: Language, $first: Int, $after: String) AS_OF { explain(id: $id) {
  explains kind value lower upper status reason unit period source { code } fact { id }
  sentence(language: $language) steps(language: $language) { kind rule sentence }
  members { dimension code figureId kind value lower upper reason }
  competing { id kind value source { code } }
  crosswalk { codeList fromVersion toVersion codes exact }
  provenance { observation { id value revision } claim { ${claimFields} }
    claims(first: $first, after: $after) { totalCount nodes { ${claimFields} } pageInfo { hasNextPage endCursor } }
    revisions { value previousValue position reason endedBy } discrepancies { status } } } }`

/** How an explanation is asked for. */
export type Asking = {
  readonly language?: string
  readonly first?: number
  readonly after?: string | null
  readonly position?: number
  readonly headers?: object
}

/** Asks for an explanation; gives the whole answer. */
export function askToExplain(hub: TestHub, id: string, asking: Asking = {}): Promise<GraphAnswer> {
  const { language = 'en', first, after = null, position, headers = {} } = asking
  const directive = position === undefined ? '' : `@asOf(position: ${position})`
  const variables = { id, language, after, ...(first === undefined ? {} : { first }) }
  const known = headers as Readonly<Record<string, string>>
  return hub.ask(question.replace('AS_OF', directive), variables, known)
}

/** Explains a figure; null where nothing ever was. Throws what the hub refused. */
export async function explain(
  hub: TestHub,
  id: string,
  asking: Asking = {},
): Promise<ReadExplanation | null> {
  const { data, errors } = await askToExplain(hub, id, asking)
  if (errors !== undefined)
    throw new Error(errors.map(({ message, extensions }) => `${extensions['code']}: ${message}`).join('\n'))
  return (data as { explain: ReadExplanation | null }).explain
}

/** The id of the certificates of a region in a month, as cnca-by-region says them. */
export function observationId(region: string, period: string): string {
  return `observation/certificates/${region}/TOTAL/M/cnca-by-region/certificate/-/${period}`
}
