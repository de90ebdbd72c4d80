import type { GraphQLResolveInfo } from 'graphql'
import type { RequestContext } from '../../api/context.ts'
import type { PageArguments } from '../../api/paged.ts'
import type { Connection } from '../../kernel/graph/connection.ts'
import type { PageList } from '../../kernel/graph/page-list.ts'
import { wantedFields } from '../../kernel/graph/wanted.ts'
import type { HeldReads } from '../dated-reads.ts'
import { type FactsOf, pageOfFacts } from '../organization/page-of-facts.ts'
import { certificateCondition } from './filters.ts'
import { certificateReads, certificatesHeld } from './reads.ts'
import type { Certificate } from './terms.ts'
import type { CertificateFilter } from './types.ts'

const list: PageList = { name: 'certificates', keys: [/^[\w-]{1,64}$/] }

/** What a list of certificates is asked for with, as GraphQL coerced it. */
export type CertificateArguments = PageArguments & { readonly filter: CertificateFilter | null | undefined }

/** Whose certificates are listed: those that it holds, or those that it gave. */
export type CertificatesOf = FactsOf & { readonly reads: HeldReads<Certificate> }

/** Reads the page of certificates that the arguments name; of one organization where one is given. Throws what pages and filters can. */
export function pageOfCertificates(
  context: RequestContext,
  { filter, ...page }: CertificateArguments,
  info: GraphQLResolveInfo,
  of: CertificatesOf | null = null,
): Promise<Connection<Certificate>> {
  const { page: readOf, count: countOf, json } = of?.reads ?? certificatesHeld
  return pageOfFacts(
    context,
    {
      list,
      question: async ([id], limit, scope) => ({
        condition: await certificateCondition(context, filter, scope),
        after: id ?? null,
        limit,
      }),
      read: certificateReads.page,
      count: certificateReads.count,
      // As they are: keys that are asked by the same function are read by one statement.
      readOf,
      countOf,
      keysOf: ({ certificateId }) => [certificateId],
      json,
    },
    page,
    wantedFields(info, ['edges', 'node'], ['nodes']),
    of,
    info,
  )
}
