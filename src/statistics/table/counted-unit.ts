import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import { HubError } from '../../kernel/errors.ts'
import { shown } from '../../kernel/text.ts'
import { sql } from '../../platform/sql.ts'
import type { ObservedQuestion } from './observed.ts'
import type { Outline } from './outline.ts'

/**
 * Throws where no figure of the indicators is, or would be, counted in the unit asked for: an empty table would look
 * like an answer. Series are looked at only where the catalogue says another unit.
 */
export async function requireCountedUnit(
  unit: string | null,
  question: ObservedQuestion,
  outline: Outline,
): Promise<void> {
  const own = question.indicators.flatMap((code) => outline.indicators.get(code)?.unit ?? [])
  if (unit === null || own.includes(unit)) return
  const known = [...new Set([...own, ...(await observedUnits(question))])]
  if (known.includes(unit)) return
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `No figure of these indicators is counted in ${shown(unit)}. In \`where.unit\` name one of these, or leave it away: ${known.join(', ')}.`,
    expected: `one of: ${known.join(', ')}`,
    came: shown(unit),
  })
}

async function observedUnits({ scope, indicators }: ObservedQuestion): Promise<readonly string[]> {
  const rows = await scope.database.query<{ readonly unit: string }>(
    sql`select distinct s.unit from series s
        where ${at('s', scope.position)} and ${visible(scope.view, 'series', 's')}
          and s.indicator = any(${indicators}::text[]) order by 1`,
  )
  return rows.map(({ unit }) => unit)
}
