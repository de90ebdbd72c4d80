import { z } from 'zod'
import { isAddressRange } from './trusted-proxies.ts'

/** Origins as browsers write them (`https://dashboard.example`), with commas between, or `*` for every one. */
export const originList = listOf(
  (part) => part === '*' || (URL.canParse(part) && new URL(part).origin === part),
)

/** Addresses and ranges (`10.0.0.0/8`), with commas between. */
export const addressList = listOf(isAddressRange)

/** A list with commas of which each part fits; a text without any part is the empty list. */
function listOf(fits: (part: string) => boolean) {
  return z
    .string()
    .max(10_000)
    .transform((text): readonly string[] =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.every(fits))
}
