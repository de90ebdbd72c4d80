import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { parseDecimal } from '../decimal.ts'
import { languageOf } from '../language.ts'
import { frequencyOf, periodForm } from '../period.ts'
import { isPosition } from '../position.ts'
import { isStorable, shown } from '../text.ts'

/** An exact decimal. */
export const DecimalScalar = textScalar({
  name: 'Decimal',
  description:
    'An exact decimal number as a JSON string, like "603226" or "-0.50". Never a floating-point number.',
  expected: 'an exact decimal as text, like "603226" or "-0.5"',
  accepts: (text) => parseDecimal(text) !== null,
})

/** A period in SDMX text. */
export const PeriodScalar = textScalar({
  name: 'Period',
  description:
    'What a figure is about, as SDMX writes it: "2022" (year), "2022-S1" (half-year), "2022-Q3" (quarter), "2022-08" (month), "2022-W05" (week), "2022-08-31" (day).',
  expected: periodForm,
  accepts: (text) => frequencyOf(text) !== null,
  code: 'INVALID_PERIOD',
})

/** A stream cursor. */
export const CursorScalar = textScalar({
  name: 'Cursor',
  description:
    'A place in a stream, opaque. Give it back exactly as it came, as `after`, to go on from there. "0" is the beginning of the history.',
  expected: 'a cursor of a frame, or "0"',
  accepts: (text) => text.length > 0 && text.length <= 1_000,
  code: 'INVALID_CURSOR',
})

/** A language of names. */
export const LanguageScalar = textScalar({
  name: 'Language',
  description:
    'A language of names as a BCP 47 tag: "zh-Hans", "zh-Hant", "en", "pt". Regional tags like "zh-HK" are understood.',
  expected: 'a language tag: zh-Hans, zh-Hant, en or pt',
  accepts: (text) => languageOf(text) !== null,
})

/** A day. */
export const DateScalar = textScalar({
  name: 'Date',
  description: 'A day as ISO 8601 writes it, like "2022-08-31". Days of the hub are days in Asia/Shanghai.',
  expected: 'a day like "2022-08-31"',
  accepts: (text) => frequencyOf(text) === 'D',
})

/** An instant. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 writes it, in UTC with milliseconds: "2022-09-23T02:00:00.000Z".',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString()
    throw new TypeError('a DateTime of an answer is not a Date')
  },
  parseValue: instantOf,
  parseLiteral: (node) => instantOf(node.kind === Kind.STRING ? node.value : undefined, node),
})

/** A place in the history. */
export const PositionScalar = new GraphQLScalarType<number, number>({
  name: 'Position',
  description:
    'A place in the hub’s history as a JSON integer: 0 before the first commit, and one more with each commit. Up to 2^53−2.',
  serialize: (value) => {
    if (isPosition(value)) return value
    throw new TypeError('a Position of an answer is not a position')
  },
  parseValue: positionOf,
  parseLiteral: (node) => positionOf(node.kind === Kind.INT ? Number(node.value) : undefined, node),
})

function positionOf(value: unknown, node?: ValueNode): number {
  if (isPosition(value)) return value
  throw refused('INVALID_POSITION', 'Position', 'a whole number from 0 to 9007199254740990', value, node)
}

function instantOf(value: unknown, node?: ValueNode): Date {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/
  if (typeof value === 'string' && form.test(value) && frequencyOf(value.slice(0, 10)) === 'D') {
    const instant = new Date(value)
    if (!Number.isNaN(instant.getTime())) return instant
  }
  throw refused('BAD_USER_INPUT', 'DateTime', 'an instant like "2022-09-23T10:00:00+08:00"', value, node)
}

type TextScalar = {
  readonly name: string
  readonly description: string
  readonly expected: string
  readonly accepts: (text: string) => boolean
  readonly code?: string
}

function textScalar({ name, description, expected, accepts, code = 'BAD_USER_INPUT' }: TextScalar) {
  const parse = (value: unknown, node?: ValueNode): string => {
    if (typeof value === 'string' && isStorable(value) && accepts(value)) return value
    throw refused(code, name, expected, value, node)
  }
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => {
      if (typeof value === 'string') return value
      throw new TypeError(`a ${name} of an answer is not a text`)
    },
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined, node),
  })
}

function refused(
  code: string,
  name: string,
  expected: string,
  value: unknown,
  node?: ValueNode,
): GraphQLError {
  const raw =
    node !== undefined && 'value' in node ? String(node.value) : (JSON.stringify(value) ?? 'nothing')
  const bare = node?.kind === Kind.ENUM && typeof value !== 'string'
  const came = bare ? `${shown(raw)} without quotes` : shown(raw)
  return new GraphQLError(`Expected ${expected} for ${name}; came ${came}.`, {
    nodes: node ?? null,
    extensions: { code, expected, came },
  })
}
