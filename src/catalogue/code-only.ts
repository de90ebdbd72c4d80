import type { GraphQLResolveInfo } from 'graphql'
import type { Fact } from '../access/read.ts'
import { globalId } from '../kernel/graph/global-id.ts'
import { wantedFields } from '../kernel/graph/wanted.ts'

/** As much of a code as whatever names it knows. */
export type CodeOnly = { readonly id: string; readonly code: string }

const knownToAll = new Set(['id', 'code', '__typename'])

/** A code of which only code and id are asked for needs no read; null where more is asked for. */
export function codeOnly(
  info: GraphQLResolveInfo,
  noun: CodeNoun,
  code: string,
  parent: Fact,
): CodeOnly | null {
  for (const field of wantedFields(info)) if (!knownToAll.has(field)) return null
  return { id: globalId(noun, code, parent), code }
}

type CodeNoun = 'indicator' | 'region' | 'scheme' | 'source'
