import Big from 'big.js'
import { error, type Fields, textIn, warning } from '../catalogue/stated-row.ts'
import type { Finding } from '../intake/report.ts'
import { type AmountUnit, amountUnitOf, readAmount, tenThousandYuan } from '../kernel/amount.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { shown } from '../kernel/text.ts'

/**
 * Amounts of a row in yuan, exact. A number without a unit has that of the row (`fineUnit`), else 万元, as the columns of
 * double publicity have; one that names its unit has that. Pushes NOT_AN_AMOUNT, NEGATIVE_AMOUNT, FOREIGN_CURRENCY,
 * UNKNOWN_UNIT and, of what is above any usual fine, the warning IMPLAUSIBLE_AMOUNT.
 */
export function amountsIn(
  fields: Fields,
  findings: Finding[],
): { readonly fine: Decimal | null; readonly confiscated: Decimal | null } {
  const unit = unitIn(fields, findings)
  return {
    fine: amountIn(fields, 'fine', unit, findings),
    confiscated: amountIn(fields, 'confiscated', unit, findings),
  }
}

function unitIn(fields: Fields, findings: Finding[]): AmountUnit {
  const text = textIn(fields, 'fineUnit')
  const unit = text === null ? tenThousandYuan : amountUnitOf(text)
  if (unit !== null) return unit
  const message = `${shown(text ?? '')} is no unit of amounts.`
  findings.push(error('UNKNOWN_UNIT', message, '万元, 元 or 亿元', text ?? '', 'fineUnit'))
  return tenThousandYuan
}

/** In yuan: 10,000 万元. Fines above it are few; a number of yuan under a column of 万元 mostly is. */
const mostPlausible = 100_000_000

function implausible(text: string, value: Decimal, field: string): Finding {
  const message = `${shown(text)} was read as ${value} yuan, which hardly any decision takes. Where the number is in yuan, write it with its unit (元).`
  return warning('IMPLAUSIBLE_AMOUNT', message, `up to ${mostPlausible} yuan`, text, field)
}

function amountIn(fields: Fields, field: string, unit: AmountUnit, findings: Finding[]): Decimal | null {
  const text = fields[field] ?? ''
  const read = readAmount(text, unit)
  if (read.kind === 'nothing') return null
  if (read.kind === 'refused') {
    findings.push(error(read.code, read.message, read.expected, text, field))
    return null
  }
  if (read.currency === 'CNY') {
    if (new Big(read.value).gt(mostPlausible)) findings.push(implausible(text, read.value, field))
    return read.value
  }
  const message = `${shown(text)} is in ${read.currency}. The hub converts nothing: write the amount in yuan as the decision has it.`
  findings.push(error('FOREIGN_CURRENCY', message, 'an amount in yuan', text, field))
  return null
}
