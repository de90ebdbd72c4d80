import type { Decimal } from '../kernel/decimal.ts'

/** An amount of money in its two units; both are exact. */
export type Money = { readonly yuan: Decimal; readonly tenThousandYuan: Decimal }

/** The amount that yuan are; null where it is not known, which is not zero. */
export function moneyOf(yuan: Decimal | null): Money | null {
  return yuan === null ? null : { yuan, tenThousandYuan: withoutTenThousands(yuan) }
}

/** The decimal with its point four places to the left, without zeros that say nothing. */
function withoutTenThousands(value: Decimal): Decimal {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  const padded = whole.padStart(5, '0')
  const rest = `${padded.slice(-4)}${fraction}`.replace(/0+$/, '')
  return `${sign}${padded.slice(0, -4)}${rest === '' ? '' : `.${rest}`}`
}
