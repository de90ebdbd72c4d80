import { Lexer, Source, TokenKind } from 'graphql'
import { documentLimits, keepWithin, overLimit } from './document-limits.ts'

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/**
 * Reads the tokens of a text before it is parsed, and throws where there are too many of them or brackets are nested too
 * deeply: the parser calls itself for each level, this does not. Gives up at the first token too many. What is no token
 * of GraphQL is thrown as a GraphQLError, as the parser would.
 */
export function scanText(text: string): void {
  keepWithin('characters', text.length)
  const lexer = new Lexer(new Source(text))
  let count = 0
  let depth = 0
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    count += 1
    if (count > documentLimits.tokens.most) throw overLimit('tokens', count)
    if (closing.has(token.kind)) depth -= 1
    if (!opening.has(token.kind)) continue
    depth += 1
    if (depth > documentLimits.nesting.most) throw overLimit('nesting', depth)
  }
}
