import { withoutText } from '../../kernel/hidden-text.ts'
import { maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import type { PartyRead } from './party.ts'

/** A text of a row as everybody may see it: without identity numbers, and with the mask of a person's whole name. */
export function publicText(text: string, { party, person, name }: PartyRead): string {
  const whole = party?.personalName ?? person?.name ?? ''
  return withoutText(maskIdentityNumbers(text), whole, name)
}
