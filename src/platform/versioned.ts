import { BigIntType, p } from '@mikro-orm/core'

/** A bigint column whose values stay below 2^53 and are plain numbers. */
export const wholeNumber = () => p.type(new BigIntType('number'))

/** The columns that make a table versioned: the row held from a position on, up to but not including another. */
export const versionColumns = {
  from_position: wholeNumber().primary(),
  to_position: wholeNumber(),
}
