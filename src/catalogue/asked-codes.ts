import type { RequestContext } from '../api/context.ts'
import type { Condition } from '../kernel/condition.ts'
import { HubError } from '../kernel/errors.ts'
import type { Position } from '../kernel/position.ts'
import { nearestWord, shown } from '../kernel/text.ts'

const codeFields = ['indicator', 'region', 'scheme', 'source'] as const

/**
 * The condition itself. A code that it asks for by `eq` or `in` and that is in no list, neither now nor at the position,
 * would silently find nothing: throws UNKNOWN_CODE.
 */
export async function withKnownCodes(
  context: RequestContext,
  condition: Condition,
  position: Position,
): Promise<Condition> {
  const asked = codeFields.map((field) => ({ field, codes: wordsAskedFor(condition, field) }))
  if (asked.every(({ codes }) => codes.length === 0)) return condition
  const { hub } = context
  const known = await hub.knownCodes(hub.tail.position)
  for (const { field, codes } of asked) {
    const ended = codes.filter((code) => !known.get(field)?.has(code))
    if (ended.length === 0) continue
    const then = await hub.knownCodes(Math.min(position, hub.tail.position))
    const unknown = ended.find((code) => !then.get(field)?.has(code))
    if (unknown !== undefined) throw unknownCode(field, unknown, [...(known.get(field) ?? [])])
  }
  return condition
}

/**
 * The condition itself. A word that it asks for by `eq` or `in` and that the field can never have would silently find
 * nothing: throws UNKNOWN_CODE with the nearest of those it can have.
 */
export function withKnownWords(
  condition: Condition,
  words: Readonly<Record<string, readonly string[]>>,
): Condition {
  for (const [field, known] of Object.entries(words)) {
    const unknown = wordsAskedFor(condition, field).find((word) => !known.includes(word))
    if (unknown === undefined) continue
    const near = nearestWord(unknown, known)
    const hint = near === null ? `It is one of ${known.join(', ')}.` : `Did you mean ${near}?`
    throw new HubError({
      code: 'UNKNOWN_CODE',
      message: `No ${field} is called ${shown(unknown)}. ${hint}`,
      expected: `one of ${known.join(', ')}`,
      came: shown(unknown),
    })
  }
  return condition
}

function unknownCode(field: string, code: string, known: readonly string[]): HubError {
  const near = nearestWord(code, known)
  const hint = near === null ? `List \`${field}s { code }\` for the known ones.` : `Did you mean ${near}?`
  return new HubError({
    code: 'UNKNOWN_CODE',
    message: `No ${field} has the code ${shown(code)}. ${hint}`,
    expected: `a known ${field} code`,
    came: shown(code),
  })
}

function wordsAskedFor(condition: Condition, field: string): readonly string[] {
  if (condition.kind === 'all' || condition.kind === 'any')
    return condition.of.flatMap((part) => wordsAskedFor(part, field))
  if (condition.kind === 'not') return wordsAskedFor(condition.of, field)
  if (condition.field !== field) return []
  if (condition.operator === 'eq' && typeof condition.operand === 'string') return [condition.operand]
  return condition.operator === 'in' && Array.isArray(condition.operand) ? condition.operand : []
}
